import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { audienceQuery } from "../queries.ts";
import type * as View from "../types.ts";
import { useWords } from "../words.ts";

/** How many an announcement would tell, before anybody presses the button. */
export function Audience({ incidentId }: { incidentId: string }) {
  const { data } = useQuery(audienceQuery(incidentId));
  return data ? <AudienceLine {...data} /> : null;
}

/** So many would be told, and how; or why nobody is at present. */
export function AudienceLine({ people, byKind, held }: View.Audience) {
  const { t, number } = useWords();
  const told =
    people === 0
      ? t("subscribers.audienceNone")
      : t("subscribers.audience", { count: people, n: number(people) });
  const kinds = byKind.map((each) => `${t(`kind.${each.kind}`)} ${number(each.people)}`);
  return (
    <Text size="sm" c={held ? "red" : "dimmed"} role="status">
      {held && people > 0 ? t("subscribers.held") : told}
      {people > 0 && !held ? ` (${kinds.join(", ")})` : ""}
    </Text>
  );
}
