import { randomBytes } from "node:crypto";

/** What a WebSocket brings (RFC 6455, 5.2), as far as a listener cares. */
export type Framed =
  | { kind: "text"; text: string }
  | { kind: "ping"; body: Buffer }
  | { kind: "closed"; why: string };

const CONTINUATION = 0x0;
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
const CONTROL_LENGTH_MAX = 125;

type Frame = { opcode: number; last: boolean; body: Buffer };
type Header = { opcode: number; last: boolean; headLength: number; length: number };

/**
 * Puts messages together from what the other side sends, and keeps no more than one of them. A
 * frame is judged by its header, so that what is too long is refused before it has come.
 */
export class FrameReader {
  readonly #lengthMax: number;
  #pending: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #length = 0;
  #closed = false;

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  /** Everything that this chunk completes, in order; after `closed` nothing comes any more. */
  *read(chunk: Buffer): Generator<Framed> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (!this.#closed) {
      const frame = this.#next();
      if (frame === null) return;
      const framed = typeof frame === "string" ? closed(frame) : this.#take(frame);
      if (framed?.kind === "closed") this.#closed = true;
      if (framed) yield framed;
    }
  }

  /** The next whole frame, null while there is none, or what is wrong with it. */
  #next(): Frame | string | null {
    const header = headerOf(this.#pending);
    if (header === null || typeof header === "string") return header;
    const { opcode, last, headLength, length } = header;
    if (length + this.#length > this.#lengthMax) return "a message is too long";
    const end = headLength + length;
    if (this.#pending.length < end) return null;
    const body = this.#pending.subarray(headLength, end);
    this.#pending = this.#pending.subarray(end);
    return { opcode, last, body };
  }

  #take({ opcode, last, body }: Frame): Framed | null {
    if (opcode === PING) return { kind: "ping", body: Buffer.from(body) };
    if (opcode === PONG) return null;
    if (opcode === CLOSE) return closed(closeReason(body));
    const isFirst = this.#parts.length === 0;
    if (opcode !== (isFirst ? TEXT : CONTINUATION)) return closed("a message is no text");
    if (last && isFirst) return { kind: "text", text: body.toString("utf8") };
    this.#parts.push(Buffer.from(body));
    // An empty part costs as well: nobody may send them without end.
    this.#length += body.length + 1;
    if (!last) return null;
    const text = Buffer.concat(this.#parts).toString("utf8");
    this.#parts = [];
    this.#length = 0;
    return { kind: "text", text };
  }
}

const closed = (why: string): Framed => ({ kind: "closed", why });

function headerOf(buffer: Buffer): Header | string | null {
  if (buffer.length < 2) return null;
  const [first = 0, second = 0] = buffer;
  const opcode = first & 0x0f;
  const last = (first & 0x80) !== 0;
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0) return "this is no plain WebSocket";
  const short = second & 0x7f;
  if (opcode >= CLOSE && (short > CONTROL_LENGTH_MAX || !last)) return "a control frame is broken";
  if (short < 126) return { opcode, last, headLength: 2, length: short };
  const headLength = short === 126 ? 4 : 10;
  if (buffer.length < headLength) return null;
  const length = short === 126 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
  return { opcode, last, headLength, length };
}

function closeReason(body: Buffer): string {
  if (body.length < 2) return "closed by the server";
  return `closed by the server (${body.readUInt16BE(0)})`;
}

/** What a client sends is masked (RFC 6455, 5.3). */
function masked(opcode: number, body: Buffer): Buffer {
  const mask = randomBytes(4);
  const head = Buffer.from([0x80 | opcode, 0x80 | body.length]);
  const veiled = body.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([head, mask, veiled]);
}

export const pongFrame = (body: Buffer): Buffer => masked(PONG, body);
export const goodbyeFrame = (): Buffer => masked(CLOSE, Buffer.from([0x03, 0xe8]));
