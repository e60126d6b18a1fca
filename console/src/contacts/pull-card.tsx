import { Alert, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { RefreshCw, ShieldAlert, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Ago, At } from "../parts/when.tsx";
import type { May } from "../types.ts";
import { useWords } from "../words.ts";
import type { Pull } from "./connection-queries.ts";
import { PullForm } from "./pull-form.tsx";

const stale = ["contact-pulls", "contacts"];
const runsShown = 5;

/** One list: what came of it lately, what waits for a person, and what can be done. */
export function PullCard({ pull, rights }: { pull: Pull; rights: May }) {
  const { t } = useWords();
  const run = useAct({
    run: () => api.post(`/contact-pulls/${pull.id}/run`),
    done: t("pull.asked"),
    refresh: stale,
  });
  return (
    <Paper component="article" withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600}>{pull.name}</Text>
          {pull.enabled ? null : <Badge color="gray">{t("pull.off")}</Badge>}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {pull.url}
        </Text>
        {pull.held ? <Held pull={pull} mayConfirm={may(rights, "confirm")} /> : null}
        <Runs pull={pull} />
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<RefreshCw aria-hidden size={14} />}
            loading={run.isPending}
            onClick={() => run.mutate()}
          >
            {t("pull.now")}
          </Button>
          {may(rights, "create") ? <Changing pull={pull} /> : null}
        </Group>
      </Stack>
    </Paper>
  );
}

function Changing({ pull }: { pull: Pull }) {
  const { t } = useWords();
  return (
    <>
      <EditInDialog
        label={t("pull.change")}
        title={t("pull.change")}
        isNew={false}
        form={(close) => <PullForm pull={pull} close={close} />}
      />
      <Ask
        size="xs"
        variant="subtle"
        color="red"
        icon={Trash2}
        label={t("pull.remove")}
        explain={t("pull.removeExplain")}
        run={() => api.remove(`/contact-pulls/${pull.id}`)}
        done={t("pull.removed")}
        refresh={stale}
      />
    </>
  );
}

function Held({ pull, mayConfirm }: { pull: Pull; mayConfirm: boolean }) {
  const { t, number } = useWords();
  const counts = pull.runs.find(({ result }) => result === "held")?.counts;
  const told = {
    gone: number(counts?.gone ?? 0),
    changed: number(counts?.changed ?? 0),
    members: number(counts?.members ?? 0),
  };
  return (
    <Alert color="orange" icon={<ShieldAlert aria-hidden size={18} />} title={t("pull.held")}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("pull.heldTold", told)}</Text>
        {mayConfirm ? (
          <Ask
            size="xs"
            label={t("pull.confirm")}
            explain={t("pull.confirmExplain")}
            run={() => api.post(`/contact-pulls/${pull.id}/confirmation`)}
            done={t("pull.confirmed")}
            refresh={stale}
          />
        ) : null}
      </Stack>
    </Alert>
  );
}

function Runs({ pull }: { pull: Pull }) {
  const { t, language, number } = useWords();
  if (pull.runs.length === 0) return <Text size="sm">{t("pull.notYet")}</Text>;
  return (
    <Stack component="ul" gap={2} m={0} p={0} style={{ listStyle: "none" }}>
      {pull.runs.slice(0, runsShown).map(({ at, result, counts, trouble }) => (
        <Text component="li" size="sm" key={at}>
          <Ago at={at} />
          {" · "}
          {t(`pull.result.${result}`, {
            rows: number(counts.rows ?? 0),
            new: number(counts.new ?? 0),
            changed: number(counts.changed ?? 0),
            gone: number(counts.gone ?? 0),
            refused: number(counts.refused ?? 0),
          })}
          {trouble ? ` ${trouble.text[language]}` : ""}
        </Text>
      ))}
      {pull.enabled ? (
        <Text component="li" size="xs" c="dimmed">
          {t("pull.next")} <At at={pull.nextAt} />
        </Text>
      ) : null}
    </Stack>
  );
}
