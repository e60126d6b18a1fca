import { Alert, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FileDown, ShieldAlert, ShieldCheck } from "lucide-react";
import { apiAddress } from "../api.ts";
import { Timeline } from "../incidents/timeline.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { auditQuery, eventsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

const shownMax = 100;

/** The record of every decision, and whether anybody has touched it. */
export function Audit() {
  const { t, number } = useWords();
  const audit = useQuery(auditQuery);
  const mayTake = audit.data?.may.file === true;
  const events = useQuery(eventsQuery(shownMax));
  return (
    <Panel
      title={t("audit.title")}
      hint={t("audit.hint")}
      actions={
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            loading={audit.isFetching}
            onClick={() => void audit.refetch()}
          >
            {t("audit.check")}
          </Button>
          {mayTake ? (
            <Button
              component="a"
              size="xs"
              variant="default"
              leftSection={<FileDown aria-hidden size={14} />}
              href={apiAddress("/events.ndjson")}
              download
            >
              {t("audit.file")}
            </Button>
          ) : null}
        </Group>
      }
    >
      <Loaded query={audit}>
        {({ sealed, brokenAt }) => (
          <Alert
            color={brokenAt === null ? "teal" : "red"}
            icon={brokenAt === null ? <ShieldCheck aria-hidden /> : <ShieldAlert aria-hidden />}
          >
            <Group>
              <Text size="sm">
                {brokenAt === null
                  ? t("audit.whole", { count: sealed, n: number(sealed) })
                  : t("audit.broken", { id: brokenAt })}
              </Text>
            </Group>
          </Alert>
        )}
      </Loaded>
      <Text size="sm" c="dimmed">
        {t(mayTake ? "audit.fileHint" : "audit.fileNotYours")}
      </Text>
      <Loaded query={events}>{(answer) => <Timeline events={answer.events} />}</Loaded>
    </Panel>
  );
}
