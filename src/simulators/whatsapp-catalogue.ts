import type { Rules } from "./conduct.ts";
import type { Called } from "./listener.ts";
import { scoreOf } from "./whatsapp-announce.ts";

const LIST = /^\/v\d+\.\d+\/(\d+)\/message_templates$/;
const TOKEN = /^\/v\d+\.\d+\/debug_token$/;
/** A token of a system user that was made without an end. */
const NO_END = 0;

/** For how many seconds Meta tries to deliver; thirty days where a template sets no limit. */
export const lifetimeOf = ({ lifetimeS = 30 * 86_400 }: Rules): number => lifetimeS;

type Known = {
  rules: Rules;
  token: string | undefined;
  /** Under which codes templates stand there. */
  languages?: readonly string[];
};

/** What Meta answers about the templates of an account and about a token; null: not asked. */
export function catalogueAnswer(
  called: Called,
  { rules, token, languages = ["fr", "en"] }: Known,
): { status: number; body: string } | null {
  if (called.method !== "GET") return null;
  const isList = LIST.test(called.path);
  if (!isList && !TOKEN.test(called.path)) return null;
  const bearer = called.headers.authorization?.replace(/^Bearer /, "");
  const shown = isList ? bearer : called.query.get("access_token");
  if (token && shown !== token) {
    const error = { message: "Invalid OAuth access token.", type: "OAuthException", code: 190 };
    return { status: 401, body: JSON.stringify({ error }) };
  }
  const body = isList ? listOf(called, rules, languages) : tokenOf(called, rules);
  return { status: 200, body: JSON.stringify(body) };
}

/** https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates */
function listOf({ query }: Called, { templates, lifetimeS }: Rules, languages: readonly string[]) {
  const asked = query.get("name");
  const names = asked === null ? Object.keys(templates) : [asked];
  const data = names.flatMap((name) =>
    languages.map((language, index) => ({
      name,
      language,
      status: (templates[name] ?? "approved").toUpperCase(),
      category: "UTILITY",
      quality_score: { score: scoreOf(templates[name]), date: 1_750_000_000 },
      rejected_reason: templates[name] === "rejected" ? "INVALID_FORMAT" : "NONE",
      ...(lifetimeS === undefined ? {} : { message_send_ttl_seconds: lifetimeS }),
      id: `59476${names.indexOf(name)}${index}`,
    })),
  );
  return { data, paging: { cursors: { before: "MAZDZD", after: "MjQZD" } } };
}

/** https://developers.facebook.com/docs/graph-api/reference/debug_token */
function tokenOf({ query }: Called, { tokenUntil }: Rules) {
  const expires_at = tokenUntil === null ? NO_END : Math.floor(tokenUntil / 1_000);
  const scopes = ["whatsapp_business_messaging", "whatsapp_business_management"];
  const is_valid = query.get("input_token") !== null;
  return { data: { app_id: "3001", type: "SYSTEM_USER", is_valid, expires_at, scopes } };
}
