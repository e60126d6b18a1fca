import type { FastifyReply, FastifyRequest } from "fastify";
import { refusal } from "../../lib/errors.ts";
import { openSpool } from "../../lib/spool.ts";
import type { Callback } from "../../transports/transport.ts";
import type { App, Front, Routes } from "../routes.ts";
import { contactHookRoute } from "./contacts.ts";
import { createDoors, type Door } from "./doors.ts";
import { Intake } from "./intake.ts";
import { linkRoutes } from "./links.ts";

const BODY_BYTES_MAX = 3_000_000;
const CHANNEL_ID_MAX = 2 ** 31 - 1;
const hide = { hide: true };

/** Where providers call us back, and where the links in our messages lead. */
export const hookRoutes: Routes = async (app, front) => {
  await app.register(async (scope) => await callbackRoutes(scope, front));
  await app.register(async (scope) => await linkRoutes(scope, front));
};

/** Refuses the start where callbacks could not be kept while the database is away. */
async function callbackRoutes(app: App, front: Front): Promise<void> {
  const { house } = front;
  const intake = new Intake({ house, spool: await openSpool(front.dataDir), log: app.log });
  const doorOf = createDoors(house);
  // Signatures are made over bytes: nobody may parse a body before it is checked.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  contactHookRoute(app, front);

  app.get("/hooks/:channelId", { schema: hide }, async (request, reply) => {
    const { door } = await meet(request, doorOf);
    const answer = door?.transport.challenge?.(queryOf(request), door.settings) ?? null;
    if (answer === null) throw refusal("forbidden", "errors:request.no_handshake");
    return reply.type("text/plain").send(answer);
  });

  app.post(
    "/hooks/:channelId",
    { schema: hide, bodyLimit: BODY_BYTES_MAX },
    async (request, reply) => {
      const { id, door } = await meet(request, doorOf);
      const callback = callbackOf(request, { front, door });
      if (!door?.transport.verify?.(callback, door.settings)) return refuse(request, reply, id);
      await intake.keep({
        channelId: id,
        receivedAt: callback.receivedAt,
        contentType: callback.headers["content-type"] ?? "",
        query: callback.query.toString(),
        body: callback.body,
      });
      const answer = door.transport.answer?.(callback, door.settings) ?? null;
      if (answer !== null) return reply.type(answer.contentType).send(answer.body);
      return reply.code(200).send();
    },
  );
}

type DoorOf = (id: number) => Promise<Door | null>;

async function meet(
  request: FastifyRequest,
  doorOf: DoorOf,
): Promise<{ id: number; door: Door | null }> {
  const { params } = request;
  const typed =
    typeof params === "object" && params !== null && "channelId" in params ? params.channelId : "";
  const id = Number(typed);
  if (!Number.isInteger(id) || id < 1 || id > CHANNEL_ID_MAX) {
    throw refusal("not_found", "errors:unknown.channel");
  }
  return { id, door: await doorOf(id) };
}

/** The same answer for an unknown channel and for a wrong signature: neither tells which it was. */
function refuse(request: FastifyRequest, reply: FastifyReply, channelId: number): FastifyReply {
  request.log.warn({ channelId, from: request.ip }, "A callback without a valid signature.");
  const error = { code: "unauthenticated", message: "The signature does not fit." };
  return reply.code(401).send({ error });
}

function callbackOf(request: FastifyRequest, met: { front: Front; door: Door | null }): Callback {
  const { front, door } = met;
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: request.method,
    url: (door?.drill ? front.callbackBase : front.publicUrl) + request.url,
    query: queryOf(request),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    receivedAt: front.house.now(),
  };
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const mark = request.url.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : request.url.slice(mark + 1));
}
