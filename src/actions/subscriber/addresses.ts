import { isIP } from "node:net";
import type { SubscriberKind } from "../../domain/subscriber.ts";
import { type Reach, vetUrl } from "../../lib/address-guard.ts";
import { hmacSha256 } from "../../lib/crypto.ts";
import { parsePhone } from "../../lib/phone.ts";
import { slackWebhook } from "../../transports/slack-webhook.ts";
import { smtpEmail } from "../../transports/smtp-email.ts";
import { teamsWorkflow } from "../../transports/teams-workflow.ts";
import { webPush } from "../../transports/web-push.ts";

const URL_LENGTH_MAX = 600;
const SLACK_HOSTS = ["hooks.slack.com"];
const TEAMS_HOSTS = ["logic.azure.com", "api.powerplatform.com", "webhook.office.com"];

export type Place = { reach: Reach; country: string };

/** The one way to write this address, or null for what is none, or none that we would write to. */
export function readAddress(kind: SubscriberKind, typed: string, place: Place): string | null {
  switch (kind) {
    case "email":
      // Mailboxes that differ by case alone are one person's.
      return smtpEmail.address.parse(typed)?.toLowerCase() ?? null;
    case "sms": {
      const read = parsePhone(typed, place.country);
      return read.ok && read.line !== "landline" ? read.value : null;
    }
    case "push":
      return webPush.address.parse(typed);
    case "webhook":
      return hookAddress(typed, place.reach);
    case "slack":
      return roomAddress(typed, place.reach, { hosts: SLACK_HOSTS, transport: slackWebhook });
    case "teams":
      return roomAddress(typed, place.reach, { hosts: TEAMS_HOSTS, transport: teamsWorkflow });
    default:
      return kind satisfies never;
  }
}

/**
 * A machine that strangers name: https on its usual port, by name. Which addresses the name stands
 * for is looked at when we connect, each time, and the connection goes to what was looked at.
 */
function hookAddress(typed: string, reach: Reach): string | null {
  const vetted = vetUrl(typed.trim(), reach);
  if (!vetted.ok || typed.length > URL_LENGTH_MAX) return null;
  const { url } = vetted;
  url.hash = "";
  if (reach === "loopback") return url.hostname === "127.0.0.1" ? url.href : null;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isNamed = isIP(host) === 0 && host.includes(".") && !host.endsWith(".");
  return url.protocol === "https:" && url.port === "" && isNamed ? url.href : null;
}

type Room = { hosts: readonly string[]; transport: typeof slackWebhook | typeof teamsWorkflow };

function roomAddress(typed: string, reach: Reach, { hosts, transport }: Room): string | null {
  const url = hookAddress(typed, reach);
  if (url === null || !transport.settings.safeParse({ url }).success) return null;
  const { hostname } = new URL(url);
  const isKnown = hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  return isKnown || reach === "loopback" ? url : null;
}

/** Names an address without telling it, for whoever has not got our key. */
export const hashAddress = (secretKey: Buffer, kind: SubscriberKind, address: string): Buffer =>
  hmacSha256(secretKey, `subscriber-address:${kind}:${identityOf(kind, address)}`);

/** The endpoint is the browser; its keys may be renewed. */
function identityOf(kind: SubscriberKind, address: string): string {
  if (kind !== "push") return address;
  const read: unknown = JSON.parse(address);
  const known = typeof read === "object" && read !== null && "endpoint" in read;
  return known ? String(read.endpoint) : address;
}

/** Enough to recognise one's own address by, and not enough to use it. */
export function shownAddress(kind: SubscriberKind, address: string): string {
  if (kind === "email") return address.replace(/^(.)[^@]*(?=@)/, "$1…");
  if (kind === "sms") return `${address.slice(0, 4)} … ${address.slice(-2)}`;
  const url = new URL(kind === "push" ? identityOf(kind, address) : address);
  return kind === "webhook" ? `${url.origin}/…${url.pathname.slice(-4)}` : url.hostname;
}
