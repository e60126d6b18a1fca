import type { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import type { Sentence } from "../domain/sentence.ts";
import type { Wire } from "../lib/wire.ts";

/** What one look told us. Failing to look is `unknown`: our cut cable is not their outage. */
export type Look =
  | { kind: "reading"; verdict: Verdict; evidence: Sentence; detail?: Record<string, unknown> }
  /** How many in each moment that is over for good. */
  | { kind: "counts"; counts: { at: number; count: number }[]; evidence: Sentence }
  /** We could look, and there is nothing to go by. */
  | { kind: "nothing"; evidence: Sentence };

export type Verdict = "up" | "degraded" | "down" | "unknown";
export type SignalKind = "reports" | "social" | "probe" | "official" | "deliveries";

/** When we look, when we looked last, and what our own house knows about the platform. */
export type Moment = { now: number; since: number | null; sourceId: string; records: Records };

/** Our own records of one platform and of the source that looks. A sensor sees no table. */
export type Records = {
  reportsPerMinute(from: number, to: number): Promise<Map<number, number>>;
  /** What went out over channels that are known to report deliveries, and what arrived. */
  handedOver(from: number, to: number): Promise<{ sent: number; delivered: number }>;
  /** When somebody last told this source something by themselves. */
  pushedAt(): Promise<number | null>;
};

/** Everything but `look` is data: forms, flags, documents and validation come from it. */
export type SensorPlan<Settings> = {
  kind: string;
  title: TwoLanguages;
  signalKind: SignalKind;
  settings: z.ZodType<Settings>;
  secrets: readonly (keyof Settings & string)[];
  everyMs: number;
  look(settings: Settings, wire: Wire, moment: Moment): Promise<Look>;
};

/** A sensor as the rest of the house sees it: it checks what was typed by itself. */
export type Sensor = {
  kind: string;
  title: TwoLanguages;
  signalKind: SignalKind;
  schema: z.ZodType;
  secrets: readonly string[];
  everyMs: number;
  /** What is wrong with the settings, field by field; empty when they will do. */
  problems(settings: unknown): { field: string; why: string }[];
  look(settings: unknown, wire: Wire, moment: Moment): Promise<Look>;
};

export function defineSensor<Settings>(plan: SensorPlan<Settings>): Sensor {
  const { settings: schema, look, ...rest } = plan;
  return {
    ...rest,
    schema,
    problems(settings) {
      const issues = schema.safeParse(settings).error?.issues ?? [];
      return issues.map(({ path, message }) => ({ field: path.join("."), why: message }));
    },
    async look(settings, wire, moment) {
      const checked = schema.safeParse(settings);
      if (!checked.success) return cannotLook("settings");
      return await look(checked.data, wire, moment);
    },
  };
}

/** We did not get to see anything, and `why` names the sentence that says so. */
export const cannotLook = (why: string, params: Sentence["params"] = {}): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: { code: `crisis:look.${why}`, params },
});
