import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { refusal } from "../lib/errors.ts";
import { OPEN_ROUTES, SIGNED_IN_ROUTES } from "./api/all.ts";
import { authenticate, refuseForeignOrigin } from "./auth.ts";
import { consoleRoutes } from "./console.ts";
import { registerDocs } from "./docs.ts";
import { answerError } from "./errors.ts";
import { type LiveHub, liveRoutes } from "./live.ts";
import type { App, Front, Routes } from "./routes.ts";

const BODY_BYTES_MAX = 1_000_000;
const UPLOAD_BYTES_MAX = 2_000_000_000;
/** What a page may load when nothing more was allowed: nothing. */
const STRICTEST_POLICY = "default-src 'none'; frame-ancestors 'none'";

export type AppParts = {
  front: Front;
  hub: LiveHub;
  logLevel: string;
  /** Everything outside /api: the public pages and the callbacks of providers. */
  outside: readonly Routes[];
};

/** The whole HTTP side. Nothing listens yet: tests talk to it without a socket. */
export async function createApp(parts: AppParts): Promise<App> {
  const { front } = parts;
  const app = fastify({
    logger: { level: parts.logLevel },
    bodyLimit: BODY_BYTES_MAX,
    // Counted from our side: what lies beyond the last proxy we know can be forged.
    trustProxy: (_address: string, hop: number) => hop < front.trustedHops,
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request) => {
    throw refusal("not_found", "errors:request.nothing_at", { path: request.url.split("?")[0] });
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 1 } });
  await app.register(rateLimit, { global: false });
  await secureHeaders(app);
  await registerDocs(app);
  await app.register((api) => registerApi(api, parts), { prefix: "/api" });
  for (const routes of [...parts.outside, consoleRoutes]) {
    await app.register(async (scope) => await routes(scope, front));
  }
  return app;
}

async function registerApi(api: App, { front, hub }: AppParts): Promise<void> {
  api.addHook("onRequest", async (request) => refuseForeignOrigin(front, request));
  await api.register(async (open) => {
    for (const routes of OPEN_ROUTES) await routes(open, front);
  });
  await api.register(async (signedIn) => {
    signedIn.decorateRequest("actor");
    signedIn.addHook("onRequest", async (request) => {
      request.actor = await authenticate(front, request);
    });
    for (const routes of [...SIGNED_IN_ROUTES, liveRoutes(hub)]) await routes(signedIn, front);
  });
}

async function secureHeaders(app: App): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: false,
    frameguard: false,
    referrerPolicy: { policy: "same-origin" },
  });
  app.addHook("onSend", async (request, reply) => {
    const documented = request.url.startsWith("/api/docs");
    if (documented || reply.hasHeader("content-security-policy")) return;
    reply.header("content-security-policy", STRICTEST_POLICY);
  });
}
