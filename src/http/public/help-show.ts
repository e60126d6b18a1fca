import type { FastifyRequest } from "fastify";
import type { App } from "../routes.ts";
import { uncached } from "./headers.ts";

const AGENT_LENGTH_MAX = 300;
/** The longest message we take, in the longest spelling a form has for its letters. */
const FORM_BYTES_MAX = 65_536;

export function addLongFormParser(app: App): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: FORM_BYTES_MAX },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

/** A question may say much about who asks: it is kept by nobody, and handed on to nobody. */
export const drawnHeaders = {
  ...uncached,
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};

/** Where something came from, for the hash that rotates; neither is kept. */
export const placeOf = (request: FastifyRequest): { ip: string; agent: string } => ({
  ip: request.ip,
  agent: (request.headers["user-agent"] ?? "").slice(0, AGENT_LENGTH_MAX),
});
