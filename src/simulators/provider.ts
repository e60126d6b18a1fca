import { chance } from "../lib/chance.ts";
import type { Ask } from "../lib/wire.ts";
import { type Conduct, goodConduct, rateGate } from "./conduct.ts";
import { control } from "./control.ts";
import { Ledger } from "./ledger.ts";
import { type Called, type Listener, listen, type Reply } from "./listener.ts";
import { Outbox } from "./outbox.ts";
import { createPeople, type People } from "./people.ts";
import { realSchedule, type Schedule } from "./schedule.ts";
import {
  type Dialect,
  type News,
  newsOf,
  type Simulator,
  type SimulatorOptions,
  type Stage,
  type Taken,
} from "./simulator.ts";

/** What gives a dialect a port, a memory, a public and its moods. */
export const simulatorOf =
  (dialectOf: (stage: Stage) => Dialect) =>
  (options: SimulatorOptions = {}): Promise<Simulator> =>
    start(options, dialectOf);

async function start(
  options: SimulatorOptions,
  dialectOf: (stage: Stage) => Dialect,
): Promise<Simulator> {
  const provider = new Provider(options, dialectOf);
  const front = await listen(options.port ?? 0, provider.serve);
  const back = await listen(0, provider.control);
  provider.front = front;
  await provider.setConduct(options.conduct ?? {});
  return {
    url: front.url,
    controlUrl: back.url,
    received: provider.received,
    setConduct: provider.setConduct,
    setCallbackUrl: (url) => void (provider.callbackUrl = url),
    write: provider.write,
    waiting: () => provider.outbox.waiting(),
    async stop() {
      if (!options.schedule) provider.schedule.stop();
      await Promise.all([front.close(), back.close(), provider.outbox.stop()]);
    },
  };
}

class Provider {
  readonly received = new Ledger();
  readonly schedule: Schedule;
  readonly outbox: Outbox<News>;
  front: Listener | null = null;
  callbackUrl: string | null;
  readonly #now: () => number;
  readonly #people: People;
  readonly #dialect: Dialect;
  readonly #draw: () => number;
  readonly #isWithin: (perSecondMax: number | null) => boolean;
  readonly #held: { taken: Taken; at: number }[] = [];
  #conduct: Conduct = goodConduct;

  constructor(options: SimulatorOptions, dialectOf: (stage: Stage) => Dialect) {
    const { now = Date.now, secrets = {}, seed = 1 } = options;
    this.#now = now;
    this.callbackUrl = options.callbackUrl ?? null;
    this.schedule = options.schedule ?? realSchedule();
    this.#people = options.people ?? createPeople();
    this.#dialect = dialectOf({
      now,
      secrets,
      account: () => this.#conduct.account,
      rules: () => this.#conduct.rules,
      people: this.#people,
    });
    this.#draw = chance(seed);
    this.#isWithin = rateGate(now);
    this.outbox = new Outbox<News>({
      schedule: this.schedule,
      seed,
      conduct: () => this.#conduct,
      write: (items) => this.#callbacks(items),
    });
  }

  serve = (called: Called, reply: Reply): void => {
    const { state, answerMs } = this.#conduct;
    if (called.path.startsWith("/_")) this.control(called, reply);
    else if (state === "stalled") return;
    else this.#take(called, answerMs > 0 ? this.#later(reply, answerMs) : reply);
  };

  /** A slow provider has the message long before it says so. */
  #later(reply: Reply, ms: number): Reply {
    return {
      send: (...answer) => this.schedule.after(ms, () => reply.send(...answer)),
      cut: () => this.schedule.after(ms, reply.cut),
    };
  }

  control = (called: Called, reply: Reply): void =>
    control(called, reply, {
      received: this.received,
      waiting: () => this.outbox.waiting(),
      setConduct: this.setConduct,
      setCallbackUrl: (url) => void (this.callbackUrl = url),
    });

  setConduct = async (change: Partial<Conduct>): Promise<void> => {
    const before = this.#conduct;
    const wasRefusing = before.state === "refusing";
    this.#conduct = { ...before, ...change };
    this.#announce(before);
    if (this.#conduct.state === "up") this.#release();
    const isRefusing = this.#conduct.state === "refusing";
    if (isRefusing && !wasRefusing) await this.front?.close();
    if (!isRefusing && wasRefusing) await this.front?.reopen();
  };

  /** What it begins with is no change, and of a black hole nothing is ever heard. */
  #announce(before: Conduct): void {
    const [after, url] = [this.#conduct, this.callbackUrl];
    if (before === goodConduct || after.state === "blackhole" || url === null) return;
    for (const ask of this.#dialect.announce?.({ before, after, url }) ?? []) this.outbox.call(ask);
  }

  write = (from: string, text: string): void =>
    this.outbox.push({ kind: "reply", from, text, to: null, at: this.#now() }, 0);

  #take(called: Called, reply: Reply): void {
    const { state, errorCode, perSecondMax, retryAfterS, loseAnswers } = this.#conduct;
    const isErring = state === "erring";
    if (!isErring && this.#dialect.ask?.(called, reply)) return;
    if (isErring || !this.#isWithin(perSecondMax)) {
      this.received.refuse();
      const code = isErring ? errorCode : "throttled";
      const { status, body, headers } = this.#dialect.error(code, retryAfterS);
      const wait =
        status === 429 && retryAfterS !== null ? { "retry-after": `${retryAfterS}` } : {};
      return reply.send(status, body, { "content-type": "application/json", ...headers, ...wait });
    }
    const taken = this.#dialect.read(called, reply);
    if (!taken) return this.received.refuse();
    this.received.take({ ...taken, at: this.#now() });
    const isHeard = this.callbackUrl !== null || taken.callbackUrl !== null;
    if (state === "holding") this.#held.push({ taken, at: this.schedule.now() });
    else if (state !== "blackhole" && isHeard) this.#foretell(taken);
    if (loseAnswers > 0 && this.#draw() < loseAnswers) reply.cut();
    else reply.send(taken.answer.status, taken.answer.body, taken.answer.headers);
  }

  #foretell(taken: Taken): void {
    const { facts } = this.#dialect;
    for (const { news, afterMs } of newsOf(taken, this.#people)) {
      if (news.kind === "fact" && !facts.includes(news.fact)) continue;
      this.outbox.push({ ...news, at: this.#now() + afterMs }, afterMs);
    }
  }

  /** What was held arrives now, but for what its provider was told to drop by then. */
  #release(): void {
    const now = this.schedule.now();
    for (const { taken, at } of this.#held.splice(0)) {
      if (now - at < (taken.lifetimeMs ?? Number.POSITIVE_INFINITY)) this.#foretell(taken);
    }
  }

  #callbacks(items: News[]): Ask[] {
    const batchMax = Math.min(this.#dialect.batchMax, this.#conduct.batchMax);
    const asks: Ask[] = [];
    for (const [url, news] of Map.groupBy(items, (item) => this.#targetOf(item))) {
      if (url === null) continue;
      for (let at = 0; at < news.length; at += batchMax) {
        const ask = this.#dialect.write(news.slice(at, at + batchMax), url);
        if (ask) asks.push(ask);
      }
    }
    return asks;
  }

  #targetOf(item: News): string | null {
    const message = item.kind === "reply" ? item.to : item.of;
    // A message's own address is for its receipts; what people write goes to the number's owner.
    if (item.kind === "reply") return this.callbackUrl ?? withoutQuery(message?.callbackUrl);
    return message?.callbackUrl ?? this.callbackUrl;
  }
}

const withoutQuery = (url: string | null | undefined): string | null =>
  url?.replace(/\?.*$/s, "") ?? null;
