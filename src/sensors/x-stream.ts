import { z } from "zod";
import { postKeptMax } from "../domain/listening/post.ts";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Held, Pieces, Wire } from "../lib/wire.ts";
import { brief } from "./answers.ts";
import { webAddress } from "./fields.ts";
import {
  createPatience,
  defineListener,
  type Ended,
  type Listen,
  type ListenMoment,
  mistaken,
  PIECE_LENGTH_MAX,
  readLine,
  refusedLine,
} from "./listener.ts";
import { syncRule } from "./x-rules.ts";

/** The server says at least an empty line every 20 seconds. */
const IDLE_MS = 30 * SECOND_MS;
const BACKFILL_MAX_MINUTES = 5;
const RULE_LENGTH_MAX = 1_024;
/** Said instead of posts, too, when another program takes the line over. */
const TAKEN = "ConnectionException";
const BUSY_WAIT_MS = 15 * MINUTE_MS;

const Time = z.iso.datetime({ offset: true }).transform((at) => Date.parse(at));
/** The parts of a line that we rely on (docs.x.com/x-api/posts/filtered-stream). */
const Line = z.object({
  data: z.object({
    id: z.string().max(40),
    text: z.string(),
    author_id: z.string().max(40),
    created_at: Time,
    referenced_tweets: z.array(z.object({ type: z.string() })).optional(),
  }),
  includes: z
    .object({
      users: z.array(z.object({ id: z.string(), created_at: Time.optional() })).optional(),
    })
    .optional(),
  matching_rules: z.array(z.object({ tag: z.string().nullish() })).default([]),
});
type Line = z.infer<typeof Line>;
/** What stands in the stream instead of a post when the server is about to let go. */
const Trouble = z.union([
  z.object({ title: z.string() }),
  z.object({ errors: z.array(z.object({ title: z.string() })).min(1) }),
]);

/** Listens to what X finds for one rule. The rule of the settings is kept in step over there. */
export const xStream = defineListener({
  kind: "x-stream",
  title: { fr: "X en direct (flux filtré)", en: "X, live (filtered stream)" },
  signalKind: "social",
  settings: z.object({
    url: webAddress.prefault("https://api.x.com").meta({
      label: { fr: "Adresse de l’API", en: "Address of the API" },
      hint: { fr: "À ne pas changer.", en: "Leave it as it is." },
    }),
    rule: z
      .string()
      .trim()
      .min(1)
      .max(RULE_LENGTH_MAX)
      .meta({
        label: { fr: "Règle", en: "Rule" },
        hint: {
          fr: "Par exemple : whatsapp (panne OR down OR caído) -is:retweet. Chaque message livré peut être facturé.",
          en: "For example: whatsapp (down OR panne OR caído) -is:retweet. Every post delivered may be billed.",
        },
      }),
    backfill: z
      .number()
      .int()
      .min(0)
      .max(BACKFILL_MAX_MINUTES)
      .default(0)
      .meta({
        label: { fr: "Rattrapage (minutes)", en: "Back-fill (minutes)" },
        hint: {
          fr: "De 0 à 5, si votre contrat le permet : ce qui a manqué est livré après une coupure.",
          en: "0 to 5, if your contract allows it: what was missed is delivered after a cut.",
        },
      }),
    token: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({
        label: { fr: "Jeton d’application (Bearer)", en: "App token (Bearer)" },
        hint: {
          fr: "Une seule connexion par jeton : une seule source X.",
          en: "One connection for each token: one X source only.",
        },
      }),
  }),
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async *listen({ url, rule, backfill, token }, wire, moment) {
    const base = url.replace(/\/+$/, "");
    const tag = `tocsin ${moment.sourceId}`;
    const refused = await syncRule(wire, { base, token, tag, value: rule });
    if (refused) return refused;
    const held = await open(wire, { base, token, backfill }, moment.signal);
    if (!held.ok) return refusedStream(held);
    yield { kind: "open", gapless: isBridged(moment, backfill) };
    return yield* readLine(held, (line) => follow(line.pieces, tag, moment.now));
  },
});

type Opening = { base: string; token: string; backfill: number };

async function open(wire: Wire, { base, token, backfill }: Opening, signal: AbortSignal) {
  const url = new URL(`${base}/2/tweets/search/stream`);
  url.searchParams.set("tweet.fields", "created_at,author_id,referenced_tweets");
  url.searchParams.set("expansions", "author_id");
  url.searchParams.set("user.fields", "created_at");
  if (backfill > 0) url.searchParams.set("backfill_minutes", String(backfill));
  return await wire.hold({
    over: "lines",
    url: url.href,
    secret: { bearer: token },
    idleMs: IDLE_MS,
    pieceLengthMax: PIECE_LENGTH_MAX,
    signal,
  });
}

/** One token holds one line: another program may be holding it. */
function refusedStream(held: Extract<Held, { ok: false }>): Ended {
  return held.text.includes("TooManyConnections") ? busy() : refusedLine(held);
}

const busy = (): Ended => ({
  kind: "refused",
  evidence: sentence("sensors:unknown.busy"),
  waitMs: BUSY_WAIT_MS,
});

const isBridged = ({ heardTo, now }: ListenMoment, backfill: number): boolean =>
  heardTo !== null && now() - heardTo < backfill * MINUTE_MS;

async function* follow(pieces: Pieces, tag: string, now: () => number): Listen {
  const patience = createPatience();
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) return { kind: "closed", why: next.value.why };
    const isEmpty = next.value.trim() === "";
    const said = isEmpty ? null : saidIn(next.value);
    if (said === TAKEN) return busy();
    if (typeof said === "string") return { kind: "closed", why: said };
    if (said) patience.read();
    else if (!isEmpty && patience.failed()) return mistaken();
    const post = said && postIn(said, tag, now());
    yield post ? { kind: "post", post, cursor: null } : { kind: "alive", at: now() };
  }
}

/** A post, the name of a trouble, or null for what says nothing to us. */
function saidIn(text: string): Line | string | null {
  try {
    const json: unknown = JSON.parse(text);
    const line = Line.safeParse(json).data;
    if (line) return line;
    const trouble = Trouble.safeParse(json).data;
    if (!trouble) return null;
    return brief("title" in trouble ? trouble.title : (trouble.errors[0]?.title ?? "error"));
  } catch {
    return null;
  }
}

/** Other programs may keep rules of their own under the same token. */
function postIn({ data, includes, matching_rules }: Line, tag: string, now: number) {
  if (!matching_rules.some((rule) => rule.tag === tag)) return null;
  const author = includes?.users?.find(({ id }) => id === data.author_id);
  return {
    id: data.id,
    at: Math.min(data.created_at, now),
    author: data.author_id,
    authorSince: author?.created_at ?? null,
    text: data.text.slice(0, postKeptMax),
    isRepost: data.referenced_tweets?.some(({ type }) => type === "retweeted") === true,
    wasAsked: true,
  };
}
