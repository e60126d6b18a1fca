import type { z } from "zod";
import type { AccountTold } from "../domain/account-health.ts";
import type { Flight, Proof } from "../domain/canary.ts";
import type { TwoLanguages } from "../domain/language.ts";
import type { SocialPost } from "../domain/listening/post.ts";
import type { Sentence } from "../domain/sentence.ts";
import type { Alert, Conduct } from "../domain/trigger.ts";
import type { Wire } from "../lib/wire.ts";
import type { Listen, ListenMoment } from "./listener.ts";

/** What one look told us. Failing to look is `unknown`: our cut cable is not their outage. */
export type Look =
  | { kind: "reading"; verdict: Verdict; evidence: Sentence; detail?: Record<string, unknown> }
  /** How many in each moment that is over for good. */
  | { kind: "counts"; counts: { at: number; count: number }[]; evidence: Sentence }
  /** What a trigger sees in the world: each of them may be an incident of its own. */
  | { kind: "alerts"; alerts: Alert[]; conduct: Conduct; evidence: Sentence }
  /** What people wrote. Whether and how much it counts, src/domain/listening decides. */
  | { kind: "posts"; posts: SocialPost[]; completeFrom: number; evidence: Sentence }
  /** We could look, and there is nothing to go by. */
  | { kind: "nothing"; evidence: Sentence };

export type Verdict = "up" | "degraded" | "down" | "unknown";
export type SignalKind = "reports" | "social" | "probe" | "official" | "deliveries";
/** What a sensor looks for: signs of trouble on a platform, or alerts of the world. */
export type Quarry = SignalKind | "alerts";

/** When we look, when we looked last, what our own house knows about the platform, and our channels. */
export type Moment = {
  now: number;
  since: number | null;
  sourceId: string;
  records: Records;
  channels: Channels;
};

/** Our own records of one platform and of the source that looks. A sensor sees no table. */
export type Records = {
  reportsPerMinute(from: number, to: number): Promise<Map<number, number>>;
  /** What went out over channels that are known to report deliveries, and what arrived. */
  handedOver(from: number, to: number): Promise<HandedOver>;
  /** The same by the country of the number it was sent to. */
  handedOverByCountry(from: number, to: number): Promise<Map<string, HandedOver>>;
  /** When somebody last told this source something by themselves. */
  pushedAt(): Promise<number | null>;
  /** When this trigger last told of something, and how many of its alerts stand. */
  alerts(): Promise<{ lastAt: number | null; open: number }>;
  /** What people wrote to us of their own accord over this platform's channels, per minute. */
  inboundPerMinute(from: number, to: number): Promise<Map<number, number>>;
};

export type HandedOver = { sent: number; delivered: number };

/** Our own channels, for sensors that look through them. They do the sending, and keep the books. */
export type Channels = {
  /** What became of this source's test messages over a channel, newest first. */
  flights(channelId: number): Promise<Flight[]>;
  /** Sends one more, once; or says why none may go. */
  fly(order: CanaryOrder): Promise<Grounded | null>;
  /** Asks the provider how our account is, and keeps what it said. */
  account(channelId: number): Promise<AccountTold>;
};

export type CanaryOrder = {
  channelId: number;
  address: string;
  proof: Proof;
  patienceMs: number;
  perHourMax: number;
  /** What broadcasts brought to people within this time tells the same. */
  quietMs: number;
};

/** Why no test message goes. `busy` passes by itself; the others wait for a person. */
export type Grounded = {
  why: "busy" | "spoken" | "no_channel" | "off" | "operator" | "account" | "address" | "mute";
  params?: Sentence["params"];
};

/** Everything but `look` is data: forms, flags, documents and validation come from it. */
export type SensorPlan<Settings> = {
  kind: string;
  title: TwoLanguages;
  signalKind: Quarry;
  settings: z.ZodType<Settings>;
  secrets: readonly (keyof Settings & string)[];
  everyMs: number;
  look(settings: Settings, wire: Wire, moment: Moment): Promise<Look>;
};

/** A sensor as the rest of the house sees it: it checks what was typed by itself. */
type Described = {
  kind: string;
  title: TwoLanguages;
  signalKind: Quarry;
  schema: z.ZodType;
  secrets: readonly string[];
  everyMs: number;
  /** What is wrong with the settings, field by field; empty when they will do. */
  problems(settings: unknown): { field: string; why: string }[];
};

/** Looks when it is asked. */
export type Looker = Described & {
  look(settings: unknown, wire: Wire, moment: Moment): Promise<Look>;
};

/** Holds a line for as long as it is let (listener.ts). */
export type Listener = Described & {
  listen(settings: unknown, wire: Wire, moment: ListenMoment): Listen;
};

export type Sensor = Looker | Listener;

export const isListener = (sensor: Sensor): sensor is Listener => "listen" in sensor;

export function defineSensor<Settings>(plan: SensorPlan<Settings>): Looker {
  const { settings: schema, look, ...rest } = plan;
  return {
    ...rest,
    schema,
    problems: problemsOf(schema),
    async look(settings, wire, moment) {
      const checked = schema.safeParse(settings);
      if (!checked.success) return cannotLook("settings");
      return await look(checked.data, wire, moment);
    },
  };
}

/** What checks settings against what a sensor takes. */
export const problemsOf =
  (schema: z.ZodType): Described["problems"] =>
  (settings) => {
    const issues = schema.safeParse(settings).error?.issues ?? [];
    return issues.map(({ path, message }) => ({ field: path.join("."), why: message }));
  };

/** We did not get to see anything, and `why` names the sentence that says so. */
export const cannotLook = (why: string, params: Sentence["params"] = {}): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: { code: `crisis:look.${why}`, params },
});
