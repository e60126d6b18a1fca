import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { utf8Length } from "../domain/post-length.ts";
import { linksIn } from "../domain/post-links.ts";
import { words } from "../lib/description.ts";
import type { Answer, Failed } from "../lib/wire.ts";
import { type Asking, inOneTime } from "../lib/wire-time.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet, type Post } from "./outlet.ts";

const SEND_TIMEOUT_MS = 15_000;
const LOOKED_MAX = 50;
const COLLECTION = "app.bsky.feed.post";
const TID_LETTERS = "234567abcdefghijklmnopqrstuvwxyz";
const TID_LENGTH = 13;

const Settings = z.object({
  base: z
    .url()
    .default("https://bsky.social")
    .meta(words({ fr: "Adresse du serveur", en: "Server address" })),
  identifier: z
    .string()
    .min(3)
    .meta(
      words(
        { fr: "Identifiant", en: "Handle" },
        { fr: "Comme mairie.bsky.social", en: "Such as town.bsky.social" },
      ),
    ),
  password: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Mot de passe d’application", en: "App password" },
        {
          fr: "Paramètres › Confidentialité et sécurité › Mots de passe d’application",
          en: "Settings › Privacy and security › App passwords",
        },
      ),
    ),
});
type Settings = z.infer<typeof Settings>;

const Session = z.object({ accessJwt: z.string().min(1), did: z.string() });
const Written = z.object({ uri: z.string(), cid: z.string() });
const Records = z.object({
  records: z.array(z.object({ ...Written.shape, value: z.object({ text: z.string() }) })),
});
const Refused = z.object({ error: z.string() });

export const bluesky = defineOutlet({
  kind: "bluesky",
  title: { fr: "Bluesky", en: "Bluesky" },
  settings: Settings,
  secrets: ["password"],
  // The record's own key comes from the reference; that every server refuses a second one is not sure.
  keyed: false,

  // https://docs.bsky.app/docs/api/com-atproto-repo-create-record
  async say(post, settings, wire) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const session = await signIn(settings, both);
    if (!session.ok) return session.spoken;
    const answer = await both.request({
      method: "POST",
      url: `${settings.base}/xrpc/com.atproto.repo.createRecord`,
      secret: { bearer: session.accessJwt },
      timeoutMs: SEND_TIMEOUT_MS,
      json: {
        repo: session.did,
        collection: COLLECTION,
        rkey: keyOf(post),
        record: recordOf(post),
      },
    });
    if (!answer.ok) return refusalOf(answer);
    const written = Written.safeParse(answer.json).data;
    if (!written) return { kind: "said", id: null, url: null };
    return { kind: "said", id: idOf(written), url: pageOf(written.uri) };
  },

  // https://docs.bsky.app/docs/api/com-atproto-repo-list-records
  async seen(settings, wire) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const session = await signIn(settings, both);
    if (!session.ok) return { ok: false, failed: session.spoken };
    const repo = encodeURIComponent(session.did);
    const answer = await both.request({
      method: "GET",
      url: `${settings.base}/xrpc/com.atproto.repo.listRecords?repo=${repo}&collection=${COLLECTION}&limit=${LOOKED_MAX}`,
      secret: { bearer: session.accessJwt },
    });
    if (!answer.ok) return answer;
    const found = Records.safeParse(answer.json).data;
    if (!found) return { ok: false, failed: { kind: "unknown", why: "an answer not understood" } };
    const posts = found.records.map((one) => ({
      id: idOf(one),
      url: pageOf(one.uri),
      text: one.value.text,
    }));
    return { ok: true, posts };
  },
});

type Session =
  | { ok: true; accessJwt: string; did: string }
  | { ok: false; spoken: Exclude<Spoken, { kind: "said" | "gone" }> };

/** https://docs.bsky.app/docs/api/com-atproto-server-create-session */
async function signIn({ base, identifier, password }: Settings, wire: Asking): Promise<Session> {
  if (wire.reach === "public" && !base.startsWith("https:")) {
    return {
      ok: false,
      spoken: { kind: "misconfigured", why: "a secret travels over https only" },
    };
  }
  const answer = await wire.request({
    method: "POST",
    url: `${base}/xrpc/com.atproto.server.createSession`,
    // The password is part of what is asked, and the wire's own log holds no bodies.
    json: { identifier, password },
    timeoutMs: SEND_TIMEOUT_MS,
  });
  if (!answer.ok) {
    const { failed } = answer;
    // Nothing was said yet: whatever became of this request, it may be tried again.
    if (failed.kind === "unknown") return { ok: false, spoken: { ...failed, kind: "unreachable" } };
    return { ok: false, spoken: named(notTheAddress(failed), answer) };
  }
  const session = Session.safeParse(answer.json).data;
  if (session) return { ok: true, ...session };
  return { ok: false, spoken: { kind: "unreachable", why: "no session in the answer" } };
}

function refusalOf(answer: Extract<Answer, { ok: false }>): Spoken {
  const code = Refused.safeParse(answer.json).data?.error;
  if (code === "RecordAlreadyExists") return { kind: "unknown", why: "it may stand there already" };
  if (code === "ExpiredToken") return { kind: "unreachable", why: "the session ended" };
  return named(answer.failed, answer);
}

/** A refusal under the name that Bluesky gives it: `AccountTakedown`, `AuthFactorTokenRequired`. */
function named(failed: Failed, { json }: Extract<Answer, { ok: false }>): Failed {
  const code = Refused.safeParse(json).data?.error;
  return "why" in failed && code !== undefined && /^\w{1,60}$/.test(code)
    ? { ...failed, why: `Bluesky: ${code}` }
    : failed;
}

function recordOf({ text, language, at, thread, card, link }: Post) {
  return {
    $type: COLLECTION,
    text,
    // https://docs.bsky.app/docs/advanced-guides/posts#website-card-embeds; a picture would be a blob.
    embed: { $type: "app.bsky.embed.external", external: { uri: link, ...card } },
    createdAt: new Date(at).toISOString(),
    langs: [language],
    facets: facetsOf(text),
    ...(thread ? { reply: { root: refOf(thread.first), parent: refOf(thread.last) } } : {}),
  };
}

/** Where the links stand, in bytes of UTF-8: without this they are not links there. */
function facetsOf(text: string) {
  return linksIn(text).map(({ at, link: uri }) => {
    const byteStart = utf8Length(text.slice(0, at));
    return {
      index: { byteStart, byteEnd: byteStart + utf8Length(uri) },
      features: [{ $type: "app.bsky.richtext.facet#link", uri }],
    };
  });
}

const idOf = ({ uri, cid }: z.infer<typeof Written>): string => `${uri} ${cid}`;

function refOf(id: string): { uri: string; cid: string } {
  const [uri = "", cid = ""] = id.split(" ");
  return { uri, cid };
}

function pageOf(uri: string): string | null {
  const [, did, key] = /^at:\/\/([^/]+)\/[^/]+\/([^/]+)$/.exec(uri) ?? [];
  return did && key ? `https://bsky.app/profile/${did}/post/${key}` : null;
}

/** A timestamp identifier that is the same at each try (https://atproto.com/specs/tid). */
function keyOf({ plannedAt, reference }: Post): string {
  const clock = Array.from(reference).reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_024,
    7,
  );
  let rest = ((BigInt(plannedAt) * 1_000n) << 10n) | BigInt(clock);
  let key = "";
  for (let place = 0; place < TID_LENGTH; place++) {
    key = (TID_LETTERS[Number(rest & 31n)] ?? "2") + key;
    rest >>= 5n;
  }
  return key;
}
