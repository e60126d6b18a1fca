import { hubSignature } from "../lib/signatures.ts";
import type { Ask } from "../lib/wire.ts";
import type { Rules, TEMPLATE_STATES } from "./conduct.ts";

type State = (typeof TEMPLATE_STATES)[number];
type Standing = { templates: Rules["templates"] };
export type HookTo = { url: string; appSecret: string | undefined };

const ACCOUNT = "1029384756";
const LANGUAGES = ["fr", "en"] as const;
const EVENTS: Readonly<Record<State, string>> = {
  approved: "APPROVED",
  paused: "PAUSED",
  disabled: "DISABLED",
  pending: "PENDING",
  rejected: "REJECTED",
};

/**
 * What Meta calls about when the standing of templates changes: one call, signed, for all of them.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/message_template_status_update
 */
export function templateNews(
  { before, after, at }: { before: Standing; after: Standing; at: number },
  to: HookTo,
): Ask[] {
  const names = new Set([...Object.keys(before.templates), ...Object.keys(after.templates)]);
  const changes = [...names].flatMap((name) => {
    const [was, is] = [standing(before, name), standing(after, name)];
    return was === is
      ? []
      : LANGUAGES.flatMap((language) => changesOf({ name, language, was, is }));
  });
  return changes.length === 0 ? [] : [signedCall(changes, to, at)];
}

const standing = ({ templates }: Standing, name: string): State => templates[name] ?? "approved";

type Change = { name: string; language: string; was: State; is: State };

/** A template is paused because people did not like it: its quality is told as well. */
function changesOf({ name, language, was, is }: Change): object[] {
  const named = {
    message_template_id: 1_689_556_908_129_832,
    message_template_name: name,
    message_template_language: language,
  };
  const isBack = is === "approved" && (was === "paused" || was === "disabled");
  const status = {
    event: isBack ? "REINSTATED" : EVENTS[is],
    ...named,
    reason: is === "rejected" ? "INVALID_FORMAT" : "NONE",
    message_template_category: "UTILITY",
    ...(is === "paused" && { other_info: { title: "FIRST_PAUSE" } }),
  };
  const told: object[] = [{ field: "message_template_status_update", value: status }];
  const [from, to] = [scoreOf(was), scoreOf(is)];
  if (from === to) return told;
  const quality = { previous_quality_score: from, new_quality_score: to, ...named };
  return [...told, { field: "message_template_quality_update", value: quality }];
}

/** The same as the catalogue shows. */
export const scoreOf = (state: State | undefined): "RED" | "GREEN" =>
  state === "paused" ? "RED" : "GREEN";

/** One call of Meta about our account, signed. */
export function signedCall(changes: readonly object[], to: HookTo, at?: number): Ask {
  const time = at === undefined ? {} : { time: Math.floor(at / 1_000) };
  const entry = [{ id: ACCOUNT, ...time, changes }];
  const body = escaped(JSON.stringify({ object: "whatsapp_business_account", entry }));
  const signature = hubSignature(to.appSecret ?? "", Buffer.from(body));
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  return { method: "POST", url: to.url, headers, text: body };
}

/** Meta writes everything beyond ASCII as escapes, and signs that. */
const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
