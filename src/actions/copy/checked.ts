import { type Destination } from "../../copies/destination.ts";
import { destinationOf } from "../../copies/index.ts";
import { refusal } from "../../lib/errors.ts";

export function requireDestination(kind: string): Destination {
  const found = destinationOf(kind);
  if (found === null) throw refusal("invalid", "errors:unknown.destination", { field: "kind" });
  return found;
}

/** Where the public reads the copy: the root of a host, because its links begin there. */
export function checkedUrl(typed: string): string {
  const text = typed.trim().replace(/\/+$/, "");
  if (text === "") return "";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.origin === text) return text;
  throw refusal("invalid", "errors:copy.not_a_root", { field: "publicUrl" });
}
