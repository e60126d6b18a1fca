import { refusal } from "../../lib/errors.ts";
import type { Outlet } from "../../transports/outlet.ts";
import { outletOf } from "../../transports/outlets.ts";

export function requireOutlet(kind: string): Outlet {
  const found = outletOf(kind);
  if (!found) throw refusal("invalid", "errors:unknown.network", { field: "kind" });
  return found;
}
