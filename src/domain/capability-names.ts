/** What providers call the parts of their platforms on their status pages, as our capabilities. */
const names: readonly (readonly [RegExp, readonly string[]])[] = [
  [/template/, ["templates"]],
  [/embedded signup|onboarding|registration|sign[ -]?up|inscription/, ["onboarding"]],
  [/log[ -]?in|sign[ -]?in|authenticat|verification|connexion/, ["login"]],
  [/call|voice|video chat|appel/, ["calls"]],
  [/media|image|photo|video|attachment|file|sticker/, ["media"]],
  [/webhook|receiv|inbound|incoming|réception/, ["receive"]],
  [/send|outbound|outgoing|envoi/, ["send"]],
  [/cloud api|messag|chat|deliver/, ["send", "receive"]],
];

/** The capabilities that the name of a component is about; none where it tells nothing. */
export function capabilitiesNamed(component: string): readonly string[] {
  const name = component.toLowerCase();
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}

type Verdict = "up" | "degraded" | "down" | "unknown";
const ranks: Record<Verdict, number> = { unknown: 0, up: 1, degraded: 2, down: 3 };

/** What a page says of each capability through its components: the worst where several are about one. */
export function capabilityVerdicts(
  components: readonly { name: string; verdict: Verdict }[],
): Record<string, Verdict> {
  const said: Record<string, Verdict> = {};
  for (const { name, verdict } of components) {
    for (const capability of capabilitiesNamed(name)) {
      const before = said[capability];
      if (before === undefined || ranks[verdict] > ranks[before]) said[capability] = verdict;
    }
  }
  return said;
}
