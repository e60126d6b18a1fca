import type { Answer } from "../../src/lib/wire.ts";

/** A good answer with `body`: text as it stands, anything else as JSON. */
export function told(body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const json = typeof body === "string" ? null : body;
  return { ok: true, status: 200, json, text, headers };
}
