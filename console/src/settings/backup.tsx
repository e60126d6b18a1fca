import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import css from "../proof/proof.module.css";
import { backupQuery } from "../queries.ts";
import type { Backup } from "../types.ts";
import { useWords } from "../words.ts";

/** How old the newest backup is, how one is made, and the word that another tool made one. */
export function BackupPanel() {
  const { t } = useWords();
  const backup = useQuery(backupQuery).data;
  const note = useAct({
    run: () => api.post("/backups/elsewhere"),
    done: t("backup.noted"),
    refresh: ["backup"],
  });
  if (!backup) return null;
  return (
    <Panel title={t("backup.title")} hint={t("backup.hint")}>
      <Stack gap="sm" align="flex-start">
        <Told backup={backup} />
        <Text size="sm">{t("backup.how")}</Text>
        <code className={css.key}>./tocsin backup --to tocsin.backup</code>
        {backup.may.note ? (
          <Group>
            <Button variant="default" loading={note.isPending} onClick={() => note.mutate()}>
              {t("backup.note")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Panel>
  );
}

function Told({ backup }: { backup: Backup }) {
  const { t } = useWords();
  if (backup.at === null) return <BackupAlert backup={backup} />;
  return (
    <>
      {backup.state === "old" ? <BackupAlert backup={backup} /> : null}
      <Text size="sm">
        {t(`backup.made.${backup.made ?? "own"}`, { name: backup.by ?? "" })} <Ago at={backup.at} />
      </Text>
    </>
  );
}

/** Where everybody looks first, as long as nothing could be put back after a fire. */
export function BackupNotice() {
  const backup = useQuery(backupQuery).data;
  return backup?.may.note && backup.state !== "fresh" ? <BackupAlert backup={backup} /> : null;
}

function BackupAlert({ backup }: { backup: Backup }) {
  const { t } = useWords();
  const says =
    backup.state === "never" ? t("backup.never") : t("backup.old", { count: backup.days ?? 0 });
  return (
    <Alert color="orange" icon={<Archive aria-hidden size={18} />} title={says}>
      {t("backup.why")}
    </Alert>
  );
}
