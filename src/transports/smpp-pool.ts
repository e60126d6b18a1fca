import type { Outcome } from "../domain/outcome.ts";
import { readSmsPart } from "../domain/text/sms-parts.ts";
import { EXTRAS, readMessage, type ShortMessage, STATUS, type Unit } from "../lib/smpp.ts";
import type { Wire } from "../lib/wire.ts";
import { SmppLine } from "./smpp-line.ts";

export type SmppServer = {
  host: string;
  port: number;
  security: "tls" | "none";
  systemId: string;
  systemType: string;
  password: string;
};

/** What came over the line, as it waits in the inbox. */
export type SmppTold =
  | { kind: "receipt"; id: string; state: string; error: string }
  | { kind: "reply"; from: string; text: string };

const ADDRESS_PORT_MIN = 1_024;
const UNBINDABLE = new Set<number>([
  STATUS.bindFailed,
  STATUS.invalidPassword,
  STATUS.invalidSystemId,
]);

export type OpenLine = { ok: true; post: SmppPost } | { ok: false; failed: Outcome };

const postsOf = new WeakMap<Wire, Map<string, SmppPost>>();

/** The line to one SMSC, shared by all messages that go out through it on this wire. */
export async function openLine(server: SmppServer, wire: Wire): Promise<OpenLine> {
  const refused = whyRefused(server, wire);
  if (refused) return { ok: false, failed: { kind: "misconfigured", why: refused } };
  const posts = postsOf.get(wire) ?? newPosts(wire);
  const key = JSON.stringify(server);
  const post = posts.get(key) ?? new SmppPost(server, wire);
  posts.set(key, post);
  const failed = await post.open();
  return failed ? { ok: false, failed } : { ok: true, post };
}

function whyRefused({ port, security }: SmppServer, wire: Wire): string | null {
  if (wire.reach === "loopback") return null;
  if (port < ADDRESS_PORT_MIN) return `port ${port} refused`;
  return security === "none" ? "a password travels over TLS only" : null;
}

function newPosts(wire: Wire): Map<string, SmppPost> {
  const posts = new Map<string, SmppPost>();
  postsOf.set(wire, posts);
  wire.closing.addEventListener("abort", () => {
    for (const post of posts.values()) post.close();
    posts.clear();
  });
  return posts;
}

/** A line that is bound again when it is needed. */
class SmppPost {
  /** Keeps what is told over the line; it comes with each message. */
  keep: ((said: Buffer) => Promise<void>) | null = null;
  readonly #server: SmppServer;
  readonly #wire: Wire;
  #line: SmppLine | null = null;
  #opening: Promise<Outcome | null> | null = null;
  #name = 0;

  constructor(server: SmppServer, wire: Wire) {
    this.#server = server;
    this.#wire = wire;
  }

  /** Null when the line stands. Whoever comes while it is being bound waits for the same line. */
  open(): Promise<Outcome | null> {
    if (this.#line?.isOpen) return Promise.resolve(null);
    this.#opening ??= this.#bind().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  close(): void {
    this.#line?.close();
  }

  /** The parts of one message carry one number of eight bits. */
  nextName(): number {
    this.#name = (this.#name + 1) & 0xff;
    return this.#name;
  }

  /** The line as it is at this moment; null when it has gone again. */
  line(): SmppLine | null {
    return this.#line;
  }

  async #bind(): Promise<Outcome | null> {
    const { host } = this.#server;
    const vetted = await this.#wire.dns(host);
    const address = vetted.ok ? vetted.addresses[0] : undefined;
    if (!vetted.ok && vetted.blame === "address") return { kind: "misconfigured", why: vetted.why };
    if (address === undefined) return { kind: "unreachable", why: "no address" };
    const deliver = (unit: Unit) => this.#deliver(unit);
    const line = new SmppLine({ ...this.#server, address, deliver });
    const status = await line.open();
    if (status === STATUS.ok) {
      this.#line = line;
      return null;
    }
    if (status === null) return { kind: "unreachable", why: "no answer to the bind" };
    const why = `SMPP bind 0x${status.toString(16)}`;
    return UNBINDABLE.has(status) ? { kind: "misconfigured", why } : { kind: "unreachable", why };
  }

  async #deliver(unit: Unit): Promise<void> {
    const message = readMessage(unit.body);
    const told = isReceipt(message) ? receiptOf(message) : replyOf(message);
    if (told === null) return;
    if (this.keep === null) throw new Error("Nobody keeps what this line tells.");
    await this.keep(Buffer.from(JSON.stringify(told)));
  }
}

const isReceipt = ({ esmClass }: ShortMessage): boolean => (esmClass & 0x3c) === 0x04;
/** By their number, from 1 on. */
const STATES = " ENROUTE DELIVRD EXPIRED DELETED UNDELIV ACCEPTD UNKNOWN REJECTD".split(" ");

/** The optional fields where they are there, or the text that everybody writes (appendix B). */
function receiptOf({ bytes, extras }: ShortMessage): SmppTold | null {
  const said = bytes.toString("latin1");
  const field = (name: string) => new RegExp(`\\b${name}:(\\S{1,64})`).exec(said)?.[1] ?? null;
  const given = extras.get(EXTRAS.receiptedId)?.toString("latin1").replace(/\0.*$/s, "");
  const id = given || field("id");
  const code = extras.get(EXTRAS.state)?.[0];
  const state = (code === undefined ? null : STATES[code]) ?? field("stat") ?? "";
  if (id === null) return null;
  return { kind: "receipt", id, state: state.toUpperCase(), error: field("err") ?? "" };
}

const ALPHABETS: Readonly<Record<number, "gsm7" | "ucs2" | "latin1">> = {
  0: "gsm7",
  1: "latin1",
  3: "latin1",
  8: "ucs2",
};

function replyOf({ from, esmClass, dataCoding, bytes }: ShortMessage): SmppTold | null {
  const alphabet = ALPHABETS[dataCoding];
  if (alphabet === undefined || from.number === "") return null;
  const { text } = readSmsPart(bytes, { alphabet, hasHeader: (esmClass & 0x40) !== 0 });
  const isWhole = /^[1-9]\d{7,14}$/.test(from.number);
  return { kind: "reply", from: isWhole ? `+${from.number}` : from.number, text };
}
