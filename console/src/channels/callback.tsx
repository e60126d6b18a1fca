import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useWords } from "../words.ts";

/** What the provider has to be told to call, so that receipts and answers come. */
export function Callback({ url }: { url: string }) {
  const { t } = useWords();
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {t("channel.callback")}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code style={{ overflowWrap: "anywhere" }}>{url}</Code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy} style={{ flexShrink: 0 }}>
              {t(copied ? "accounts.copied" : "accounts.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
