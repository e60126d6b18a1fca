import type { FastifyRequest } from "fastify";
import { noteSessionUse } from "../actions/session/open.ts";
import type { Actor } from "../domain/roles.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/clock.ts";
import { sameBytes, sha256 } from "../lib/crypto.ts";
import { refusal } from "../lib/errors.ts";
import { actorOf } from "../store/accounts.ts";
import { keyActor, liveSession } from "../store/sessions.ts";
import { CSRF_HEADER, SESSION_COOKIE } from "./cookies.ts";
import type { Front } from "./routes.ts";

const SESSION_IDLE_MS = 12 * HOUR_MS;
/** How old the note of a session's use may grow before it is written again. */
const SESSION_NOTE_MS = 5 * MINUTE_MS;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Who asks, by the session's cookie or an API key. Whoever asks to change must prove the page. */
export async function authenticate(front: Front, request: FastifyRequest): Promise<Actor> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (bearer) return await keyHolder(front, bearer);
  const token = request.cookies[SESSION_COOKIE];
  if (!token) throw refusal("unauthenticated", "errors:session.sign_in");
  const now = front.house.now();
  const tokenHash = sha256(token);
  const limits = { now: new Date(now), idleSince: new Date(now - SESSION_IDLE_MS) };
  const session = await liveSession(front.house.db, tokenHash, limits);
  if (!session) throw refusal("unauthenticated", "errors:session.ended");
  if (!SAFE_METHODS.has(request.method)) requireSamePage(request, session.csrfHash);
  if (now - session.seenAt.getTime() > SESSION_NOTE_MS)
    await noteSessionUse(front.house, tokenHash);
  return actorOf(session.account);
}

async function keyHolder(front: Front, token: string): Promise<Actor> {
  const key = await keyActor(front.house.db, sha256(token));
  if (!key) throw refusal("unauthenticated", "errors:session.key_unknown");
  return key;
}

/** A foreign page can make a browser send our cookie, but it can neither read nor set this header. */
function requireSamePage(request: FastifyRequest, csrfHash: Buffer): void {
  const sent = request.headers[CSRF_HEADER];
  if (typeof sent === "string" && sameBytes(sha256(sent), csrfHash)) return;
  throw refusal("forbidden", "errors:request.not_ours");
}

/** A browser names the page it comes from; another site's page may change nothing here. */
export function refuseForeignOrigin(front: Front, request: FastifyRequest): void {
  const origin = request.headers.origin;
  if (SAFE_METHODS.has(request.method) || origin === undefined) return;
  const ours = new Set([new URL(front.publicUrl).origin, `${request.protocol}://${request.host}`]);
  if (!ours.has(origin)) throw refusal("forbidden", "errors:request.foreign");
}
