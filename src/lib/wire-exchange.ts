import type { Dispatcher } from "undici";
import { codeOf, messageOf } from "./errors.ts";

/** What became of one exchange, before anybody judges it. */
export type Exchanged =
  | { kind: "answered"; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: "unsent"; why: string }
  | { kind: "lost"; status: number | null; why: string };

export type Limits = { timeoutMs: number; bodyLengthMax: number };

/**
 * Sends one request and collects the answer. Until undici takes hold of a connection for it nothing
 * has left the house, and whatever fails is `unsent`; from then on a failure is `lost`, because the
 * other side may have read it.
 */
export function exchange(
  pool: Dispatcher,
  options: Dispatcher.DispatchOptions,
  limits: Limits,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const collector = new Collector(limits, resolve);
    try {
      pool.dispatch(options, collector);
    } catch (cause) {
      collector.onResponseError(null, cause);
    }
  });
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #limits: Limits;
  readonly #resolve: (exchanged: Exchanged) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | null = null;
  #status: number | null = null;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #length = 0;
  #over = false;

  constructor(limits: Limits, resolve: (exchanged: Exchanged) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#giveUp("no answer in time"), limits.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited in the queue until after its time; aborted here, not one byte of it is written.
    if (this.#over) controller.abort(new Error("too late"));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      this.#headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#limits.bodyLengthMax) this.#giveUp("the answer is too long");
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const only = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    const body = only ?? Buffer.concat(this.#chunks);
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
  }
}
