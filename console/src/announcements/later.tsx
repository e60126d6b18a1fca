import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Clock } from "lucide-react";
import { useState } from "react";
import { MomentInput } from "../parts/moment-input.tsx";
import { present } from "../times.ts";
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
  const [opened, dialog] = useDisclosure(false);
  const [at, setAt] = useState("");
  const [read, setRead] = useState<Language[]>([]);
  const open = () => {
    const first = Math.ceil((present() + firstMs) / roundMs) * roundMs;
    setAt(new Date(first).toISOString());
    dialog.open();
  };
  const set = () => {
    dialog.close();
    schedule(at, read);
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
          <MomentInput label={t("outlets.at")} at={at} change={setAt} />
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
