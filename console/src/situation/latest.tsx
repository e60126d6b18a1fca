import { useQuery } from "@tanstack/react-query";
import { Timeline } from "../incidents/timeline.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { eventsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

const shownMax = 25;

export function LatestEvents() {
  const { t } = useWords();
  const query = useQuery(eventsQuery(shownMax));
  return (
    <Panel title={t("situation.latest")}>
      <Loaded query={query}>{({ events }) => <Timeline events={events} />}</Loaded>
    </Panel>
  );
}
