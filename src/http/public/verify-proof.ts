import type { FastifyReply } from "fastify";
import { z } from "zod";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import type { PublicKey } from "../../domain/public-state.ts";
import { codeIn } from "../../domain/verify/code.ts";
import { xml } from "../../lib/html.ts";
import { qrPath } from "../../lib/qr.ts";
import { publicKeyPem } from "../../lib/signing.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { headersFor } from "./headers.ts";
import { etagOf, holds } from "./negotiation.ts";
import { absent, wanted } from "./serving.ts";
import type { Shelf } from "./verify-shelf.ts";

const hide = { schema: { hide: true } };
const Named = z.object({ code: z.string().max(40) });

/** What anybody needs to check us without us: the keys, the signed bytes, and their signature. */
export const proofRoutes =
  (face: Face, shelf: Shelf): Routes =>
  (app, { publicUrl }) => {
    app.get("/.well-known/tocsin.json", hide, (_request, reply) => {
      const state = face.context(face.defaultLanguage())?.state;
      if (!state) return reply.code(503).send();
      const keys = state.keys.map(shownKey);
      const body = JSON.stringify({ organisation: state.organisation.name, keys });
      return reply.headers(headersFor("json")).send(body);
    });
    app.get<{ Params: { id: string } }>("/.well-known/tocsin/:id.pem", hide, (request, reply) => {
      const keys = face.context(face.defaultLanguage())?.state.keys ?? [];
      const key = keys.find(({ id }) => id === request.params.id);
      if (!key) return absent(face, reply, wanted(face, request));
      return reply.headers(headersFor("text")).send(publicKeyPem(key.publicKey));
    });
    for (const language of LANGUAGES) filesOf(app, { face, shelf, publicUrl, language });
  };

type Place = { face: Face; shelf: Shelf; publicUrl: string; language: Language };

/** The signed bytes of one language, their signature, and the code that leads to both. */
function filesOf(app: App, { face, shelf, publicUrl, language }: Place): void {
  const at = `/${language}/verify/:code`;
  const row = async (params: unknown) => {
    const code = codeIn(Named.safeParse(params).data?.code ?? "");
    return code === null ? undefined : await shelf.row(code, language);
  };
  app.get(`${at}/announcement.json`, hide, async (request, reply) => {
    const signed = await row(request.params);
    if (!signed) return absent(face, reply, language);
    return file(reply, { bytes: signed.envelope, type: "application/json; charset=utf-8" });
  });
  app.get(`${at}/announcement.sig`, hide, async (request, reply) => {
    const signed = await row(request.params);
    if (!signed) return absent(face, reply, language);
    const bytes = Buffer.from(signed.signature, "base64");
    return file(reply, { bytes, type: "application/octet-stream" });
  });
  app.get(`${at}/qr.svg`, hide, async (request, reply) => {
    const signed = await row(request.params);
    if (!signed) return absent(face, reply, language);
    const drawn = qrSvg(`${publicUrl}/${language}/verify/${signed.code}`);
    const etag = etagOf(Buffer.from(drawn));
    reply.headers(headersFor("image")).header("etag", etag);
    if (holds(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.send(drawn);
  });
}

const shownKey = ({ id, publicKey, since, until }: PublicKey) => ({
  id,
  algorithm: "Ed25519",
  publicKey,
  since: new Date(since).toISOString(),
  until: until === null ? null : new Date(until).toISOString(),
});

const file = (reply: FastifyReply, { bytes, type }: { bytes: string | Buffer; type: string }) =>
  reply.headers(headersFor("json")).header("content-type", type).send(bytes);

function qrSvg(link: string): string {
  const { size, path } = qrPath(link);
  const drawn = xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><title>${link}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
  return drawn.toString();
}
