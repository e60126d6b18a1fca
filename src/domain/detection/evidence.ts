import type { StreamPhase } from "./hysteresis.ts";

/** One look at one platform from one of our places. `controlOk`: an unrelated target answered there at that time. */
export type Vantage = {
  place: string;
  verdict: "up" | "degraded" | "down" | "unknown";
  controlOk: boolean;
};

/**
 * What one crowd stream says: how many in the last minutes, and of the open alert: how rare and how high it was, how long
 * strong, how long the counts have been back near the usual, and how much of it has faded (0 to 1).
 */
export type Crowd = {
  count: number | null;
  expected: number;
  minutes: number;
  state: StreamPhase;
  scoreDays: number;
  highest: number;
  strongMinutes: number;
  /** The same in buckets: one tall bucket alone proves nothing that lasts. */
  strongBuckets: number;
  backMinutes: number;
  eased: number;
  /** True where something else is named so much more often that it explains these. */
  explained?: boolean;
};

/** What speaks for or against trouble on one platform. Each kind is independent of the others, and capped. */
export type Evidence =
  | ({ kind: "reports" } & Crowd)
  | ({ kind: "social" } & Crowd)
  | { kind: "probe"; vantages: Vantage[] }
  | { kind: "canary"; verdict: "up" | "degraded" | "down" | "unknown"; seconds: number | null }
  | { kind: "official"; status: "none" | "fine" | "minor" | "major" | "unknown" }
  | {
      kind: "deliveries";
      sent: number;
      delivered: number;
      usualShare: number;
      /** Where the loss is, when it is in one country and not in the others. */
      country?: string;
    }
  /** Our own account at the provider: it explains what we see, and says nothing about the platform. */
  | { kind: "account"; channel: string; state: "limited" | "blocked" }
  /** How many people write to us of their own accord, against what is usual at this hour. */
  | { kind: "inbound"; seen: number; expected: number; silent: boolean }
  | { kind: "sibling"; platform: string; confirmed: boolean };

export type EvidenceKind = Evidence["kind"];

/** One line of the sum: its weight in log-odds, and the sentence that says it (`detection:<code>` in the locales). */
export type Addend = {
  kind: EvidenceKind | "blind" | "hold" | "spill_over" | "only_us";
  weight: number;
  code: string;
  params: Record<string, string | number>;
};

/** No kind of evidence may say more than this; an official incident says most. */
export const weightMax: Record<EvidenceKind, number> = {
  reports: 6.5,
  social: 3,
  probe: 4.5,
  canary: 4.5,
  official: 7,
  deliveries: 4.5,
  sibling: 1,
  // Silence may be a holiday, or our own hook: it supports, and never opens by itself.
  inbound: 2,
  account: 0,
};

/** Where crowds speak alone, nobody may be written to. */
export const crowdKinds: ReadonlySet<Addend["kind"]> = new Set([
  "reports",
  "social",
  "inbound",
  "sibling",
]);

/** What we see through our own line, which may be what is broken. */
export const ownKinds: ReadonlySet<Addend["kind"]> = new Set([
  "probe",
  "canary",
  "deliveries",
  "inbound",
]);

/** What we see through our own account: nothing about the platform, while the account is blocked. */
export const accountKinds: ReadonlySet<Addend["kind"]> = new Set(["canary", "deliveries"]);

/** Whether this evidence is a look that came back, so that calm can be told from blindness. */
export function isSighted(evidence: Evidence): boolean {
  switch (evidence.kind) {
    case "reports":
    case "social":
      return evidence.count !== null;
    case "probe":
      return evidence.vantages.some(isUsable);
    case "canary":
      return evidence.verdict !== "unknown";
    case "deliveries":
      return evidence.sent >= sentMin;
    case "official":
    case "inbound":
    case "sibling":
    case "account":
      return false;
    default:
      return evidence satisfies never;
  }
}

/** A failure to look, or a look through a dead line of our own, says nothing. */
export function isUsable(vantage: Vantage): boolean {
  return vantage.controlOk && vantage.verdict !== "unknown";
}

/** Fewer messages than this say nothing about a platform. */
export const sentMin = 20;
