import type { Rules } from "./conduct.ts";
import { DailyReach, PairRate, Windows } from "./windows.ts";

/** What Meta answers at once to a message that breaks a rule, by its code. */
const TEMPLATE_CODES = {
  approved: null,
  paused: 132_015,
  disabled: 132_016,
  pending: 132_001,
  rejected: 132_001,
};
const TOO_OFTEN = 131_056;
/** "Restrictions on how many messages can be sent from this phone number." */
const TOO_MANY_PEOPLE = 131_048;
const OUTSIDE_WINDOW = 131_047;

type Wanted = { address: string; template: string | null; at: number };
export type Objection =
  | { kind: "none" }
  /** The answer to the request itself. */
  | { kind: "at once"; code: number }
  /** Taken, and told as failed later. */
  | { kind: "later"; code: number };

/**
 * The rules of WhatsApp that concern people and templates: the rate of a pair, the limit of people in
 * 24 hours, the window that a person opens by writing, and the standing of a template.
 */
export class WhatsAppRules {
  readonly #rules: () => Rules;
  readonly #windows = new Windows();
  readonly #pairs = new PairRate();
  readonly #reach = new DailyReach();

  constructor(rules: () => Rules) {
    this.#rules = rules;
  }

  wrote(address: string, at: number): void {
    if (this.#rules().windowMs !== null || this.#rules().peopleADayMax !== null) {
      this.#windows.note(address, at);
    }
  }

  objectionTo({ address, template, at }: Wanted): Objection {
    const { perPersonMs, peopleADayMax, windowMs, templates } = this.#rules();
    const code = TEMPLATE_CODES[templates[template ?? ""] ?? "approved"];
    if (code !== null) return { kind: "at once", code };
    const isOpen = this.#windows.isOpen(address, { at, windowMs: windowMs ?? DAY_MS });
    if (template === null && windowMs !== null && !isOpen) {
      return { kind: "later", code: OUTSIDE_WINDOW };
    }
    // Who wrote to us first is answered, and counts for no limit of people.
    if (!isOpen && !this.#reach.takes(address, at, peopleADayMax)) {
      return { kind: "at once", code: TOO_MANY_PEOPLE };
    }
    const isSlow = this.#pairs.takes(address, at, perPersonMs);
    return isSlow ? { kind: "none" } : { kind: "at once", code: TOO_OFTEN };
  }
}

const DAY_MS = 86_400_000;
