import type { z } from "zod";
import { seal, unseal } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import type { ChannelRow } from "../../store/channels.ts";
import { transportOf } from "../../transports/index.ts";
import type { Transport } from "../../transports/transport.ts";

/** What a form says of its settings: a transport's, or an outlet's. */
export type Described = Pick<Transport, "settings" | "secrets">;
/** Settings as a table keeps them. */
export type KeptSettings = Pick<ChannelRow, "settings" | "secrets">;
export type SplitSettings = { settings: Record<string, unknown>; secrets: Buffer | null };

export function requireTransport(kind: string): Transport {
  const found = transportOf(kind);
  if (!found) throw refusal("invalid", "errors:unknown.transport", { field: "transport" });
  return found;
}

/** Checks what was typed and parts it into what may be shown and what is sealed. */
export function splitSettings(
  transport: Described,
  typed: Record<string, unknown>,
  secretKey: Buffer,
): SplitSettings {
  // A field that was emptied says nothing, and not that nothing is its value.
  const said = Object.entries(typed).filter(([, value]) => value !== "" && value !== null);
  const read = transport.settings.safeParse(Object.fromEntries(said));
  if (!read.success) {
    const issues = read.error.issues.map(issueOf);
    const names = [...new Set(issues.map(({ field }) => field))].join(", ");
    throw refusal("invalid", "errors:fields", { names, issues });
  }
  const all = Object.entries(read.data);
  const secret = new Set(transport.secrets);
  const secrets = Object.fromEntries(all.filter(([name]) => secret.has(name)));
  return {
    settings: Object.fromEntries(all.filter(([name]) => !secret.has(name))),
    secrets: transport.secrets.length > 0 ? seal(secretKey, JSON.stringify(secrets)) : null,
  };
}

/** What is wrong with one setting, for whoever shows the form: a word, and the bound that was missed. */
function issueOf(issue: z.core.$ZodIssue) {
  return { field: issue.path.join("."), message: issue.message, ...faultOf(issue) };
}

type Fault =
  | { is: "missing" | "address" | "format" }
  | { is: "short" | "small"; least: number }
  | { is: "long" | "large"; most: number };

function faultOf(issue: z.core.$ZodIssue): Fault {
  switch (issue.code) {
    case "invalid_type":
      return { is: "missing" };
    case "too_small": {
      const least = Number(issue.minimum);
      if (issue.origin !== "string") return { is: "small", least };
      return least === 1 ? { is: "missing" } : { is: "short", least };
    }
    case "too_big": {
      const most = Number(issue.maximum);
      return { is: issue.origin === "string" ? "long" : "large", most };
    }
    case "invalid_format":
      return { is: issue.format === "url" ? "address" : "format" };
    default:
      return { is: "format" };
  }
}

/** The settings with their secrets: for the transport, and for nothing else. */
export function openSettings(row: KeptSettings, secretKey: Buffer): Record<string, unknown> {
  return { ...row.settings, ...secretsOf(row, secretKey) };
}

/** Which secrets are set; never what they are. */
export function secretNames(row: KeptSettings, secretKey: Buffer): string[] {
  const set = Object.entries(secretsOf(row, secretKey));
  return set.filter(([, value]) => value !== "" && value !== undefined).map(([name]) => name);
}

export function secretsOf(row: KeptSettings, secretKey: Buffer): Record<string, unknown> {
  if (row.secrets === null) return {};
  const opened: unknown = JSON.parse(unseal(secretKey, row.secrets));
  return typeof opened === "object" && opened !== null ? { ...opened } : {};
}
