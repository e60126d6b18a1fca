import { z } from "zod";
import { changeSigningKey } from "../../actions/signing/keys.ts";
import { mayAct } from "../../domain/roles.ts";
import { shownCode } from "../../domain/verify/code.ts";
import { notFound } from "../../lib/errors.ts";
import { signaturesOf } from "../../store/announcement-signatures.ts";
import { publicKeys } from "../../store/signing-keys.ts";
import type { Routes } from "../routes.ts";

const tags = ["verification"];
const Id = z.object({ id: z.uuid() });

export const ProofView = z.object({
  code: z.string(),
  /** As people read it: two groups of five. */
  shownCode: z.string(),
  proofs: z.array(
    z.object({
      language: z.enum(["fr", "en"]),
      keyId: z.string(),
      signature: z.string(),
      /** Exactly the bytes that were signed. */
      envelope: z.string(),
      /** Where the public verifies it. */
      link: z.string(),
    }),
  ),
});
export type ProofView = z.infer<typeof ProofView>;

export const SigningKeysView = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      algorithm: z.literal("Ed25519"),
      publicKey: z.string(),
      since: z.string(),
      until: z.string().nullable(),
    }),
  ),
  may: z.object({ change: z.boolean() }),
});
export type SigningKeysView = z.infer<typeof SigningKeysView>;

/** What proves that an announcement is ours, and the keys that prove it. */
export const signingRoutes: Routes = (app, { house, publicUrl }) => {
  app.get(
    "/announcements/:id/proof",
    {
      schema: {
        tags,
        summary: "Code and signatures of a published announcement",
        params: Id,
        response: { 200: ProofView },
      },
    },
    async (request) => {
      const rows = await signaturesOf(house.db, request.params.id);
      const [first] = rows;
      if (!first) throw notFound("announcement");
      const proofs = rows.map(({ language, code, key_id: keyId, signature, envelope }) => {
        const link = `${publicUrl}/${language}/verify/${code}`;
        return { language, keyId, signature, envelope, link };
      });
      return { code: first.code, shownCode: shownCode(first.code), proofs };
    },
  );

  app.get(
    "/signing-keys",
    {
      schema: {
        tags,
        summary: "The public keys, the present one first",
        response: { 200: SigningKeysView },
      },
    },
    async (request) => ({
      keys: (await publicKeys(house.db)).map(({ id, publicKey, since, until }) => ({
        id,
        algorithm: "Ed25519" as const,
        publicKey,
        since: new Date(since).toISOString(),
        until: until === null ? null : new Date(until).toISOString(),
      })),
      may: { change: mayAct(request.actor, "administrator") },
    }),
  );

  app.post(
    "/signing-keys",
    {
      schema: {
        tags,
        summary: "A new key from now on; what the old one signed still holds",
        response: { 201: z.object({ id: z.string(), publicKey: z.string() }) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await changeSigningKey(house, request.actor, null)),
  );
};
