import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Clock } from "lucide-react";
import { useState } from "react";
import { useZone } from "../parts/when.tsx";
import { fromInput, toInput } from "../times.ts";
import { useWords } from "../words.ts";

const firstMs = 30 * 60_000;
const roundMs = 5 * 60_000;

type LaterProps = { isPending: boolean; schedule: (at: string) => void };

/** Lets the notice go out by the clock, on the organisation's own. */
export function Later({ isPending, schedule }: LaterProps) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const [opened, dialog] = useDisclosure(false);
  const [at, setAt] = useState("");
  const open = () => {
    const first = Math.ceil((Date.now() + firstMs) / roundMs) * roundMs;
    setAt(toInput(first, timeZone));
    dialog.open();
  };
  const set = () => {
    dialog.close();
    schedule(new Date(fromInput(at, timeZone)).toISOString());
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
