import type { Rules } from "./conduct.ts";
import type { Called } from "./listener.ts";

const APPROVAL = /^\/v1\/Content\/(HX[0-9a-fA-F]{32})\/ApprovalRequests$/;
/** Under which number a message is told as failed whose template WhatsApp does not take. */
const FAILURES = {
  approved: null,
  paused: 63_041,
  disabled: 63_042,
  rejected: 63_040,
  pending: 63_040,
};

type Templates = Rules["templates"];

/**
 * https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request
 * How a template stands at WhatsApp; null where that was not asked.
 */
export function approvalAnswer({ method, path }: Called, templates: Templates): string | null {
  const sid = method === "GET" ? APPROVAL.exec(path)?.[1] : undefined;
  if (sid === undefined) return null;
  const status = templates[sid] ?? "approved";
  const whatsapp = {
    name: sid.toLowerCase(),
    category: "UTILITY",
    content_type: "twilio/text",
    status,
    rejection_reason: status === "rejected" ? "INVALID_FORMAT" : "",
    allow_category_change: true,
    type: "whatsapp",
    flows: null,
  };
  const account_sid = `AC${"0".repeat(32)}`;
  return JSON.stringify({ sid, account_sid, whatsapp, url: `https://content.twilio.com${path}` });
}

/** What becomes of a message because of its template: Twilio takes it, and says so afterwards. */
export function contentFailure(called: Called, templates: Templates): number | null {
  const sid = new URLSearchParams(called.body.toString("utf8")).get("ContentSid") ?? "";
  return FAILURES[templates[sid] ?? "approved"];
}
