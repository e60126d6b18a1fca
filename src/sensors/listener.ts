import type { SocialPost } from "../domain/listening/post.ts";
import { type Sentence, sentence } from "../domain/sentence.ts";
import type { Held, Wire } from "../lib/wire.ts";
import { refusalOf } from "./answers.ts";
import { type Listener, problemsOf, type SensorPlan } from "./sensor.ts";

/** What a listener tells while its line holds. */
export type Listened =
  /** The line is open. `gapless` when what came before it will be told as well. */
  | { kind: "open"; gapless: boolean; cursor?: string }
  /** A post, and where to go on after it. */
  | { kind: "post"; post: SocialPost; cursor: string | null }
  /** The line lives, and has been heard up to here. */
  | { kind: "alive"; at: number; cursor?: string };

/** Why a line is no longer held, and how soon it may be tried again where we were told. */
export type Ended =
  | { kind: "closed"; why: string }
  | { kind: "refused"; evidence: Sentence; waitMs: number | null };

export type Listen = AsyncGenerator<Listened, Ended>;

/** From where to go on, and when to stop. */
export type ListenMoment = {
  now: () => number;
  sourceId: string;
  cursor: string | null;
  /** How far this source had heard when it last listened. */
  heardTo: number | null;
  signal: AbortSignal;
};

type ListenerPlan<Settings> = Omit<SensorPlan<Settings>, "look"> & {
  listen(settings: Settings, wire: Wire, moment: ListenMoment): Listen;
};

/** Too little to settle a question, too much to wait longer: what has come is read in pieces. */
export const PIECE_LENGTH_MAX = 1_000_000;
/** So many pieces in a row that mean nothing to us: this is another kind of server. */
const UNREADABLE_MAX = 50;
const MISTAKEN_WAIT_MS = 300_000;
/** Who is told to slow down without being told how long waits this long. */
const THROTTLED_WAIT_MS = 60_000;

/** A sensor that does not look now and then, but holds a line and listens. */
export function defineListener<Settings>(plan: ListenerPlan<Settings>): Listener {
  const { settings: schema, listen, ...rest } = plan;
  return {
    ...rest,
    schema,
    problems: problemsOf(schema),
    async *listen(settings, wire, moment) {
      const checked = schema.safeParse(settings);
      if (!checked.success) return refusedFor("crisis:look.settings");
      return yield* listen(checked.data, wire, moment);
    },
  };
}

/** Why a line was not opened, in a sentence that says what to do now. */
export function refusedLine(held: Extract<Held, { ok: false }>): Ended {
  const { failed } = held;
  if (failed.kind !== "throttled") {
    return { kind: "refused", evidence: refusalOf(held), waitMs: null };
  }
  const waitMs = failed.waitMs ?? THROTTLED_WAIT_MS;
  return { kind: "refused", evidence: sentence("listening:throttled"), waitMs };
}

/** What answers is not what we look for: somebody has to see to it, and there is no hurry. */
export const mistaken = (): Ended => ({
  kind: "refused",
  evidence: sentence("sensors:unknown.stream"),
  waitMs: MISTAKEN_WAIT_MS,
});

const refusedFor = (code: string): Ended => ({
  kind: "refused",
  evidence: sentence(code),
  waitMs: null,
});

type Line = Extract<Held, { ok: true }>;

/** Reads from a line, and lets go of it however the reading ends. */
export async function* readLine(line: Line, read: (line: Line) => Listen): Listen {
  try {
    return yield* read(line);
  } finally {
    await line.pieces.return({ why: "let go" });
  }
}

/** Counts what cannot be read; true when it is too much to be an accident. */
export function createPatience() {
  let unreadable = 0;
  return {
    read: () => void (unreadable = 0),
    failed: (): boolean => ++unreadable >= UNREADABLE_MAX,
  };
}
