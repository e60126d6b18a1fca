import { createHash, randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import { codeOf, messageOf } from "./errors.ts";
import { FrameReader, goodbyeFrame, pongFrame } from "./websocket-frames.ts";
import { plainHeaders } from "./wire-reading.ts";

/** What became of the attempt to hold a line. */
export type Opened =
  | { kind: "open"; headers: Record<string, string>; pieces: Pieces }
  | { kind: "answered"; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: "unsent"; why: string };

/** Text, piece by piece and no faster than it is taken; at last, why it ended. */
export type Pieces = AsyncGenerator<string, { why: string }>;

export type HoldTerms = {
  /** Silence of this length means that the line is dead. */
  idleMs: number;
  pieceLengthMax: number;
  signal: AbortSignal;
};

type Options = { path: string; headers: Record<string, string> };

const OPEN_TIMEOUT_MS = 10_000;
const REFUSAL_LENGTH_MAX = 10_000;
/** RFC 6455, 1.3: what the server has to mix into its answer. */
const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const NEWLINE = 10;

/** Asks for an answer that does not end, and hands it out line by line. */
export async function holdLines(
  pool: Dispatcher,
  options: Options,
  terms: HoldTerms,
): Promise<Opened> {
  try {
    const { statusCode, headers, body } = await pool.request({
      ...options,
      method: "GET",
      signal: terms.signal,
      headersTimeout: OPEN_TIMEOUT_MS,
      // Counted only while we wait for more: who reads slowly is not left alone for it.
      bodyTimeout: 0,
    });
    const plain = plainHeaders(headers);
    if (statusCode !== 200) {
      const text = await beginningOf(body);
      return { kind: "answered", status: statusCode, headers: plain, body: text };
    }
    return { kind: "open", headers: plain, pieces: linesOf(chunksOf(body, terms), terms) };
  } catch (cause) {
    return { kind: "unsent", why: whyOf(cause) };
  }
}

/** Opens a WebSocket over a connection that was vetted like any other, without extensions. */
export async function holdSocket(
  pool: Dispatcher,
  options: Options,
  terms: HoldTerms,
): Promise<Opened> {
  const key = randomBytes(16).toString("base64");
  const headers = {
    ...options.headers,
    "sec-websocket-key": key,
    "sec-websocket-version": "13",
  };
  const answer = await upgrade(pool, { ...options, headers }, terms.signal);
  if (answer.kind !== "upgraded") return answer;
  const { socket } = answer;
  const expected = createHash("sha1").update(`${key}${WEBSOCKET_GUID}`).digest("base64");
  if (answer.headers["sec-websocket-accept"] !== expected) {
    socket.destroy();
    return { kind: "unsent", why: "the answer is no WebSocket" };
  }
  return { kind: "open", headers: answer.headers, pieces: messagesOf(socket, terms) };
}

type Upgraded =
  | { kind: "upgraded"; headers: Record<string, string>; socket: Duplex }
  | Exclude<Opened, { kind: "open" }>;

function upgrade(pool: Dispatcher, options: Options, signal: AbortSignal): Promise<Upgraded> {
  return new Promise((resolve) => {
    const asked = new Upgrade(signal, resolve);
    pool.dispatch({ ...options, method: "GET", upgrade: "websocket" }, asked);
  });
}

type UpgradeNews = Parameters<NonNullable<Dispatcher.DispatchHandler["onRequestUpgrade"]>>;

/** The one answer to the wish to speak WebSocket. */
class Upgrade implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #resolve: (upgraded: Upgraded) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #giveUp = () => this.#stop();
  #controller: Dispatcher.DispatchController | null = null;
  #over = false;

  constructor(signal: AbortSignal, resolve: (upgraded: Upgraded) => void) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#timer = setTimeout(this.#giveUp, OPEN_TIMEOUT_MS);
    signal.addEventListener("abort", this.#giveUp, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error("too late"));
  }

  onRequestUpgrade(...[, , headers, socket]: UpgradeNews): void {
    if (this.#over) socket.destroy();
    else this.#end({ kind: "upgraded", headers: plainHeaders(headers), socket });
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: UpgradeNews[2],
  ): void {
    const body = Buffer.alloc(0);
    this.#end({ kind: "answered", status, headers: plainHeaders(headers), body });
    controller.abort(new Error("not upgraded"));
  }

  onResponseError(_controller: unknown, cause: Error): void {
    this.#end({ kind: "unsent", why: whyOf(cause) });
  }

  #stop(): void {
    this.#end({ kind: "unsent", why: this.#signal.aborted ? "stopped" : "no answer in time" });
    this.#controller?.abort(new Error("given up"));
  }

  #end(upgraded: Upgraded): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#giveUp);
    this.#resolve(upgraded);
  }
}

async function* messagesOf(socket: Duplex, terms: HoldTerms): Pieces {
  const reader = new FrameReader(terms.pieceLengthMax);
  const chunks = chunksOf(socket, terms);
  try {
    for (let next = await chunks.next(); ; next = await chunks.next()) {
      if (next.done) return next.value;
      for (const framed of reader.read(next.value)) {
        if (framed.kind === "closed") return { why: framed.why };
        if (framed.kind === "text") yield framed.text;
        else if (socket.writable) socket.write(pongFrame(framed.body));
      }
    }
  } finally {
    if (socket.writable) socket.end(goodbyeFrame());
    socket.destroy();
  }
}

async function* linesOf(chunks: Chunks, { pieceLengthMax }: HoldTerms): Pieces {
  let pending: Buffer = Buffer.alloc(0);
  try {
    for (let next = await chunks.next(); ; next = await chunks.next()) {
      if (next.done) return next.value;
      pending = pending.length === 0 ? next.value : Buffer.concat([pending, next.value]);
      for (let end = pending.indexOf(NEWLINE); end >= 0; end = pending.indexOf(NEWLINE)) {
        if (end > pieceLengthMax) return { why: "a message is too long" };
        const line = pending.toString("utf8", 0, end);
        pending = pending.subarray(end + 1);
        yield line.endsWith("\r") ? line.slice(0, -1) : line;
      }
      if (pending.length > pieceLengthMax) return { why: "a message is too long" };
    }
  } finally {
    // Also where nobody wants the rest: the line is let go of.
    await chunks.return({ why: "let go" });
  }
}

type Chunks = AsyncGenerator<Buffer, { why: string }>;

/** Bytes as they come, no faster than they are taken, until silence, the end or the signal. */
async function* chunksOf(
  stream: AsyncIterable<Buffer> & { destroy(): unknown },
  { idleMs, signal }: HoldTerms,
): Chunks {
  const stop = () => void stream.destroy();
  signal.addEventListener("abort", stop, { once: true });
  const iterator = stream[Symbol.asyncIterator]();
  let silent = false;
  const hush = () => {
    silent = true;
    stop();
  };
  try {
    for (;;) {
      if (signal.aborted) return { why: "stopped" };
      const timer = setTimeout(hush, idleMs);
      const next = await iterator.next().finally(() => clearTimeout(timer));
      if (next.done) break;
      yield next.value;
    }
    return { why: silent ? "silent for too long" : "closed by the server" };
  } catch (cause) {
    if (signal.aborted) return { why: "stopped" };
    return { why: silent ? "silent for too long" : whyOf(cause) };
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** Enough of a refusal to see what it says. */
async function beginningOf(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<Buffer> {
  const kept: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => body.destroy(), OPEN_TIMEOUT_MS);
  try {
    for await (const chunk of body) {
      kept.push(chunk);
      length += chunk.length;
      if (length >= REFUSAL_LENGTH_MAX) break;
    }
  } catch {
    // What was read so far will do.
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
  return Buffer.concat(kept).subarray(0, REFUSAL_LENGTH_MAX);
}

const whyOf = (cause: unknown): string => codeOf(cause) ?? messageOf(cause);
