import { z } from "zod";
import { secretNames } from "../../../actions/channel/settings.ts";
import { NETWORKS } from "../../../domain/outlet.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { OutletPostRow } from "../../../store/outlet-posts.ts";
import type { OutletRow } from "../../../store/outlets.ts";
import { outletOf } from "../../../transports/outlets.ts";
import { FieldView } from "./field.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

export const NetworkView = z.object({
  kind: z.enum(NETWORKS),
  title: TwoLanguagesView,
  fields: z.array(FieldView),
  /** What becomes of a correction there: the post itself changes, or an answer follows. */
  corrects: z.enum(["edit", "reply"]),
  looks: z.boolean(),
});
export type NetworkView = z.infer<typeof NetworkView>;

export const PostView = z.object({
  id: z.number(),
  outletId: z.number(),
  announcementId: z.string(),
  version: z.number(),
  language: z.enum(["fr", "en"]),
  what: z.enum(["said", "withdrawn"]),
  state: z.enum(["asked", "waiting", "sending", "unknown", "told", "failed", "dropped"]),
  /** What happened, and what to do about it; null where all is well. */
  says: SentenceView.nullable(),
  dueAt: z.string().nullable(),
  at: z.string(),
  url: z.string().nullable(),
  may: z.object({ send: z.boolean(), drop: z.boolean(), answer: z.boolean() }),
});
export type PostView = z.infer<typeof PostView>;

export function postView(row: OutletPostRow, actor: Actor): PostView {
  const speaks = mayAct(actor, "communicator");
  const open = row.state === "asked" || row.state === "failed";
  const waits = row.state === "waiting" && row.try > 0;
  return {
    id: row.id,
    outletId: row.outlet_id,
    announcementId: row.announcement_id,
    version: row.version,
    language: row.language,
    what: row.what,
    state: row.state,
    says: saysOf(row),
    dueAt: iso(row.due_at),
    at: row.at.toISOString(),
    url: row.remote_url,
    may: {
      send: speaks && (open || waits),
      drop: speaks && (open || waits),
      answer: speaks && row.state === "unknown" && row.due_at === null,
    },
  };
}

function saysOf({ state, reason, why, due_at }: OutletPostRow): SentenceView | null {
  const about = { why: why ?? reason ?? "" };
  if (state === "asked") return sentenceView({ code: "outlets:says.asked", params: {} });
  if (state === "unknown") {
    const code = due_at === null ? "outlets:says.lookYourself" : "outlets:says.looking";
    return sentenceView({ code, params: about });
  }
  if (state === "dropped") {
    const code = reason === "person" ? "outlets:says.droppedByPerson" : "outlets:says.newer";
    return sentenceView({ code, params: {} });
  }
  if (reason === null || state === "told") return null;
  const code =
    state === "failed" ? `outlets:says.failed.${reason}` : `outlets:says.again.${reason}`;
  return sentenceView({ code, params: about });
}

export const OutletView = z.object({
  id: z.number(),
  kind: z.string(),
  title: TwoLanguagesView,
  name: z.string(),
  /** Secrets are write-only: they are never part of this. */
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  languages: z.array(z.enum(["fr", "en"])),
  mode: z.enum(["automatic", "ask"]),
  drill: z.boolean(),
  enabled: z.boolean(),
  corrects: z.enum(["edit", "reply"]),
  last: PostView.nullable(),
  may: z.object({ change: z.boolean() }),
});
export type OutletView = z.infer<typeof OutletView>;

export function outletView(
  row: OutletRow,
  actor: Actor,
  { secretKey, last }: { secretKey: Buffer; last: OutletPostRow | undefined },
): OutletView {
  const outlet = outletOf(row.kind);
  return {
    id: row.id,
    kind: row.kind,
    title: outlet?.title ?? { fr: row.kind, en: row.kind },
    name: row.name,
    settings: row.settings,
    secretsSet: secretNames(row, secretKey),
    languages: row.languages,
    mode: row.mode,
    drill: row.drill,
    enabled: row.enabled,
    corrects: outlet?.change ? "edit" : "reply",
    last: last ? postView(last, actor) : null,
    may: { change: mayAct(actor, "administrator") },
  };
}
