import { Panel } from "../parts/page.tsx";
import { AllChanges, Changes } from "../platforms/changes.tsx";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";

const beforeMs = 30 * 60_000;
const afterMs = 2 * 3_600_000;
const changesMax = 50;

/** Why the machine thought what it thought during this incident. */
export function IncidentChanges({
  incident: { platformId, startedAt, closedAt },
}: {
  incident: Incident;
}) {
  const { t } = useWords();
  if (platformId === null) return null;
  const search = {
    from: new Date(Date.parse(startedAt) - beforeMs).toISOString(),
    ...(closedAt ? { to: new Date(Date.parse(closedAt) + afterMs).toISOString() } : {}),
    limit: changesMax,
  };
  return (
    <Panel title={t("platform.history")} actions={<AllChanges platformId={platformId} />}>
      <Changes platformId={platformId} search={search} />
    </Panel>
  );
}
