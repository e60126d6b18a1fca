import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { House } from "../actions/action.ts";
import type { Actor } from "../domain/roles.ts";

/** A Fastify whose schemas are zod: one schema gives types, validation, answers and OpenAPI. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route may need besides the house. */
export type Front = {
  house: House;
  /** Where the public finds us, without a trailing slash. */
  publicUrl: string;
  /** Where simulated providers on this machine find us: loopback, whatever the public address is. */
  callbackBase: string;
  /** The folder for files that wait (uploads, the spool). */
  dataDir: string;
  /** How many proxies in front of us may be believed when they name the client's address. */
  trustedHops: number;
};

/** One resource: it registers its routes. Below /api, `request.actor` is known and may look. */
export type Routes = (app: App, front: Front) => void | Promise<void>;

declare module "fastify" {
  interface FastifyRequest {
    actor: Actor;
  }
}
