import type { Dispatcher } from "undici";
import { codeOf, messageOf } from "./errors.ts";
import type { Waiting, Window } from "./wire-window.ts";

/** What became of one exchange, before anybody judges it. */
export type Exchanged =
  | { kind: "answered"; status: number; headers: RawHeaders; body: Buffer }
  | { kind: "unsent"; why: string }
  | { kind: "lost"; status: number | null; why: string };

/** As they came; a name that came more than once has a list. */
export type RawHeaders = Record<string, string | string[] | undefined>;

export type Limits = { timeoutMs: number; bodyLengthMax: number };

const EMPTY = Buffer.alloc(0);

/**
 * Sends one request and collects the answer. Until undici takes hold of a connection for it nothing
 * has left the house, and whatever fails is `unsent`; from then on a failure is `lost`, because the
 * other side may have read it.
 */
export function exchange(
  line: Window<Dispatcher>,
  options: Dispatcher.DispatchOptions,
  limits: Limits,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    line.enter(new Collector({ line, options, limits }, resolve));
  });
}

type Job = { line: Window<Dispatcher>; options: Dispatcher.DispatchOptions; limits: Limits };

class Collector implements Dispatcher.DispatchHandler, Waiting<Dispatcher> {
  readonly #job: Job;
  readonly #resolve: (exchanged: Exchanged) => void;
  readonly #timer: NodeJS.Timeout;
  #connection: Dispatcher | null = null;
  #begunAt = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #status: number | null = null;
  #headers: RawHeaders = {};
  /** Most answers come in one piece. */
  #first: Buffer | null = null;
  #rest: Buffer[] | null = null;
  #length = 0;
  #over = false;

  constructor(job: Job, resolve: (exchanged: Exchanged) => void) {
    this.#job = job;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#giveUp("no answer in time"), job.limits.timeoutMs);
  }

  begin(connection: Dispatcher): boolean {
    if (this.#over) return false;
    this.#connection = connection;
    this.#begunAt = performance.now();
    try {
      connection.dispatch(this.#job.options, this);
    } catch (cause) {
      this.onResponseError(null, cause);
    }
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited in the queue until after its time; aborted here, not one byte of it is written.
    if (this.#over) controller.abort(new Error("too late"));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: RawHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#job.limits.bodyLengthMax) this.#giveUp("the answer is too long");
    else if (this.#first === null) this.#first = chunk;
    else (this.#rest ??= [this.#first]).push(chunk);
  }

  onResponseEnd(): void {
    const body = this.#rest ? Buffer.concat(this.#rest) : (this.#first ?? EMPTY);
    this.#end({ kind: "answered", status: this.#status ?? 0, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, cause: unknown): void {
    this.#fail(codeOf(cause) ?? messageOf(cause));
  }

  #giveUp(why: string): void {
    const controller = this.#controller;
    this.#fail(why);
    controller?.abort(new Error(why));
  }

  #fail(why: string): void {
    if (this.#controller === null) this.#end({ kind: "unsent", why });
    else this.#end({ kind: "lost", status: this.#status, why });
  }

  #end(exchanged: Exchanged): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#resolve(exchanged);
    const connection = this.#connection;
    if (!connection) return;
    // A connection that failed may be used again when undici is through with it, not in the middle.
    if (exchanged.kind === "answered") this.#leave(connection);
    else queueMicrotask(() => this.#leave(connection));
  }

  #leave(connection: Dispatcher): void {
    this.#job.line.leave(connection, performance.now() - this.#begunAt);
  }
}
