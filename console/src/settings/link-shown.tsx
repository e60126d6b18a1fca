import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useWords } from "../words.ts";

/** A one-time link, shown this once: nobody can read it again. */
export function LinkShown({ link, close }: { link: string | null; close: () => void }) {
  const { t } = useWords();
  return (
    <Modal opened={link !== null} onClose={close} title={t("accounts.linkTitle")} centered>
      <Stack>
        <Text size="sm">{t("accounts.linkExplain")}</Text>
        <TextInput label={t("accounts.linkTitle")} readOnly value={link ?? ""} />
        <Group justify="flex-end">
          <CopyButton value={link ?? ""}>
            {({ copied, copy }) => (
              <Button onClick={copy}>{t(copied ? "accounts.copied" : "accounts.copy")}</Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Modal>
  );
}
