import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { SECOND_MS } from "../lib/clock.ts";
import {
  type Bind,
  bindBody,
  COMMANDS,
  RESPONSE,
  STATUS,
  text,
  type Unit,
  UnitReader,
  unitBytes,
} from "../lib/smpp.ts";

const CONNECT_TIMEOUT_MS = 10_000;
export const ANSWER_TIMEOUT_MS = 10_000;
const ENQUIRE_EVERY_MS = 30 * SECOND_MS;
const SEQUENCE_MAX = 0x7fffffff;

export type Answered =
  | { kind: "answered"; unit: Unit }
  | { kind: "unsent" } //  surely not handed over
  | { kind: "lost" }; //   no answer: it may have been taken

export type LineTerms = Bind & {
  /** The vetted address, and the name that a certificate must carry. */
  address: string;
  host: string;
  port: number;
  security: "tls" | "none";
  /** Something for us came over the line; it is answered when this has resolved. */
  deliver(unit: Unit): Promise<void>;
};

/** One bound connection to an SMSC: requests in both directions, and a question while it is quiet. */
export class SmppLine {
  readonly #terms: LineTerms;
  readonly #reader = new UnitReader();
  readonly #waiting = new Map<number, (answered: Answered) => void>();
  #socket: Socket | null = null;
  #sequence = 0;
  #pulse: NodeJS.Timeout | null = null;
  /** One side has said good-bye: what were written now, nobody would read. */
  #isLeaving = false;

  constructor(terms: LineTerms) {
    this.#terms = terms;
  }

  get isOpen(): boolean {
    return this.#socket !== null && !this.#socket.destroyed && !this.#isLeaving;
  }

  /** Connects and binds. The status of the bind, or null where nobody answered. */
  async open(): Promise<number | null> {
    const socket = await this.#connect();
    if (!socket) return null;
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", () => {});
    socket.once("close", () => this.#lose());
    const answered = await this.request(COMMANDS.bindTransceiver, bindBody(this.#terms));
    const status = answered.kind === "answered" ? answered.unit.status : null;
    if (status !== STATUS.ok) socket.destroy();
    else this.#pulse = setInterval(() => void this.#enquire(), ENQUIRE_EVERY_MS).unref();
    return status;
  }

  request(command: number, body: Buffer, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Answered> {
    const socket = this.#socket;
    if (!socket || !this.isOpen) return Promise.resolve({ kind: "unsent" });
    this.#sequence = (this.#sequence % SEQUENCE_MAX) + 1;
    const sequence = this.#sequence;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: "lost" }), timeoutMs);
      const settle = (answered: Answered) => {
        clearTimeout(timer);
        this.#waiting.delete(sequence);
        resolve(answered);
      };
      this.#waiting.set(sequence, settle);
      socket.write(unitBytes({ command, status: STATUS.ok, sequence, body }));
    });
  }

  /** Says good-bye, and hears what is still answered before the other side does. */
  leave(): void {
    if (!this.isOpen) return;
    void this.request(COMMANDS.unbind, Buffer.alloc(0)).then(() => this.#socket?.destroy());
    this.#isLeaving = true;
  }

  close(): void {
    this.#isLeaving = true;
    this.#socket?.end(
      unitBytes({
        command: COMMANDS.unbind,
        status: STATUS.ok,
        sequence: 1,
        body: Buffer.alloc(0),
      }),
    );
    this.#socket?.destroySoon();
  }

  #connect(): Promise<Socket | null> {
    const { address, host, port, security } = this.#terms;
    return new Promise((resolve) => {
      const socket =
        security === "tls"
          ? connectTls({ host: address, port, servername: host })
          : connectTcp({ host: address, port });
      const fail = () => {
        socket.destroy();
        resolve(null);
      };
      socket.setTimeout(CONNECT_TIMEOUT_MS, fail);
      socket.once("error", fail);
      socket.once(security === "tls" ? "secureConnect" : "connect", () => {
        socket.setTimeout(0);
        socket.removeListener("error", fail);
        resolve(socket);
      });
    });
  }

  #read(chunk: Buffer): void {
    const units = this.#reader.read(chunk);
    if (units === null) return void this.#socket?.destroy();
    for (const unit of units) this.#take(unit);
  }

  #take(unit: Unit): void {
    // By SMPP the first bit says that it is an answer; JavaScript would make it a sign.
    if (unit.command >>> 0 >= RESPONSE) {
      this.#waiting.get(unit.sequence)?.({ kind: "answered", unit });
    } else if (unit.command === COMMANDS.deliverSm) {
      void this.#terms.deliver(unit).then(
        () => this.#answer(unit, STATUS.ok),
        // It was not kept: the SMSC shall say it again.
        () => this.#answer(unit, STATUS.systemError),
      );
    } else if (unit.command === COMMANDS.enquireLink) {
      this.#answer(unit, STATUS.ok);
    } else if (unit.command === COMMANDS.unbind) {
      this.#answer(unit, STATUS.ok);
      this.#isLeaving = true;
      this.#socket?.destroySoon();
    } else this.#answer({ ...unit, command: 0 }, STATUS.unknownCommand);
  }

  #answer({ command, sequence }: Unit, status: number): void {
    const body = command === COMMANDS.deliverSm ? text("") : Buffer.alloc(0);
    const answer = { command: (command | RESPONSE) >>> 0, status, sequence, body };
    if (this.isOpen) this.#socket?.write(unitBytes(answer));
  }

  async #enquire(): Promise<void> {
    const answered = await this.request(COMMANDS.enquireLink, Buffer.alloc(0));
    if (answered.kind !== "answered") this.#socket?.destroy();
  }

  #lose(): void {
    if (this.#pulse) clearInterval(this.#pulse);
    for (const settle of this.#waiting.values()) settle({ kind: "lost" });
  }
}
