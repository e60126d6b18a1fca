import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { inOneTime } from "../lib/wire-time.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet } from "./outlet.ts";

const SEND_TIMEOUT_MS = 15_000;
const LOOKED_MAX = 40;

const Settings = z.object({
  base: z
    .url()
    .meta(
      words(
        { fr: "Adresse du serveur", en: "Server address" },
        { fr: "Comme https://mastodon.social", en: "Such as https://mastodon.social" },
      ),
    ),
  token: z
    .string()
    .min(16)
    .meta(
      words(
        { fr: "Jeton d’accès", en: "Access token" },
        {
          fr: "Préférences › Développement › Nouvelle application, avec read et write:statuses",
          en: "Preferences › Development › New application, with read and write:statuses",
        },
      ),
    ),
  visibility: z
    .enum(["public", "unlisted"])
    .default("public")
    .meta(words({ fr: "Visibilité", en: "Visibility" })),
});

const Status = z.object({ id: z.string(), url: z.string().nullish() });
const Statuses = z.array(
  z.object({ id: z.string(), url: z.string().nullish(), content: z.string() }),
);
const Me = z.object({ id: z.string() });

export const mastodon = defineOutlet({
  kind: "mastodon",
  title: { fr: "Mastodon", en: "Mastodon" },
  settings: Settings,
  secrets: ["token"],
  // https://docs.joinmastodon.org/methods/statuses/#headers: the key is kept for an hour
  keyed: true,

  // https://docs.joinmastodon.org/methods/statuses/#create
  async say({ text, language, reference }, { base, token, visibility }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${trimmed(base)}/api/v1/statuses`,
      headers: { "idempotency-key": reference },
      secret: { bearer: token },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { status: text, language, visibility },
    });
    return spokenOf(answer);
  },

  // https://docs.joinmastodon.org/methods/statuses/#edit
  async change({ text, language }, id, { base, token }, wire) {
    const answer = await wire.request({
      method: "PUT",
      url: `${trimmed(base)}/api/v1/statuses/${encodeURIComponent(id)}`,
      secret: { bearer: token },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { status: text, language },
    });
    return answer.status === 404 ? { kind: "gone" } : spokenOf(answer);
  },

  // https://docs.joinmastodon.org/methods/accounts/#statuses
  async seen({ base, token }, wire) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const ask = async (path: string) =>
      await both.request({
        method: "GET",
        url: `${trimmed(base)}/api/v1/accounts/${path}`,
        secret: { bearer: token },
      });
    const me = await ask("verify_credentials");
    if (!me.ok) return me;
    const id = Me.safeParse(me.json).data?.id;
    if (id === undefined) return unreadable;
    const answer = await ask(`${encodeURIComponent(id)}/statuses?limit=${LOOKED_MAX}`);
    if (!answer.ok) return answer;
    const found = Statuses.safeParse(answer.json).data;
    if (!found) return unreadable;
    const posts = found.map((one) => ({ id: one.id, url: one.url ?? null, text: one.content }));
    return { ok: true, posts };
  },
});

const unreadable = {
  ok: false,
  failed: { kind: "unknown", why: "an answer that is not understood" },
} as const;

const trimmed = (base: string): string => base.replace(/\/+$/, "");

function spokenOf(answer: Answer): Spoken {
  if (!answer.ok) {
    // The text is refused, not the account: 422 is "Validation failed".
    return answer.status === 422 ? answer.failed : notTheAddress(answer.failed);
  }
  const status = Status.safeParse(answer.json).data;
  return { kind: "said", id: status?.id ?? null, url: status?.url ?? null };
}
