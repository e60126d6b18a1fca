import { Alert, Button, FileInput, Group, Stack, Text, TextInput } from "@mantine/core";
import { Ban } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";

const refresh = ["suppressions", "contacts", "segments"];
const empty = { address: "", reason: "", source: "", until: "" };

/** One address that somebody told us about. */
export function SuppressAddress() {
  const { t } = useWords();
  const [typed, setTyped] = useState(empty);
  const add = useAct({
    run: () => {
      const { until, ...rest } = typed;
      // The day counts whole, wherever it is read.
      const end = until === "" ? null : new Date(`${until}T23:59:59`).toISOString();
      return api.post("/suppressions", { ...rest, until: end });
    },
    done: t("suppress.kept"),
    refresh,
    after: () => setTyped(empty),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const field = (name: keyof typeof empty, label: string, more: object = {}) => (
    <TextInput
      label={label}
      maxLength={500}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      {...more}
    />
  );
  const beside = { style: { flex: "1 1 12rem" } };
  const required = { required: true };
  return (
    <Panel title={t("suppress.add")}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {field("address", t("suppress.address"), {
            ...required,
            description: t("suppress.addressHint"),
          })}
          <Group align="flex-end" gap="sm">
            {field("reason", t("suppress.reason"), { ...required, ...beside })}
            {field("source", t("suppress.source"), {
              ...required,
              ...beside,
              placeholder: t("suppress.sourceHint"),
            })}
            {field("until", t("suppress.untilField"), { type: "date", ...beside })}
          </Group>
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={add.isPending}
              leftSection={<Ban aria-hidden size={16} />}
            >
              {t("suppress.keep")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

type Taken = {
  added: number;
  known: number;
  problems: { line: number; problem: { fr: string; en: string } }[];
};

/** A list from elsewhere: all of it, or nothing and what to mend. */
export function SuppressList() {
  const { t } = useWords();
  const [file, setFile] = useState<File | null>(null);
  const [typed, setTyped] = useState({ reason: "", source: "" });
  const take = useAct({
    run: async () => {
      const csv = (await file?.text()) ?? "";
      return await api.post<Taken>("/suppressions/list", { ...typed, csv });
    },
    refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take.mutate();
  };
  return (
    <Panel title={t("suppress.import")} hint={t("suppress.importHint")}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group align="flex-end" gap="sm">
            <FileInput
              label={t("suppress.file")}
              placeholder={t("suppress.choose")}
              required
              accept=".csv,text/csv,text/plain"
              style={{ flex: "1 1 12rem" }}
              value={file}
              onChange={setFile}
            />
            <TextInput
              label={t("suppress.source")}
              required
              placeholder={t("suppress.sourceHint")}
              style={{ flex: "1 1 12rem" }}
              maxLength={500}
              value={typed.source}
              onChange={(event) => setTyped({ ...typed, source: event.currentTarget.value })}
            />
            <TextInput
              label={t("suppress.defaultReason")}
              style={{ flex: "1 1 12rem" }}
              maxLength={500}
              value={typed.reason}
              onChange={(event) => setTyped({ ...typed, reason: event.currentTarget.value })}
            />
          </Group>
          {take.data ? <TakenTold taken={take.data} /> : null}
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={take.isPending}>
              {t("suppress.import")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function TakenTold({ taken }: { taken: Taken }) {
  const { t, language } = useWords();
  const { problems, added, known } = taken;
  if (problems.length === 0) {
    return (
      <Text size="sm" role="status">
        {t("suppress.taken", { added, known })}
      </Text>
    );
  }
  return (
    <Alert color="red" title={t("suppress.problems")}>
      <Stack component="ul" gap={2} m={0} pl="md">
        {problems.map(({ line, problem }) => (
          <li key={line}>{t("suppress.line", { line, problem: problem[language] })}</li>
        ))}
      </Stack>
    </Alert>
  );
}
