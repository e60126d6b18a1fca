import { type Destination } from "../../copies/destination.ts";
import { destinationOf } from "../../copies/index.ts";
import { refusal } from "../../lib/errors.ts";

export function requireDestination(kind: string): Destination {
  const found = destinationOf(kind);
  if (found === null) throw refusal("invalid", "errors:unknown.destination", { field: "kind" });
  return found;
}

/** Where the public reads the copy: a host, or a folder of one. */
export function checkedUrl(typed: string): string {
  const text = typed.trim().replace(/\/+$/, "");
  if (text === "") return "";
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url === null ? "" : `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  if (url !== null && /^https?:$/.test(url.protocol) && plain === text) return text;
  throw refusal("invalid", "errors:copy.not_an_address", { field: "publicUrl" });
}
