import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { z } from "zod";

/** The part of Node's HTTP parser that lets go of its socket. */
const Parser = z.object({
  unconsume: z.custom<() => void>((it) => typeof it === "function"),
  remove: z.custom<() => void>((it) => typeof it === "function"),
  close: z.custom<() => void>((it) => typeof it === "function"),
});
/** Node names what HTTP listens for on a socket in this way; what the socket itself needs, otherwise. */
const OF_HTTP = /^(bound )?socketOn|^onServerResponseClose$/;
const EVENTS = ["data", "end", "close", "error", "drain", "timeout"] as const;

/**
 * Takes the socket of an exchange away from Node's HTTP machinery, as an upgrade does: a line that
 * only stays open, for hours, then costs half the memory. Answers null where this Node keeps its
 * sockets differently; the caller goes on in the ordinary way.
 */
export function bareSocket(response: ServerResponse): Socket | null {
  const { socket } = response;
  if (socket === null) return null;
  const parser: unknown = Reflect.get(socket, "parser");
  if (!Parser.safeParse(parser).success || !isAsKnown(socket)) return null;
  response.detachSocket(socket);
  for (const name of EVENTS) {
    for (const listener of ofHttp(socket, name)) socket.off(name, listener);
  }
  Reflect.set(socket, "parser", null);
  letGo(parser);
  socket.setTimeout(0);
  return socket;
}

const ofHttp = (socket: Socket, event: string) =>
  socket.listeners(event).filter(({ name }) => OF_HTTP.test(name)) as (() => void)[];

/** HTTP reads and times this socket, and nobody else reads it. */
const isAsKnown = (socket: Socket): boolean =>
  ofHttp(socket, "data").length === 1 &&
  socket.listenerCount("data") === 1 &&
  ofHttp(socket, "error").length === 1;

function letGo(parser: unknown): void {
  const { unconsume, remove, close } = parser as z.infer<typeof Parser>;
  unconsume.call(parser);
  remove.call(parser);
  // Its stack must have unwound before it goes.
  setImmediate(() => close.call(parser));
}
