import type { Look } from "./sensor.ts";

/** Adds when the platform itself says that it began: the earliest start it gives. What is no time is not one. */
export function withDeclaredStart(
  look: Look,
  starts: readonly (string | null | undefined)[],
): Look {
  const times = starts.map((start) => Date.parse(start ?? "")).filter(Number.isFinite);
  if (look.kind !== "reading" || times.length === 0) return look;
  const declaredAt = new Date(Math.min(...times)).toISOString();
  return { ...look, detail: { ...look.detail, declaredAt } };
}
