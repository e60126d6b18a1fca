import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { LintFinding } from "../types.ts";
import { useWords } from "../words.ts";
import { Findings } from "./findings.tsx";

type AskFirstProps = {
  opened: boolean;
  findings: readonly LintFinding[];
  close: () => void;
  publish: () => void;
};

/** What a careful colleague would ask before this goes out. The decision stays with the writer. */
export function AskFirst({ opened, findings, close, publish }: AskFirstProps) {
  const { t } = useWords();
  return (
    <Modal opened={opened} onClose={close} title={t("outlets.sure")} centered>
      <Stack>
        <Text size="sm">{t("outlets.sureExplain")}</Text>
        <div>
          <Findings findings={findings} />
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("outlets.back")}
          </Button>
          <Button onClick={publish}>{t("outlets.publishAnyway")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
