import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { audienceQuery } from "../queries.ts";
import { useWords } from "../words.ts";

/** How many would be told, before anybody presses the button. */
export function Audience({ incidentId }: { incidentId: string }) {
  const { t, number } = useWords();
  const { data } = useQuery(audienceQuery(incidentId));
  if (!data) return null;
  const { people, byKind, held } = data;
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
