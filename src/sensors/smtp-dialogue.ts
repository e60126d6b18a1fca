import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { codeOf } from "../lib/errors.ts";

export type MailServer = {
  /** The address that was vetted; the certificate must still be the host's own. */
  address: string;
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  signIn: { user: string; password: string } | null;
};

export type Step = "CONNECT" | "TLS" | "EHLO" | "STARTTLS" | "AUTH" | "NOOP";
export type Heard =
  | { kind: "fine"; validTo: number | null }
  | { kind: "refused"; step: Step; code: number }
  | { kind: "untrusted"; why: string; validTo: number | null }
  /** It offers no encryption, and we asked for it. */
  | { kind: "plain" }
  | { kind: "garbage" }
  | { kind: "cut"; step: Step }
  | { kind: "silent"; why: string };

const STEP_TIMEOUT_MS = 10_000;
const TALK_TIMEOUT_MS = 30_000;
const REPLY_LENGTH_MAX = 16_384;
const OUR_NAME = "tocsin.invalid";

/**
 * Greets a mail server, signs in, says NOOP and QUIT (RFC 5321, 3207, 4954). No message is ever
 * begun: there is no MAIL command here.
 */
export async function talkTo(server: MailServer, closing: AbortSignal): Promise<Heard> {
  const socket = connect({ host: server.address, port: server.port });
  const end = () => void socket.destroy();
  const timer = setTimeout(end, TALK_TIMEOUT_MS);
  closing.addEventListener("abort", end);
  try {
    const failure = await opened(socket, "connect");
    if (failure !== null) return { kind: "silent", why: failure };
    return await talk(server, socket);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", end);
    end();
  }
}

async function talk(server: MailServer, socket: Socket): Promise<Heard> {
  if (server.security === "tls") {
    const secured = await secure(server, socket);
    return "kind" in secured
      ? secured
      : await greet(server, new Line(secured.tls), secured.validTo);
  }
  return await greet(server, new Line(socket), null);
}

async function greet(server: MailServer, line: Line, validTo: number | null): Promise<Heard> {
  const greeting = await line.hear();
  if (!greeting) return line.heard === "" ? { kind: "cut", step: "CONNECT" } : { kind: "garbage" };
  if (greeting.code !== 220) return { kind: "refused", step: "CONNECT", code: greeting.code };
  const hello = await line.ask(`EHLO ${OUR_NAME}`);
  if (hello?.code !== 250) return failed("EHLO", hello);
  if (server.security !== "starttls") return await proceed({ server, line, hello, validTo });
  if (!hello.lines.some((offer) => offer.toUpperCase() === "STARTTLS")) return { kind: "plain" };
  const ready = await line.ask("STARTTLS");
  if (ready?.code !== 220) return failed("STARTTLS", ready);
  const secured = await secure(server, line.release());
  if ("kind" in secured) return secured;
  const safe = new Line(secured.tls);
  // What was said in the open before counts for nothing any more.
  const again = await safe.ask(`EHLO ${OUR_NAME}`);
  if (again?.code !== 250) return failed("EHLO", again);
  return await proceed({ server, line: safe, hello: again, validTo: secured.validTo });
}

type Talk = { server: MailServer; line: Line; hello: Reply; validTo: number | null };

async function proceed({ server, line, hello, validTo }: Talk): Promise<Heard> {
  if (server.signIn) {
    const welcome = await signIn(line, hello, server.signIn);
    if (welcome?.code !== 235) return failed("AUTH", welcome);
  }
  const alive = await line.ask("NOOP");
  if (alive?.code !== 250) return failed("NOOP", alive);
  await line.ask("QUIT");
  return { kind: "fine", validTo };
}

async function signIn(
  line: Line,
  hello: Reply,
  { user, password }: NonNullable<MailServer["signIn"]>,
): Promise<Reply | null> {
  const offered = hello.lines.find((offer) => /^AUTH[ =]/i.test(offer))?.toUpperCase() ?? "";
  const secret = (text: string) => Buffer.from(text).toString("base64");
  if (offered.includes("PLAIN") || !offered.includes("LOGIN")) {
    return await line.ask(`AUTH PLAIN ${secret(`\0${user}\0${password}`)}`);
  }
  const first = await line.ask("AUTH LOGIN");
  if (first?.code !== 334) return first;
  const second = await line.ask(secret(user));
  return second?.code === 334 ? await line.ask(secret(password)) : second;
}

const failed = (step: Step, reply: Reply | null): Heard =>
  reply ? { kind: "refused", step, code: reply.code } : { kind: "cut", step };

type Secured = { tls: TLSSocket; validTo: number | null };

async function secure({ host }: MailServer, socket: Socket): Promise<Secured | Heard> {
  const name = isIP(host) ? {} : { servername: host };
  // Judged below: why it is not to be trusted is what somebody has to be told.
  const tls = connectTls({ socket, ...name, rejectUnauthorized: false });
  const failure = await opened(tls, "secureConnect");
  if (failure !== null) return { kind: "cut", step: "TLS" };
  const ends = Date.parse(tls.getPeerCertificate().valid_to ?? "");
  const validTo = Number.isNaN(ends) ? null : ends;
  if (tls.authorized) return { tls, validTo };
  const why = String(codeOf(tls.authorizationError) ?? tls.authorizationError);
  tls.destroy();
  return { kind: "untrusted", why, validTo };
}

/** Null once it is open, or why it is not. */
function opened(socket: Socket, event: "connect" | "secureConnect"): Promise<string | null> {
  return new Promise((resolve) => {
    socket.setTimeout(STEP_TIMEOUT_MS, () => socket.destroy());
    socket.once(event, () => resolve(null));
    socket.once("error", (cause) => resolve(codeOf(cause) ?? cause.message));
    socket.once("close", () => resolve("no answer in time"));
    // Whatever is said after that is told by the next command.
    socket.on("error", () => {});
  });
}

type Reply = { code: number; lines: string[] };

/** Commands and replies, one after the other; a server that says too much is cut off. */
class Line {
  heard = "";
  readonly #socket: Socket;
  #wake: () => void = () => {};
  readonly #listen = (chunk: Buffer) => {
    this.heard += chunk.toString("latin1");
    if (this.heard.length > REPLY_LENGTH_MAX) this.#socket.destroy();
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", this.#listen);
    socket.once("close", () => this.#wake());
  }

  async ask(command: string): Promise<Reply | null> {
    // A reply to what was not asked yet belongs to somebody else's dialogue.
    this.heard = "";
    if (this.#socket.destroyed) return null;
    this.#socket.write(`${command}\r\n`);
    return await this.hear();
  }

  /** The next whole reply, or null when there is none and none can come. */
  async hear(): Promise<Reply | null> {
    for (;;) {
      const reply = /^(?:\d{3}-[^\r\n]*\r?\n)*(\d{3})(?: [^\r\n]*)?\r?\n/.exec(this.heard);
      if (reply) {
        const lines = reply[0].split(/\r?\n/).map((each) => each.slice(4).trim());
        return { code: Number(reply[1]), lines };
      }
      if (this.#socket.destroyed || /^(?!\d{0,3}$|\d{3}[ \r\n-])/.test(this.heard)) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The bare line, for the handshake that follows. */
  release(): Socket {
    this.#socket.off("data", this.#listen);
    return this.#socket;
  }
}
