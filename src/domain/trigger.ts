import type { TwoLanguages } from "./language.ts";

export type AlertSeverity = "unknown" | "minor" | "moderate" | "severe" | "extreme";

/** What somebody outside says about one matter. */
export type Alert = {
  /** Names the message for good; said again under the same key it is the same matter. */
  key: string;
  /** Earlier messages that this one replaces or takes back. */
  references: readonly string[];
  /** Minor: it would open nothing, but an incident that is open should know. */
  state: "open" | "minor" | "over";
  saidAt: number;
  startedAt: number;
  expiresAt: number | null;
  title: TwoLanguages;
  text: TwoLanguages;
  severity: AlertSeverity;
  link: string | null;
  drill: boolean;
};

/** How far the word of a source goes. */
export type Conduct = {
  /** An alert is believed at once, or waits for a person. */
  confirms: boolean;
  /** Its end closes the incident, or is only proposed. */
  ends: "resolves" | "proposes";
  /** What was over may begin again under the same key. */
  returns: boolean;
};

/** What we remember of a message of the same source. */
export type KnownAlert = {
  key: string;
  state: "open" | "over";
  gist: string;
  saidAt: number;
  severity: AlertSeverity;
  /** The incident it belongs to, and whether other alerts keep that one open. */
  incident: { id: string; open: boolean; othersOpen: boolean } | null;
};

export type Move =
  | { kind: "nothing" }
  /** Nothing happens, but the messages that it replaces or takes back count as over. */
  | { kind: "remember" }
  | { kind: "open" }
  | { kind: "update"; incidentId: string }
  | { kind: "end"; incidentId: string };

const ranks: Record<AlertSeverity, number> = {
  unknown: 0,
  minor: 1,
  moderate: 2,
  severe: 3,
  extreme: 4,
};

export const isAtLeast = (severity: AlertSeverity, least: AlertSeverity): boolean =>
  ranks[severity] >= ranks[least];

/** What an alert says, in one line: the same line again is no news. */
export const gistOf = ({ state, title, text, severity }: Alert): string =>
  JSON.stringify([state, severity, title.fr, title.en, text.fr, text.en]);

/** What an alert means, given all that is known under its own key and those it refers to. */
export function nextMove(
  alert: Alert,
  known: readonly KnownAlert[],
  terms: { now: number; returns: boolean },
): Move {
  const own = known.find(({ key }) => key === alert.key);
  if (own && isNoNews(alert, own, terms.returns)) return { kind: "nothing" };
  const matter = known.find(({ incident }) => incident?.open)?.incident;
  if (isOver(alert, terms.now)) return ending(alert, known, matter ?? null);
  if (matter) return { kind: "update", incidentId: matter.id };
  if (alert.state === "minor") return { kind: "nothing" };
  return isSettled(alert, known) ? { kind: "remember" } : { kind: "open" };
}

/** Said before, overtaken by something newer, or taken back for good. */
function isNoNews(alert: Alert, own: KnownAlert, returns: boolean): boolean {
  if (own.saidAt > alert.saidAt) return true;
  if (own.state === "over" && !returns) return true;
  return own.gist === gistOf(alert);
}

export const isOver = (alert: Alert, now: number): boolean =>
  alert.state === "over" || (alert.expiresAt !== null && alert.expiresAt <= now);

function ending(alert: Alert, known: readonly KnownAlert[], matter: KnownAlert["incident"]): Move {
  if (matter) return { kind: matter.othersOpen ? "update" : "end", incidentId: matter.id };
  const isRemembered = (key: string) =>
    known.some((each) => each.key === key && each.state === "over");
  // The message that it takes back may still be on its way; and what we hold as open is not.
  const open = known.some(({ state }) => state === "open");
  const late = alert.references.some((key) => !isRemembered(key));
  return { kind: open || late ? "remember" : "nothing" };
}

/** People closed the incident while the alert stood: only a graver word opens another. */
function isSettled(alert: Alert, known: readonly KnownAlert[]): boolean {
  const closed = known.filter(({ incident, key, state }) => {
    const isEarlier = alert.references.includes(key);
    return incident && !incident.open && (state === "open" || isEarlier);
  });
  return closed.some(({ severity }) => ranks[alert.severity] <= ranks[severity]);
}

export type Ending = "resolve" | "monitor" | "propose";

/** What the end of an alert does to its incident. What people told the public, only people take back. */
export function endingOf(
  incident: { state: "suspected" | "confirmed" | "monitoring"; announced: boolean },
  ends: Conduct["ends"],
): Ending {
  if (ends === "resolves" && !incident.announced) return "resolve";
  return incident.state === "confirmed" ? "monitor" : "propose";
}
