/**
 * The part of SMPP 3.4 (SMPP Developers Forum, issue 1.2) that an SMS needs. A unit is a header of
 * four numbers and a body of texts that end in a zero, single bytes, and optional fields behind.
 */
export const COMMANDS = {
  genericNack: 0x80000000,
  submitSm: 0x00000004,
  deliverSm: 0x00000005,
  unbind: 0x00000006,
  bindTransceiver: 0x00000009,
  enquireLink: 0x00000015,
} as const;
export const RESPONSE = 0x80000000;
export const STATUS = {
  ok: 0x00,
  invalidBind: 0x04,
  systemError: 0x08,
  bindFailed: 0x0d,
  invalidPassword: 0x0e,
  invalidSystemId: 0x0f,
  unknownCommand: 0x03,
  throttled: 0x58,
} as const;
const INTERFACE_VERSION = 0x34;
const HEADER_LENGTH = 16;
/** A message is 254 bytes at the most; whatever is much larger is no SMPP. */
const UNIT_LENGTH_MAX = 16_384;
const MESSAGE_LENGTH_MAX = 254;

export type Unit = { command: number; status: number; sequence: number; body: Buffer };

export function unitBytes({ command, status, sequence, body }: Unit): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt32BE(HEADER_LENGTH + body.length, 0);
  header.writeUInt32BE(command, 4);
  header.writeUInt32BE(status, 8);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

/** Puts together what a connection brings in pieces. */
export class UnitReader {
  #rest = Buffer.alloc(0);

  /** The units that are complete, or null where this is no SMPP: then the line is worth nothing. */
  read(chunk: Buffer): Unit[] | null {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const units: Unit[] = [];
    while (this.#rest.length >= HEADER_LENGTH) {
      const length = this.#rest.readUInt32BE(0);
      if (length < HEADER_LENGTH || length > UNIT_LENGTH_MAX) return null;
      if (this.#rest.length < length) break;
      units.push({
        command: this.#rest.readUInt32BE(4),
        status: this.#rest.readUInt32BE(8),
        sequence: this.#rest.readUInt32BE(12),
        body: Buffer.from(this.#rest.subarray(HEADER_LENGTH, length)),
      });
      this.#rest = this.#rest.subarray(length);
    }
    return units;
  }
}

export const text = (value: string): Buffer =>
  Buffer.from(`${value.replaceAll("\0", "")}\0`, "latin1");

export type Bind = { systemId: string; password: string; systemType: string };

export const bindBody = ({ systemId, password, systemType }: Bind): Buffer =>
  Buffer.concat([
    text(systemId),
    text(password),
    text(systemType),
    Buffer.from([INTERFACE_VERSION, 0, 0, 0]),
  ]);

export function readBind(body: Buffer): Bind {
  const fields = new Fields(body);
  return { systemId: fields.text(), password: fields.text(), systemType: fields.text() };
}

/** Where a number is from: international, alphanumeric, or the network's own short one. */
export type Party = { ton: number; npi: number; number: string };

export type ShortMessage = {
  from: Party;
  to: Party;
  /** Bit 6: the bytes begin with a header. Bits 2 to 5: 1 is a receipt. */
  esmClass: number;
  validity: string;
  registered: number;
  dataCoding: number;
  bytes: Buffer;
  /** Optional fields by their number. */
  extras: ReadonlyMap<number, Buffer>;
};
export const EXTRAS = { receiptedId: 0x001e, payload: 0x0424, state: 0x0427 } as const;

/** `submit_sm` and `deliver_sm` have one form. */
export function messageBody(message: ShortMessage): Buffer {
  const { from, to, esmClass, validity, registered, dataCoding, bytes, extras } = message;
  return Buffer.concat([
    text(""),
    Buffer.from([from.ton, from.npi]),
    text(from.number),
    Buffer.from([to.ton, to.npi]),
    text(to.number),
    Buffer.from([esmClass, 0, 0]),
    text(""),
    text(validity),
    Buffer.from([registered, 0, dataCoding, 0, Math.min(bytes.length, MESSAGE_LENGTH_MAX)]),
    bytes.subarray(0, MESSAGE_LENGTH_MAX),
    ...[...extras].map(([tag, value]) => {
      const header = Buffer.alloc(4);
      header.writeUInt16BE(tag, 0);
      header.writeUInt16BE(value.length, 2);
      return Buffer.concat([header, value]);
    }),
  ]);
}

export function readMessage(body: Buffer): ShortMessage {
  const fields = new Fields(body);
  fields.text();
  const from = { ton: fields.byte(), npi: fields.byte(), number: fields.text() };
  const to = { ton: fields.byte(), npi: fields.byte(), number: fields.text() };
  const esmClass = fields.byte();
  fields.take(2);
  fields.text();
  const validity = fields.text();
  const registered = fields.byte();
  fields.take(1);
  const dataCoding = fields.byte();
  fields.take(1);
  const short = fields.take(fields.byte());
  const extras = fields.extras();
  const bytes = short.length > 0 ? short : (extras.get(EXTRAS.payload) ?? short);
  return { from, to, esmClass, validity, registered, dataCoding, bytes, extras };
}

/** The one text of an answer: a message's number. */
export const readId = (body: Buffer): string => new Fields(body).text();

/** Reads on from where it stands; beyond the end there are zeros, whoever wrote it. */
class Fields {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  byte(): number {
    const value = this.#body[this.#at] ?? 0;
    this.#at += 1;
    return value;
  }

  take(length: number): Buffer {
    const taken = this.#body.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    const value = this.#body.toString("latin1", this.#at, end < 0 ? this.#body.length : end);
    this.#at = end < 0 ? this.#body.length : end + 1;
    return value;
  }

  extras(): Map<number, Buffer> {
    const found = new Map<number, Buffer>();
    while (this.#at + 4 <= this.#body.length) {
      const tag = this.#body.readUInt16BE(this.#at);
      const length = this.#body.readUInt16BE(this.#at + 2);
      this.#at += 4;
      found.set(tag, this.take(length));
    }
    return found;
  }
}
