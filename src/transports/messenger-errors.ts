import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Answer } from "../lib/wire.ts";
import { askedWait } from "./asked-wait.ts";
import { strangeCode } from "./not-the-address.ts";

const Refused = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string().optional().catch(undefined),
  }),
});

type Meaning =
  | "retry" //      passing, surely not taken
  | "ambiguous" //  may have been taken
  | "throttle" //   too fast
  | "person" //     this person cannot be reached here
  | "moment" //     this person cannot be reached here now
  | "operator"; //  token, permission, template, or the Page itself

/** https://developers.facebook.com/docs/messenger-platform/error-codes */
const CODES: Readonly<Record<string, Meaning>> = {
  1: "ambiguous",
  "1/99": "operator",
  "1/1357046": "ambiguous",
  2: "retry",
  "2/2018344": "operator",
  4: "throttle",
  "4/2018354": "moment",
  "9/2018352": "moment",
  10: "operator",
  // The 24 hours are over: a template would do.
  "10/2018278": "moment",
  "10/1893063": "operator",
  100: "operator",
  // The Page's own number is wrong.
  "100/33": "operator",
  "100/2018001": "person",
  190: "operator",
  200: "operator",
  230: "person",
  "200/1545041": "person",
  368: "operator",
  551: "person",
  613: "throttle",
  1200: "retry",
  2022: "operator",
  10900: "moment",
  10903: "moment",
};

const PERMISSION = 10;
const PARAMETER = 100;
/** The thousand of the subcodes that speak of templates. */
const TEMPLATES = 2_388;
/** Under the code of a missing permission Meta says this as well, and of its subcode nobody is sure. */
const OUTSIDE = /outside.{0,40}window/i;

/** Whether it is refused for its template alone: with another one it may pass. */
export function isTemplateRefused({ json }: Extract<Answer, { ok: false }>): boolean {
  const { code, error_subcode: subcode = 0 } = Refused.safeParse(json).data?.error ?? {};
  return code === PARAMETER && Math.floor(subcode / 1_000) === TEMPLATES;
}

/** Decided on Meta's code and what stands behind it; its HTTP statuses say little. */
export function messengerOutcome(answer: Extract<Answer, { ok: false }>): Outcome {
  const { json, failed } = answer;
  const error = Refused.safeParse(json).data?.error;
  if (!error) return failed.kind === "rejected" ? { ...failed, kind: "misconfigured" } : failed;
  const { code, error_subcode: subcode } = error;
  const name = subcode === undefined ? `${code}` : `${code}/${subcode}`;
  const why = `Messenger ${name}`;
  const isOutside = code === PERMISSION && OUTSIDE.test(error.message ?? "");
  const isTheirs = isOutside || (CODES[name] === undefined && isOnePersons(code, subcode));
  const known = isTheirs ? "moment" : (CODES[name] ?? CODES[code]);
  if (known === undefined) return strangeCode(failed, why);
  switch (known) {
    case "retry":
      return { kind: "unreachable", why };
    case "ambiguous":
      return { kind: "unknown", why };
    case "throttle":
      return { kind: "throttled", waitMs: askedWait(answer) ?? MINUTE_MS };
    case "person":
      return { kind: "rejected", why };
    case "moment":
      return { kind: "rejected", why, scope: "message" };
    case "operator":
      return { kind: "misconfigured", why };
  }
}

/**
 * Of a wrong parameter the subcode says which: what it is about a template concerns everybody, what
 * nobody knows is taken to be about the one thing that differs, the person.
 */
const isOnePersons = (code: number, subcode: number | undefined): boolean =>
  code === PARAMETER && subcode !== undefined && Math.floor(subcode / 1_000) !== TEMPLATES;
