import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Clock } from "lucide-react";
import { useState } from "react";
import { useZone } from "../parts/when.tsx";
import { fromInput, toInput } from "../times.ts";
import type { NoticeTexts } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import { Unread } from "./unread.tsx";

const firstMs = 30 * 60_000;
const roundMs = 5 * 60_000;

type LaterProps = {
  isPending: boolean;
  texts: NoticeTexts;
  /** Languages that go out and that nobody has checked. */
  unread: readonly Language[];
  schedule: (at: string, read: readonly Language[]) => void;
};

/** Lets the notice go out by the clock, on the organisation's own. */
export function Later({ isPending, texts, unread, schedule }: LaterProps) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const [opened, dialog] = useDisclosure(false);
  const [at, setAt] = useState("");
  const [read, setRead] = useState<Language[]>([]);
  const open = () => {
    const first = Math.ceil((Date.now() + firstMs) / roundMs) * roundMs;
    setAt(toInput(first, timeZone));
    dialog.open();
  };
  const set = () => {
    dialog.close();
    schedule(new Date(fromInput(at, timeZone)).toISOString(), read);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<Clock aria-hidden size={16} />}
        loading={isPending}
        onClick={open}
      >
        {t("outlets.later")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("outlets.later")} centered>
        <Stack>
          <Text size="sm">{t("outlets.laterHint")}</Text>
          <TextInput
            label={t("outlets.at")}
            description={timeZone}
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
          {unread.length > 0 ? <Text size="sm">{t("translation.unread")}</Text> : null}
          <Unread texts={texts} languages={unread} read={read} tick={setRead} />
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t("cancel")}
            </Button>
            <Button disabled={at === ""} onClick={set}>
              {t("outlets.schedule")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
