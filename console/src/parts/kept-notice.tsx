import { Alert, Button, Group, Text } from "@mantine/core";
import { History } from "lucide-react";
import { useWords } from "../words.ts";

/** Says that what stands in the form was begun earlier, and offers to begin anew. */
export function KeptNotice({ beginAnew }: { beginAnew: () => void }) {
  const { t } = useWords();
  return (
    <Alert color="blue" icon={<History aria-hidden size={18} />} role="status" mb="md">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t("kept.isBack")}</Text>
        <Button size="xs" variant="default" onClick={beginAnew}>
          {t("kept.beginAnew")}
        </Button>
      </Group>
    </Alert>
  );
}
