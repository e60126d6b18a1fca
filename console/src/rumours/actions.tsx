import { Button, Group, Text } from "@mantine/core";
import { Pencil, Send, Trash2, Undo2 } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { useWords } from "../words.ts";
import type { Rumour } from "./queries.ts";

const refresh = ["rumours", "events"];

/** What can be done with an entry now; the server says what. */
export function RumourActions({ rumour, edit }: { rumour: Rumour; edit: () => void }) {
  const { t } = useWords();
  const { findings, may } = rumour;
  const missing = new Set(findings.map(({ part }) => t(`rumour.part.${part}`)));
  return (
    <Group gap="xs">
      {missing.size > 0 ? (
        <Text size="sm" w="100%">
          {t("announcement.missing", { parts: [...missing].join(", ") })}
        </Text>
      ) : null}
      {may.edit || may.correct ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<Pencil aria-hidden size={14} />}
          onClick={edit}
        >
          {t(may.edit ? "rumour.edit" : "rumour.correct")}
        </Button>
      ) : null}
      <Decisions rumour={rumour} />
    </Group>
  );
}

function Decisions({ rumour: { id, may } }: { rumour: Rumour }) {
  const { t } = useWords();
  return (
    <>
      {may.publish ? (
        <Ask
          label={t("rumour.publish")}
          size="xs"
          icon={Send}
          variant="filled"
          explain={t("rumour.publishExplain")}
          run={() => api.post(`/rumours/${id}/publication`)}
          done={t("rumour.published")}
          refresh={refresh}
        />
      ) : null}
      {may.withdraw ? (
        <Ask
          label={t("rumour.withdraw")}
          size="xs"
          icon={Undo2}
          explain={t("rumour.withdrawExplain")}
          note={t("incident.reason")}
          noteRequired
          run={(reason) => api.post(`/rumours/${id}/withdrawal`, { reason })}
          done={t("rumour.withdrawn")}
          refresh={refresh}
        />
      ) : null}
      {may.edit ? (
        <Ask
          label={t("rumour.discard")}
          size="xs"
          icon={Trash2}
          explain={t("rumour.discardExplain")}
          run={() => api.remove(`/rumours/${id}`)}
          done={t("rumour.discarded")}
          refresh={refresh}
        />
      ) : null}
    </>
  );
}
