import { createServer, type Server, type Socket } from "node:net";
import { readSmsPart } from "../domain/text/sms-parts.ts";
import { chance } from "../lib/chance.ts";
import {
  COMMANDS,
  EXTRAS,
  messageBody,
  RESPONSE,
  readBind,
  readMessage,
  type ShortMessage,
  STATUS,
  text,
  type Unit,
  UnitReader,
  unitBytes,
} from "../lib/smpp.ts";
import { type Conduct, goodConduct, rateGate } from "./conduct.ts";
import { control } from "./control.ts";
import { Ledger } from "./ledger.ts";
import { listen } from "./listener.ts";
import { createPeople, type People } from "./people.ts";
import { realSchedule, type Schedule } from "./schedule.ts";
import { type News, newsOf, type Simulator, type SimulatorOptions } from "./simulator.ts";

const HOST = "127.0.0.1";
const OUR_NUMBER = { ton: 1, npi: 1, number: "33700000001" };
const FIRST_ID = 0x1a2b0000;
const RECEIPT = 0x04;
const HAS_HEADER = 0x40;

/**
 * An operator's SMS centre (SMPP 3.4). Long messages are joined again; receipts and replies come
 * over the bound line, and again after a new bind until they are answered. `errorCode` is a command
 * status here. Secrets: `systemId`, `password`; with `ids` at `hex` a number is given in hexadecimal
 * and told in decimal, as some centres do; with `receipts` at `early` they overtake the answer.
 */
export async function startSmscSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator & { port: number; drop(): void; quiz(): void; present(): number }> {
  const centre = new Centre(options);
  const port = await centre.open(options.port ?? 0);
  const back = await listen(0, (called, reply) =>
    control(called, reply, {
      received: centre.received,
      waiting: centre.waiting,
      setConduct: centre.setConduct,
      setCallbackUrl: () => undefined,
    }),
  );
  await centre.setConduct(options.conduct ?? {});
  return {
    url: `smpp://${HOST}:${port}`,
    port,
    controlUrl: back.url,
    received: centre.received,
    setConduct: centre.setConduct,
    // Receipts come over the line and nowhere else.
    setCallbackUrl: () => undefined,
    write: (from, said) => centre.tell({ kind: "reply", from, text: said, to: null, at: 0 }, 0),
    waiting: centre.waiting,
    drop: () => centre.hangUp(),
    quiz: () => centre.quiz(),
    present: () => centre.present,
    async stop() {
      if (!options.schedule) centre.schedule.stop();
      await Promise.all([centre.close(), back.close()]);
    },
  };
}

type Bound = { socket: Socket; reader: UnitReader; isBound: boolean };

class Centre {
  readonly received = new Ledger();
  readonly schedule: Schedule;
  readonly #now: () => number;
  readonly #people: People;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #draw: () => number;
  readonly #isWithin: (perSecondMax: number | null) => boolean;
  readonly #lines = new Set<Bound>();
  /** Parts of long messages that have come, until the last one has. */
  readonly #parts = new Map<string, Map<number, string>>();
  readonly #untold = new Map<number, ShortMessage>();
  #server: Server | null = null;
  #port = 0;
  #conduct: Conduct = goodConduct;
  /** How often somebody answered when asked whether they are there. */
  present = 0;
  #ripening = 0;
  #sequence = 0;
  #ids = FIRST_ID;

  constructor({ now = Date.now, seed = 1, secrets = {}, schedule, people }: SimulatorOptions) {
    this.#now = now;
    this.#secrets = secrets;
    this.schedule = schedule ?? realSchedule();
    this.#people = people ?? createPeople();
    this.#draw = chance(seed);
    this.#isWithin = rateGate(now);
  }

  waiting = (): number => this.#ripening + this.#untold.size;

  async open(port: number): Promise<number> {
    const server = createServer((socket) => this.#meet(socket));
    await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
    const address = server.address();
    this.#server = server;
    this.#port = typeof address === "object" && address ? address.port : port;
    return this.#port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.hangUp();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  hangUp(): void {
    for (const { socket } of this.#lines) socket.destroy();
  }

  /** Asks on every line whether somebody is there. */
  quiz(): void {
    for (const line of this.#lines) this.#ask(line, COMMANDS.enquireLink, Buffer.alloc(0));
  }

  setConduct = async (change: Partial<Conduct>): Promise<void> => {
    this.#conduct = { ...this.#conduct, ...change };
    if (this.#conduct.state === "refusing") await this.close();
    else if (!this.#server) await this.open(this.#port);
  };

  tell(news: News, afterMs: number): void {
    const { dropped, duplicated, receiptsLateMs } = this.#conduct;
    if (dropped > 0 && this.#draw() < dropped) return;
    const copies = duplicated > 0 && this.#draw() < duplicated ? 2 : 1;
    this.#ripening += copies;
    this.schedule.after(afterMs + receiptsLateMs, () => {
      this.#ripening -= copies;
      for (let copy = 0; copy < copies; copy++) this.#deliver(this.#messageOf(news));
    });
  }

  #meet(socket: Socket): void {
    const line: Bound = { socket, reader: new UnitReader(), isBound: false };
    this.#lines.add(line);
    socket.on("error", () => {});
    socket.once("close", () => this.#lines.delete(line));
    socket.on("data", (chunk: Buffer) => {
      if (this.#conduct.state === "stalled") return;
      const units = line.reader.read(chunk);
      if (units === null) return void socket.destroy();
      for (const unit of units) this.#take(line, unit);
    });
  }

  #take(line: Bound, unit: Unit): void {
    const { command, sequence, status } = unit;
    if (command === COMMANDS.bindTransceiver) return this.#bind(line, unit);
    if (command === (COMMANDS.deliverSm | RESPONSE) >>> 0) {
      if (status === STATUS.ok) this.#untold.delete(sequence);
    } else if (command === (COMMANDS.enquireLink | RESPONSE) >>> 0) this.present += 1;
    else if (command === COMMANDS.submitSm) this.#submit(line, unit);
    else if (command === COMMANDS.enquireLink) this.#answer(line, unit, { status: STATUS.ok });
    else if (command === COMMANDS.unbind) {
      this.#answer(line, unit, { status: STATUS.ok });
      line.socket.end();
    } else if (command >>> 0 < RESPONSE) {
      this.#answer(line, { ...unit, command: 0 }, { status: STATUS.unknownCommand });
    }
  }

  #bind(line: Bound, unit: Unit): void {
    const { systemId, password } = readBind(unit.body);
    const fits = (given: string, name: string) => (this.#secrets[name] ?? given) === given;
    const isKnown = fits(systemId, "systemId") && fits(password, "password");
    const status = isKnown ? STATUS.ok : STATUS.invalidPassword;
    line.isBound = isKnown;
    this.#answer(line, unit, { status, id: "SMSC" });
    if (isKnown) for (const [sequence, message] of this.#untold) this.#say(line, sequence, message);
  }

  #submit(line: Bound, unit: Unit): void {
    const { state, errorCode, perSecondMax, loseAnswers } = this.#conduct;
    const refused = !line.isBound
      ? STATUS.invalidBind
      : state === "erring"
        ? errorCode
        : this.#isWithin(perSecondMax)
          ? null
          : STATUS.throttled;
    if (refused !== null) {
      this.received.refuse();
      return this.#answer(line, unit, { status: refused });
    }
    this.#ids += 1;
    const told = this.#secrets["ids"] === "hex" ? this.#ids.toString(16) : String(this.#ids);
    const isEarly = this.#secrets["receipts"] === "early";
    if (isEarly) this.#accept(readMessage(unit.body), String(this.#ids));
    if (loseAnswers > 0 && this.#draw() < loseAnswers) line.socket.destroy();
    else this.#answer(line, unit, { status: STATUS.ok, id: told });
    if (!isEarly) this.#accept(readMessage(unit.body), String(this.#ids));
  }

  #accept(message: ShortMessage, providerId: string): void {
    const address = `+${message.to.number}`;
    const whole = this.#join(address, message);
    if (whole === null) return;
    const answer = { status: 0, body: "" };
    const about = { address, reference: providerId, providerId, callbackUrl: null };
    const taken = { ...about, text: whole, answer };
    this.received.take({ ...taken, at: this.#now() });
    if (this.#conduct.state === "blackhole") return;
    for (const { news, afterMs } of newsOf(taken, this.#people)) {
      if (news.kind === "fact" && news.fact !== "delivered") continue;
      this.tell(news, afterMs);
    }
  }

  /** The whole text, as soon as its last part has come. */
  #join(address: string, { bytes, dataCoding, esmClass }: ShortMessage): string | null {
    const alphabet = dataCoding === 8 ? "ucs2" : "gsm7";
    const hasHeader = (esmClass & HAS_HEADER) !== 0;
    const read = readSmsPart(bytes, { alphabet, hasHeader });
    const key = `${address}/${read.name}`;
    const parts = this.#parts.get(key) ?? new Map<number, string>();
    parts.set(read.part, read.text);
    this.#parts.set(key, parts);
    if (parts.size < read.parts) return null;
    this.#parts.delete(key);
    return [...parts]
      .sort(([a], [b]) => a - b)
      .map(([, part]) => part)
      .join("");
  }

  #messageOf(news: News): ShortMessage {
    const base = { to: OUR_NUMBER, validity: "", registered: 0, dataCoding: 0 };
    const partyOf = (address: string) => ({ ton: 1, npi: 1, number: address.replace(/^\+/, "") });
    if (news.kind === "reply") {
      const bytes = Buffer.from(news.text, "utf16le").swap16();
      const from = partyOf(news.from);
      return { ...base, from, dataCoding: 8, esmClass: 0, bytes, extras: new Map() };
    }
    const { providerId, address } = news.of;
    const failed = news.kind === "failed";
    const state = failed ? "UNDELIV" : "DELIVRD";
    const dates = "submit date:2603011000 done date:2603011001";
    const shown = `sub:001 dlvrd:${failed ? "000" : "001"} ${dates}`;
    const said = `id:${providerId} ${shown} stat:${state} err:${failed ? "001" : "000"} text:`;
    const extras = new Map([[EXTRAS.state, Buffer.from([failed ? 5 : 2])]]);
    const from = partyOf(address);
    return { ...base, from, esmClass: RECEIPT, bytes: Buffer.from(said, "latin1"), extras };
  }

  #deliver(message: ShortMessage): void {
    this.#sequence += 1;
    this.#untold.set(this.#sequence, message);
    const line = [...this.#lines].find(({ isBound }) => isBound);
    if (line) this.#say(line, this.#sequence, message);
  }

  #say({ socket }: Bound, sequence: number, message: ShortMessage): void {
    const body = messageBody(message);
    socket.write(unitBytes({ command: COMMANDS.deliverSm, status: 0, sequence, body }));
  }

  #ask({ socket }: Bound, command: number, body: Buffer): void {
    this.#sequence += 1;
    socket.write(unitBytes({ command, status: 0, sequence: this.#sequence, body }));
  }

  #answer(line: Bound, { command, sequence }: Unit, told: { status: number; id?: string }): void {
    // A refusal has no body.
    const isBare = told.id === undefined || told.status !== STATUS.ok;
    const body = isBare ? Buffer.alloc(0) : text(told.id ?? "");
    const answer = { command: (command | RESPONSE) >>> 0, status: told.status, sequence, body };
    const send = () => void line.socket.write(unitBytes(answer));
    if (this.#conduct.answerMs > 0) this.schedule.after(this.#conduct.answerMs, send);
    else send();
  }
}
