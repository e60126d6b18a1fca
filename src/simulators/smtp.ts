import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { chance } from "../lib/chance.ts";
import { type Conduct, goodConduct, rateGate } from "./conduct.ts";
import { control } from "./control.ts";
import { Ledger } from "./ledger.ts";
import { listen } from "./listener.ts";
import { mailOf, readMail } from "./mail.ts";
import { Outbox } from "./outbox.ts";
import { createPeople, type People } from "./people.ts";
import { realSchedule, type Schedule } from "./schedule.ts";
import {
  type News,
  newsOf,
  type Simulator,
  type SimulatorOptions,
  type Taken,
} from "./simulator.ts";

const HOST = "127.0.0.1";
const SIGNATURE_HEADER = "tocsin-signature";
const CLOSE_TIMEOUT_MS = 50;
const THROTTLED = 450;

/**
 * A mail server of this machine. Bounces and answers come back as raw mail, posted to the callback
 * address as a real server's pipe would. Secrets: `inboundKey`, and `user` and `password` where
 * a sign-in is asked for. `errorCode` is an SMTP status here, given to each recipient.
 */
export async function startSmtpSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator & { port: number }> {
  const post = new PostOffice(options);
  const port = await post.open(options.port ?? 0);
  const back = await listen(0, (called, reply) =>
    control(called, reply, {
      received: post.received,
      waiting: () => post.outbox.waiting(),
      setConduct: post.setConduct,
      setCallbackUrl: (url) => void (post.callbackUrl = url),
    }),
  );
  await post.setConduct(options.conduct ?? {});
  return {
    url: `smtp://${HOST}:${port}`,
    port,
    controlUrl: back.url,
    received: post.received,
    setConduct: post.setConduct,
    setCallbackUrl: (url) => void (post.callbackUrl = url),
    write: post.write,
    waiting: () => post.outbox.waiting(),
    async stop() {
      if (!options.schedule) post.schedule.stop();
      await Promise.all([post.close(), back.close(), post.outbox.stop()]);
    },
  };
}

type Done = (error?: Error | null) => void;

class PostOffice {
  readonly received = new Ledger();
  readonly schedule: Schedule;
  readonly outbox: Outbox<News>;
  callbackUrl: string | null;
  readonly #now: () => number;
  readonly #people: People;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #draw: () => number;
  readonly #isWithin: (perSecondMax: number | null) => boolean;
  #server: SMTPServer | null = null;
  #port = 0;
  #conduct: Conduct = goodConduct;

  constructor(options: SimulatorOptions) {
    const { now = Date.now, secrets = {}, seed = 1, callbackUrl = null } = options;
    this.#now = now;
    this.#secrets = secrets;
    this.callbackUrl = callbackUrl;
    this.schedule = options.schedule ?? realSchedule();
    this.#people = options.people ?? createPeople();
    this.#draw = chance(seed);
    this.#isWithin = rateGate(now);
    this.outbox = new Outbox<News>({
      schedule: this.schedule,
      seed,
      conduct: () => this.#conduct,
      write: (items) => items.flatMap((news) => this.#callback(news)),
    });
  }

  async open(port: number): Promise<number> {
    const { user, password } = this.#secrets;
    const server = new SMTPServer({
      disabledCommands: user === undefined ? ["AUTH", "STARTTLS"] : ["STARTTLS"],
      authOptional: user === undefined,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: CLOSE_TIMEOUT_MS,
      onAuth: (auth, _session, done) => {
        const fits = auth.username === user && auth.password === password;
        return fits ? done(null, { user: auth.username }) : done(smtpError(535, "Wrong password"));
      },
      onRcptTo: (_address, _session, done) => done(this.#objection()),
      onData: (stream, session, done) => {
        // A sender that dies in the middle of a message has sent none.
        this.#take(stream, session, done).catch((cause: Error) => done(cause));
      },
    });
    // A sender that hangs up is no concern of ours.
    server.on("error", () => {});
    const taken = await new Promise<number>((resolve, reject) => {
      const listening = server.listen(port, HOST, () => {
        const address = listening.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
      listening.once("error", reject);
    });
    this.#server = server;
    this.#port = taken;
    return taken;
  }

  close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  setConduct = async (change: Partial<Conduct>): Promise<void> => {
    this.#conduct = { ...this.#conduct, ...change };
    const isRefusing = this.#conduct.state === "refusing";
    if (isRefusing) await this.close();
    else if (!this.#server) await this.open(this.#port);
  };

  write = (from: string, text: string): void =>
    this.outbox.push({ kind: "reply", from, text, to: null, at: this.#now() }, 0);

  #objection(): Error | null {
    const { state, errorCode, perSecondMax } = this.#conduct;
    if (state === "erring") {
      this.received.refuse();
      return smtpError(
        errorCode,
        errorCode === 550 ? "5.1.1 No such mailbox" : "Simulated failure",
      );
    }
    if (this.#isWithin(perSecondMax)) return null;
    this.received.refuse();
    return smtpError(THROTTLED, "4.7.0 Too fast");
  }

  async #take(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const { state, loseAnswers, answerMs } = this.#conduct;
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
    const address = session.envelope.rcptTo[0]?.address ?? "";
    const { reference, messageId, text } = await readMail(Buffer.concat(chunks), from);
    const answer = { status: 250, body: "" };
    const taken = { address, reference, text, providerId: messageId, callbackUrl: null, answer };
    this.received.take({ ...taken, at: this.#now() });
    if (state === "stalled") return;
    if (state !== "blackhole") this.#foretell({ ...taken, callbackUrl: from });
    if (loseAnswers > 0 && this.#draw() < loseAnswers) this.#hangUp(session);
    else if (answerMs > 0) this.schedule.after(answerMs, () => done());
    else done();
  }

  #hangUp(session: SMTPServerSession): void {
    for (const connection of this.#server?.connections ?? []) {
      if (connection.id === session.id) connection.close();
    }
  }

  /** A mail server learns of bounces and answers only. */
  #foretell(taken: Taken): void {
    for (const { news, afterMs } of newsOf(taken, this.#people)) {
      if (news.kind === "fact") continue;
      this.outbox.push({ ...news, at: this.#now() + afterMs }, afterMs);
    }
  }

  #callback(news: News) {
    if (this.callbackUrl === null) return [];
    const key = this.#secrets["inboundKey"] ?? "";
    return [
      {
        method: "POST" as const,
        url: this.callbackUrl,
        headers: { "content-type": "message/rfc822" },
        text: mailOf(news),
        secret: { stamp: { header: SIGNATURE_HEADER, key, at: this.#now() } },
      },
    ];
  }
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
