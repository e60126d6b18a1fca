import { takeChannelTokens } from "../actions/channel/take-tokens.ts";
import { shownAddress } from "../actions/subscriber/addresses.ts";
import { noteAnswered } from "../actions/subscriber/confirm.ts";
import { referenceOfLine } from "../actions/subscriber/links.ts";
import { claimTold, hushCarrier, releaseLease } from "../actions/subscriber/machine.ts";
import { noteTold, noteUnsent, type Result } from "../actions/subscriber/note-told.ts";
import type { Outcome } from "../domain/outcome.ts";
import { isCarried, lineAfter, type SubscriberKind, TRIES_MAX } from "../domain/subscriber.ts";
import { pauseOf } from "../domain/ways-ahead.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { unseal } from "../lib/crypto.ts";
import { messageOf } from "../lib/errors.ts";
import { hookBody } from "../pages/subscriber-hook.ts";
import { readOrganisation } from "../store/organisation.ts";
import { listPageScopes } from "../store/public-pages.ts";
import type { SubscriberRow } from "../store/subscribers.ts";
import { type Due, type LineNews, readDue, type TellingLease } from "../store/told.ts";
import { callbackAddress } from "../transports/transport.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { switchChannel } from "./switch-channel.ts";
import type { Teller } from "./tell.ts";
import { homesOf } from "./tell-home.ts";
import { type Desk, letterMessage, linksOf, updateMessage } from "./tell-message.ts";
import { postChallenge, postHook, postRoom } from "./tell-post.ts";
import { readStory, type Story, type Tale } from "./tell-story.ts";

/** How long lines wait that no channel carries at present. */
const NO_CHANNEL_MS = 10 * SECOND_MS;
/** Small buckets are emptied rarely rather than drop by drop; a full quota is looked at this often. */
const STARVED_MS = 100;
const QUOTA_MS = 5 * MINUTE_MS;
/** Letters that go to the owner of a machine, not to the machine. */
const TO_OWNER = new Set(["owner", "failing", "known"]);

type Ready = Due & { subscriber: SubscriberRow };
/** The way of a line: one of our channels, an address of its own, or none at present. */
type Way = LiveChannel | "post" | null;
/** Who may be written to now, and who waits for a place among the people of 24 hours. */
type Granted = { ours: readonly Ready[]; full: readonly LineNews[] };

/** One leased chunk, from reading it to giving it back. Answers whether there was anything to do. */
export async function tellChunk(teller: Teller, lease: TellingLease): Promise<boolean> {
  const run = new ChunkTelling(teller, lease);
  const due = await readDue(teller.house.db, lease, teller.house.now());
  if (due.length > 0) await run.tell(due);
  await releaseLease(teller.house, { lease, notBefore: run.notBefore });
  return run.worked;
}

class ChunkTelling {
  worked = false;
  notBefore = 0;
  readonly #teller: Teller;
  readonly #lease: TellingLease;
  #story: Story | null = null;
  #desk: Desk | null = null;

  constructor(teller: Teller, lease: TellingLease) {
    this.#teller = teller;
    this.#lease = lease;
  }

  async tell(due: readonly Due[]): Promise<void> {
    const { house, context } = this.#teller;
    const now = house.now();
    const { publicUrl } = context;
    this.#story = await readStory(house.db, this.#lease, { now, publicUrl });
    const { name } = await readOrganisation(house.db);
    const homes = homesOf(await listPageScopes(house.db), { name, publicUrl });
    const signer = { secretKey: house.secretKey, page: publicUrl };
    this.#desk = { signer, homes, now };
    const news = due.flatMap((line) => this.#setAside(line, now) ?? []);
    await this.#leave(news);
    const aside = new Set(news.map(({ ordinal }) => ordinal));
    const ready = due.filter(
      (line): line is Ready => !aside.has(line.ordinal) && line.subscriber !== null,
    );
    const ways = Map.groupBy(ready, ({ subscriber }) => this.#wayOf(subscriber));
    await Promise.all([...ways].map(async ([way, lines]) => await this.#goBy(way, lines)));
  }

  /** Lines that are not to be sent, and what becomes of them instead. */
  #setAside({ ordinal, state, subscriber, ...line }: Due, now: number): LineNews | null {
    const about = { ordinal, from: state === "sending" ? state : ("queued" as const), dueAt: null };
    if (state === "sending") {
      // Whoever sent it died. Whether it left, nobody knows; a machine drops what it has already.
      const again = subscriber?.kind === "webhook" && line.try < TRIES_MAX;
      if (again) return { ...about, state: "queued", why: "half-way", dueAt: now };
      return { ...about, state: "unknown", why: "half-way" };
    }
    const isLetter = this.#lease.what === "letter";
    if (!subscriber || (!isLetter && subscriber.state !== "active")) {
      return { ...about, state: "skipped", why: "left" };
    }
    if (now >= this.#lease.expiresAt) return { ...about, state: "failed", why: "expired" };
    if (!isLetter && this.#taleFor(subscriber) === null)
      return { ...about, state: "skipped", why: "not-public" };
    return null;
  }

  #wayOf(subscriber: SubscriberRow): Way {
    const { letter, drill } = this.#lease;
    const isToOwner = subscriber.kind === "webhook" && TO_OWNER.has(letter ?? "");
    const kind: SubscriberKind = isToOwner ? "email" : subscriber.kind;
    return isCarried(kind) ? this.#teller.carrier(kind, drill) : "post";
  }

  async #goBy(way: Way, lines: readonly Ready[]): Promise<void> {
    const now = this.#teller.house.now();
    if (way === null) {
      const dueAt = now + NO_CHANNEL_MS;
      const about = { from: "queued", state: "queued", why: "no-channel", dueAt } as const;
      return await this.#leave(lines.map(({ ordinal }) => ({ ...about, ordinal })));
    }
    const { house, limits } = this.#teller;
    for (let at = 0; at < lines.length && house.now() <= this.#lease.until - limits.reserveMs; ) {
      const slice = lines.slice(at, at + limits.sliceMax);
      const { ours, full } =
        way === "post" ? { ours: slice, full: [] } : await this.#grant(way, slice);
      await this.#leave(full);
      if (ours.length > 0 && !(await this.#send(way, ours))) return;
      if (ours.length + full.length < slice.length) return;
      at += slice.length;
    }
  }

  /** Subscribers are many: whatever is critical goes first on the channel, and in its account. */
  async #grant(way: LiveChannel, slice: readonly Ready[]): Promise<Granted> {
    const { house } = this.#teller;
    const now = house.now();
    const ask = { channel: way.row, wanted: slice.length, lane: "bulk" } as const;
    const people = slice.map(({ subscriber }) => this.#carriedTo(subscriber));
    const granted = await takeChannelTokens(house, { ...ask, people });
    const { addresses, refused } = granted.people ?? {};
    const isIn = (set?: ReadonlySet<string>) => slice.filter((_, n) => set?.has(people[n] ?? ""));
    const ours = addresses ? isIn(addresses) : slice.slice(0, granted.taken);
    const full = isIn(refused).map(({ ordinal }): LineNews => {
      const about = { from: "queued", state: "queued", why: "no-place" } as const;
      return { ...about, ordinal, dueAt: now + QUOTA_MS };
    });
    if (ours.length + full.length < slice.length) {
      // A quota that is used up may be raised before the day is over.
      const at = Math.min(Math.max(granted.readyAt, now + STARVED_MS), now + QUOTA_MS);
      this.notBefore = Math.max(this.notBefore, at);
    }
    return { ours, full };
  }

  /** Letters about a machine go to whoever named it. */
  #carriedTo({ owner, address }: SubscriberRow): string {
    return unseal(this.#teller.house.secretKey, owner ?? address);
  }

  /** Commits the lines as *sending*, then touches the network. False when the fuse is out. */
  async #send(way: LiveChannel | "post", lines: readonly Ready[]): Promise<boolean> {
    const { house } = this.#teller;
    const claim = { lease: this.#lease, ordinals: lines.map(({ ordinal }) => ordinal) };
    const tries = await claimTold(house, claim);
    if (tries.size === 0) return false;
    this.worked = true;
    const ours = lines.filter(({ ordinal }) => tries.has(ordinal));
    const sent = await Promise.all(
      ours.map(async (line) => ({ line, outcome: await this.#outcomeOf(way, line) })),
    );
    if (way !== "post")
      await this.#heed(
        way,
        sent.map(({ outcome }) => outcome),
      );
    const results = sent.map(({ line, outcome }): Result => {
      const { ordinal, subscriber } = line;
      const about = { kind: subscriber.kind, try: tries.get(ordinal) ?? 1 };
      return { ordinal, subscriber, line: lineAfter(about, outcome, house.now()) };
    });
    await noteTold(house, { lease: this.#lease, results });
    return true;
  }

  async #outcomeOf(way: LiveChannel | "post", line: Ready): Promise<Outcome> {
    try {
      return way === "post" ? await this.#post(line) : await this.#carry(way, line);
    } catch (cause) {
      // A bug of ours: whether the message left, nobody can say. The others go on.
      this.#teller.context.log.error({ cause: messageOf(cause) }, "A telling threw.");
      return { kind: "unknown", why: "internal error" };
    }
  }

  async #carry(way: LiveChannel, line: Ready): Promise<Outcome> {
    const { subscriber } = line;
    const { secretKey } = this.#teller.house;
    const own = unseal(secretKey, subscriber.address);
    const message = this.#messageFor(line, own, way);
    const body = message.body.slice(0, way.transport.limits.bodyLengthMax);
    const to = this.#carriedTo(subscriber);
    return await way.transport.send({ ...message, body }, to, way.settings, way.wire);
  }

  async #post(line: Ready): Promise<Outcome> {
    const { subscriber, ordinal } = line;
    const { house, context } = this.#teller;
    const { secretKey } = house;
    const url = unseal(secretKey, subscriber.address);
    const { reference } = this.#envelope(ordinal, null);
    const post = { subscriber, url, secretKey, reference, at: house.now() };
    const wire = context.wireFor({ id: 0, drill: this.#lease.drill });
    if (subscriber.kind !== "webhook") {
      return await postRoom(wire, post, this.#messageFor(line, url, null));
    }
    if (this.#lease.letter === "challenge") {
      const { outcome, answered } = await postChallenge(wire, post);
      if (answered) await noteAnswered(house, { id: subscriber.id });
      return outcome;
    }
    const [tale, desk] = [this.#taleFor(subscriber), this.#desk];
    if (!tale || !desk) throw new Error("A machine is told a story, or challenged.");
    const terms = { format: subscriber.format, links: linksOf(desk, subscriber) };
    return await postHook(wire, post, hookBody(tale.context, tale.news, terms));
  }

  #messageFor({ subscriber, ordinal }: Ready, address: string, way: LiveChannel | null) {
    const { letter, incidentId, maintenanceId } = this.#lease;
    const desk = this.#desk;
    if (!desk) throw new Error("Nothing is written before the chunk was read.");
    const envelope = this.#envelope(ordinal, way);
    if (letter !== null) {
      const shown = shownAddress(subscriber.kind, address);
      return letterMessage(desk, { subscriber, letter, shown }, envelope);
    }
    const tale = this.#taleFor(subscriber);
    if (!tale) throw new Error("An update has a story.");
    const thread = incidentId ?? maintenanceId ?? "";
    return updateMessage(desk, { subscriber, story: tale.text, thread }, envelope);
  }

  /** A carrier of SMS tells later whether there is such a number; the others report by themselves. */
  #envelope(ordinal: number, way: LiveChannel | null) {
    const { house, context } = this.#teller;
    const { tellingId, expiresAt, drill } = this.#lease;
    const base = drill ? context.callbackBase : context.publicUrl;
    const callbackUrl =
      way?.row.address_kind === "sms" && base ? callbackAddress(base, way.row.id) : null;
    const reference = referenceOfLine(house.secretKey, { tellingId, ordinal });
    return { reference, expiresAt, callbackUrl };
  }

  #taleFor({ page_id: pageId, language }: SubscriberRow): Tale | null {
    const page = this.#desk?.homes(pageId).page ?? null;
    return this.#story?.on(page, language) ?? null;
  }

  async #leave(news: readonly LineNews[]): Promise<void> {
    if (news.length === 0) return;
    this.worked = true;
    await noteUnsent(this.#teller.house, { lease: this.#lease, news });
  }

  /** What a channel of ours says about itself. What a stranger's address provokes takes nothing down. */
  async #heed({ row }: LiveChannel, outcomes: readonly Outcome[]): Promise<void> {
    const { house } = this.#teller;
    const waits = outcomes.flatMap((one) =>
      one.kind === "throttled" && one.scope === undefined ? [pauseOf(one)] : [],
    );
    if (waits.length > 0) {
      const until = house.now() + Math.max(...waits);
      await hushCarrier(house, { channelId: row.id, until });
    }
    const broken = outcomes.find(({ kind }) => kind === "misconfigured");
    const isTheirs = this.#lease.what === "letter" || row.address_kind === "push";
    if (broken?.kind === "misconfigured" && !isTheirs) await this.#takeDown(row.id, broken.why);
  }

  async #takeDown(id: number, reason: string): Promise<void> {
    const to = { id, state: "down", reason, source: "account" } as const;
    await switchChannel(this.#teller.house, "tell", to);
  }
}
