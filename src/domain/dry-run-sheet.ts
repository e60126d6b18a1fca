import type { DryChannel, DryLater, DryMessage, DryRunResult, DryTrouble } from "./dry-run.ts";
import { SAMPLES_MAX } from "./dry-run.ts";
import type { Language } from "./language.ts";
import type { Unreachable } from "./plan.ts";

/** A channel as a dry run counts on it. */
export type DryLine = {
  channelId: number;
  name: string;
  perSecond: number;
  /** What one message costs here, in hundredths, with all of its parts. */
  messageCents: number | null;
  /** How many more it takes today; null: as many as there are. */
  leftToday: number | null;
  /** Its limit on different people in 24 hours: shared by all channels that name the same one. */
  places?: Places | null;
};

/** How many people more may be written to, and the addresses that need no place any more. */
export type Places = { left: number; known: Set<string> };

type Counted = { people: number; cut: number; samples: Map<Language, DryMessage[]> };

const MS = 1_000;

/** Counts what would happen, person by person, in the order in which they would be sent to. */
export class DryRunSheet {
  readonly #lines: readonly DryLine[];
  readonly #expiresAfterMs: number;
  readonly #counted = new Map<number, Counted>();
  readonly #trouble = new Map<string, number>();
  #people = 0;

  constructor(lines: readonly DryLine[], expiresAfterMs: number) {
    this.#lines = lines;
    this.#expiresAfterMs = expiresAfterMs;
    for (const { channelId } of lines) {
      this.#counted.set(channelId, { people: 0, cut: 0, samples: new Map() });
    }
  }

  /** Whether a channel still takes somebody today. */
  hasRoom(channelId: number): boolean {
    const left = this.#line(channelId)?.leftToday ?? null;
    return left === null || (this.#counted.get(channelId)?.people ?? 0) < left;
  }

  /** What is left of the people of 24 hours for this channel; null where nobody counts them. */
  placesOf(channelId: number): Places | null {
    return this.#line(channelId)?.places ?? null;
  }

  /** Whether this address may be written to within the people of 24 hours; it counts from now on. */
  takePlace(channelId: number, address: string): boolean {
    const places = this.placesOf(channelId);
    if (places === null || places.known.has(address)) return true;
    if (places.left <= 0) return false;
    places.left -= 1;
    places.known.add(address);
    return true;
  }

  /** Whether a sample of this channel and language is still wanted. */
  wants(channelId: number, language: Language): boolean {
    return (this.#counted.get(channelId)?.samples.get(language)?.length ?? 0) < SAMPLES_MAX;
  }

  /** Somebody would be sent to here. At the channel's rate that may be later than it is worth. */
  sent(channelId: number, isCut: boolean): void {
    const counted = this.#counted.get(channelId);
    const line = this.#line(channelId);
    if (!counted || !line) throw new Error(`Channel ${channelId} is not on the sheet.`);
    this.#people += 1;
    counted.people += 1;
    if (isCut) counted.cut += 1;
    const leavesMs = (counted.people / line.perSecond) * MS;
    if (leavesMs > this.#expiresAfterMs) this.#note("too-late");
  }

  sample(message: DryMessage): void {
    const { channelId, language } = message;
    const samples = this.#counted.get(channelId)?.samples;
    samples?.set(language, [...(samples.get(language) ?? []), message]);
  }

  /** Somebody would not be sent to now, and why. */
  held(reason: string): void {
    this.#people += 1;
    this.#note(reason);
  }

  result(found: {
    unreachable: readonly Unreachable[];
    objections: ReadonlyMap<number, string>;
    later: DryLater;
    tookMs: number;
  }): DryRunResult {
    const channels = this.#lines.map((line) => this.#channel(line, found.objections));
    const trouble = [...this.#trouble].map(([reason, people]): DryTrouble => ({ reason, people }));
    const priced = channels.filter(({ costCents }) => costCents !== null);
    return {
      people: this.#people,
      wouldSend: channels.reduce((sum, { people }) => sum + people, 0),
      channels,
      trouble: trouble.toSorted((a, b) => b.people - a.people),
      unreachable: found.unreachable.map(({ reason, count: people }) => ({ reason, people })),
      finishSeconds: Math.max(0, ...channels.map(({ seconds }) => seconds)),
      costCents:
        priced.length === 0
          ? null
          : priced.reduce((sum, { costCents }) => sum + (costCents ?? 0), 0),
      samples: [...this.#counted.values()].flatMap(({ samples }) => [...samples.values()].flat()),
      later: found.later,
      tookMs: found.tookMs,
    };
  }

  #channel(line: DryLine, objections: ReadonlyMap<number, string>): DryChannel {
    const { channelId, name, perSecond, messageCents } = line;
    const { people, cut } = this.#counted.get(channelId) ?? { people: 0, cut: 0 };
    return {
      channelId,
      name,
      people,
      seconds: Math.ceil(people / perSecond),
      cut,
      costCents: messageCents === null ? null : people * messageCents,
      objection: objections.get(channelId) ?? null,
    };
  }

  #note(reason: string): void {
    this.#trouble.set(reason, (this.#trouble.get(reason) ?? 0) + 1);
  }

  #line(channelId: number): DryLine | undefined {
    return this.#lines.find((line) => line.channelId === channelId);
  }
}
