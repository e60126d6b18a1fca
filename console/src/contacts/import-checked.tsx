import { Alert, Button, Group, Stack, Table, Text } from "@mantine/core";
import { Download } from "lucide-react";
import { useState } from "react";
import { api, apiAddress } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { ButtonLink } from "../parts/links.tsx";
import { Figure, Figures, Panel } from "../parts/page.tsx";
import type { ImportError, ImportSummary } from "../types.ts";
import { useWords } from "../words.ts";

/** What the server found in a file, before anything was kept. */
export type Checked = { id: string; summary: ImportSummary; errors: ImportError[] };

const counted = [
  "rows",
  "new",
  "changed",
  "unchanged",
  "duplicates",
  "errors",
  "unreachable",
  "optedOut",
  "landlines",
  "formulas",
] as const;
const alwaysShown = new Set<string>(["rows", "new", "changed", "errors"]);

/** What the file would do, and the button that does it. */
export function ImportChecked({ checked, again }: { checked: Checked; again: () => void }) {
  const { t } = useWords();
  const [applied, setApplied] = useState(false);
  const { valid, errors } = checked.summary;
  const faulty = errors > 0;
  const apply = useAct({
    run: () => api.post(`/contact-imports/${checked.id}/application`, { skipErrors: faulty }),
    done: t("import.applied"),
    refresh: ["contacts", "segments", "events"],
    after: () => setApplied(true),
  });
  return (
    <Stack>
      <Panel title={t(applied ? "import.did" : "import.would")}>
        <Summary checked={checked} />
        {checked.summary.unreachable > 0 ? (
          <Alert color="orange">
            {t("import.unproven", { count: checked.summary.unreachable })}
          </Alert>
        ) : null}
        {applied ? (
          <Alert color="teal" role="status">
            {t("import.applied")}
          </Alert>
        ) : (
          <Text size="sm">{t("import.applyExplain", { count: valid })}</Text>
        )}
        <Group>
          {applied ? (
            <ButtonLink to="/contacts">{t("import.toContacts")}</ButtonLink>
          ) : (
            <Button
              disabled={valid === 0}
              loading={apply.isPending}
              onClick={() => apply.mutate(undefined)}
            >
              {t(faulty ? "import.skip" : "import.apply", { count: valid })}
            </Button>
          )}
          <Button variant="default" onClick={again}>
            {t("import.again")}
          </Button>
        </Group>
      </Panel>
      {checked.errors.length > 0 ? <Errors checked={checked} /> : null}
    </Stack>
  );
}

function Summary({ checked }: { checked: Checked }) {
  const { t, number } = useWords();
  const shown = counted
    .map((key) => ({ key, count: checked.summary[key] }))
    .filter(({ key, count }) => count > 0 || alwaysShown.has(key));
  return (
    <>
      <Figures>
        {shown.map(({ key, count }) => (
          <Figure key={key} label={t(`import.count.${key}`)} value={number(count)} />
        ))}
      </Figures>
      <Text size="xs" c="dimmed">
        {t("import.readAs", {
          encoding: checked.summary.encoding,
          delimiter: checked.summary.delimiter,
        })}
      </Text>
    </>
  );
}

function Errors({ checked }: { checked: Checked }) {
  const { t, language } = useWords();
  return (
    <Panel
      title={t("import.errors")}
      hint={t("import.errorsHint")}
      actions={
        <Button
          component="a"
          size="xs"
          variant="default"
          href={apiAddress(`/contact-imports/${checked.id}/errors.csv?language=${language}`)}
          download
          leftSection={<Download aria-hidden size={14} />}
        >
          {t("import.download")}
        </Button>
      }
    >
      <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("import.line")}</Table.Th>
              <Table.Th>{t("import.column")}</Table.Th>
              <Table.Th>{t("import.problem")}</Table.Th>
              <Table.Th>{t("import.value")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checked.errors.map((error) => (
              <ErrorRow key={`${error.line} ${error.column} ${error.code}`} error={error} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function ErrorRow({ error }: { error: ImportError }) {
  const { pick } = useWords();
  return (
    <Table.Tr>
      <Table.Td>{error.line}</Table.Td>
      <Table.Td>{error.column}</Table.Td>
      <Table.Td>{pick(error.problem)}</Table.Td>
      <Table.Td>
        <code>{error.value}</code>
      </Table.Td>
    </Table.Tr>
  );
}
