import "@mantine/dropzone/styles.css";
import { List, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import { type EntryDraft, entryDraft } from "./draft.ts";
import { Manner } from "./entry-form.tsx";

type Imported = {
  added: number;
  changed: number;
  past: number;
  skipped: { line: number; title: string; text: { fr: string; en: string } }[];
};

/** The same file may come again: it changes what changed in it. */
export function CalendarImport() {
  const { t } = useWords();
  const [manner, setManner] = useState<EntryDraft>(() => ({
    ...entryDraft(undefined, 0),
    kind: "other",
  }));
  const [imported, setImported] = useState<Imported | null>(null);
  const take = useAct({
    run: async (file: File) => {
      const { kind, load, platformIds, country, source } = manner;
      const said = { kind, load, platformIds, country, source: source || file.name };
      return await api.post<Imported>("/calendar/imports", { ...said, text: await file.text() });
    },
    done: t("calendar.imported"),
    refresh: ["calendar", "risk"],
    after: setImported,
  });
  return (
    <Panel title={t("calendar.import")} hint={t("calendar.importHint")}>
      <Manner draft={manner} set={(part) => setManner({ ...manner, ...part })} />
      <Dropzone
        multiple={false}
        loading={take.isPending}
        onDrop={([file]) => file && take.mutate(file)}
        inputProps={{ "aria-label": t("calendar.drop") }}
      >
        <Stack align="center" gap={6} py="lg">
          <CalendarPlus aria-hidden size={32} strokeWidth={1.5} />
          <Text fw={600} ta="center">
            {t("calendar.drop")}
          </Text>
          <Text size="sm" c="dimmed" ta="center">
            {t("calendar.formats")}
          </Text>
        </Stack>
      </Dropzone>
      <div role="status">{imported ? <Taken imported={imported} /> : null}</div>
    </Panel>
  );
}

function Taken({ imported }: { imported: Imported }) {
  const { t, pick } = useWords();
  const { added, changed, past, skipped } = imported;
  const parts = [
    t("calendar.added", { count: added }),
    ...(changed > 0 ? [t("calendar.changed", { count: changed })] : []),
    ...(past > 0 ? [t("calendar.past", { count: past })] : []),
  ];
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {parts.join(" ")}
      </Text>
      {skipped.length > 0 ? <Text size="sm">{t("calendar.skipped")}</Text> : null}
      <List size="sm">
        {skipped.map(({ line, title, text }) => (
          <List.Item key={line}>
            {t("calendar.skippedLine", { line, title: title || "–", why: pick(text) })}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
