import type { FastifyReply } from "fastify";
import { z } from "zod";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { codeIn } from "../../domain/verify/code.ts";
import { xml } from "../../lib/html.ts";
import { qrPath } from "../../lib/qr.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { headersFor } from "./headers.ts";
import { etagOf, holds } from "./negotiation.ts";
import { atEachPlace } from "./place-routes.ts";
import { absent, contextHere, pathOf, serve } from "./serving.ts";
import type { Shelf } from "./verify-shelf.ts";

const hide = { schema: { hide: true } };
const Named = z.object({ code: z.string().max(40) });

/** What anybody needs to check us without us: the keys, the signed bytes, and their signature. */
export const proofRoutes =
  (face: Face, shelf: Shelf): Routes =>
  async (app, { publicUrl }) => {
    app.get("/.well-known/tocsin.json", hide, (request, reply) =>
      serve(face, "/.well-known/tocsin.json", { request, reply }),
    );
    app.get("/.well-known/tocsin/:id.pem", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    await atEachPlace(app, face, (scope) => {
      for (const language of LANGUAGES) filesOf(scope, { face, shelf, publicUrl, language });
    });
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
    const home = contextHere(face, reply, language)?.publicUrl ?? publicUrl;
    const drawn = qrSvg(`${home}/${language}/verify/${signed.code}`);
    const etag = etagOf(Buffer.from(drawn));
    reply.headers(headersFor("image")).header("etag", etag);
    if (holds(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.send(drawn);
  });
}

const file = (reply: FastifyReply, { bytes, type }: { bytes: string | Buffer; type: string }) =>
  reply.headers(headersFor("json")).header("content-type", type).send(bytes);

function qrSvg(link: string): string {
  const { size, path } = qrPath(link);
  const drawn = xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><title>${link}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
  return drawn.toString();
}
