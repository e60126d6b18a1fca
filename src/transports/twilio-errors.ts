import type { Blame, Outcome } from "../domain/outcome.ts";

/** https://www.twilio.com/docs/api/errors */
const CODES: Readonly<Record<TwilioClass, readonly number[]>> = {
  config: [
    20003, 21212, 21603, 21606, 21659, 21660, 21703, 21704, 21705, 30023, 30024, 30032, 30034,
    63002, 63007, 63008,
  ],
  down: [20005, 21611, 30001, 30002, 63020, 63022, 63038],
  throttle: [14107, 20429, 22005, 30022, 63017, 63018],
  retry: [20503, 63009, 63010, 63012],
  ambiguous: [20500, 30008, 30410],
  recipient: [
    13224, 13225, 21211, 21214, 21216, 21217, 21401, 21614, 30005, 30006, 63003, 63024, 63033,
  ],
  // Countries that we have not switched on or cannot reach, a telephone that is off, a window that is
  // closed: one such person among thousands is no reason to give up the channel, nor their number.
  message: [13227, 21215, 21408, 21612, 30003, 63016, 63032, 63049],
  consent: [21610],
  content: [
    21602, 21617, 21620, 30004, 30007, 63005, 63013, 63021, 63026, 63027, 63028, 63040, 63041,
    63042,
  ],
};

const CLASSES = [
  "retry",
  "ambiguous",
  "throttle",
  "recipient",
  "message",
  "consent",
  "content",
  "config",
  "down",
] as const;
/** What an error of Twilio asks for. */
export type TwilioClass = (typeof CLASSES)[number];

const CLASS_OF = new Map(
  CLASSES.flatMap((kind) => CODES[kind].map((code): [number, TwilioClass] => [code, kind])),
);

export const twilioClass = (code: number): TwilioClass | null => CLASS_OF.get(code) ?? null;

/** A refusal at the moment of sending; null where the code says nothing and the status decides. */
export function twilioOutcome(code: number, waitMs: number | null): Outcome | null {
  const why = `Twilio ${code}`;
  switch (twilioClass(code)) {
    case null:
      return null;
    case "retry":
      return { kind: "unreachable", why };
    case "ambiguous":
      return { kind: "unknown", why };
    case "throttle":
      return { kind: "throttled", waitMs };
    case "recipient":
      return { kind: "rejected", why };
    case "message":
      return { kind: "rejected", why, scope: "message" };
    case "consent":
      return { kind: "unsubscribed" };
    case "content":
    case "config":
    case "down":
      return { kind: "misconfigured", why };
  }
}

/** Who is to blame for a refusal that comes later. */
export function twilioBlame(code: number): Blame {
  const kind = twilioClass(code);
  if (kind === "consent" || kind === "message") return kind;
  return kind === "recipient" ? "address" : "platform";
}
