import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import type { Routes } from "./routes.ts";

const FILES = fileURLToPath(new URL("../../dist/console/", import.meta.url));
const NONCE_PLACE = "__CSP_NONCE__";
const YEAR_MS = 365 * 24 * 3_600_000;

/** The crisis room: static files, and one page for every address below /console. */
export const consoleRoutes: Routes = async (app) => {
  if (!existsSync(`${FILES}index.html`)) return;
  const page = await readFile(`${FILES}index.html`, "utf8");
  await app.register(fastifyStatic, {
    root: `${FILES}assets`,
    prefix: "/console/assets/",
    // The names carry a hash of the content.
    maxAge: YEAR_MS,
    immutable: true,
  });
  const answer = (_: unknown, reply: FastifyReply) => sendPage(reply, page);
  app.get("/console", { schema: { hide: true } }, answer);
  app.get("/console/*", { schema: { hide: true } }, answer);
};

/** Mantine writes style elements; a nonce made for this answer alone lets those in and no others. */
function sendPage(reply: FastifyReply, page: string) {
  const nonce = randomBytes(16).toString("base64url");
  const policy = [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // React sets style attributes; they cannot load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return reply
    .header("content-security-policy", policy)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(page.replaceAll(NONCE_PLACE, nonce));
}
