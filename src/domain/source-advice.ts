import { type Sentence, sentence } from "./sentence.ts";

type Seen = {
  enabled: boolean;
  health: "healthy" | "unhealthy" | "unknown";
  note: Sentence | null;
};

/** Which notes of a look have advice of their own; any other trouble gets the general one. */
const known: Readonly<Record<string, string>> = {
  "crisis:look.settings": "settings",
  "crisis:look.refused": "refused",
  "crisis:look.anchors": "anchors",
  "crisis:look.door": "door",
  "crisis:look.failed": "failed",
  "crisis:look.garbage": "garbage",
  "crisis:look.stale": "stale",
  "crisis:look.component": "component",
  "crisis:look.sensor": "sensor",
  "crisis:look.broken": "broken",
};

/** What somebody could do about a source; null when it looks, and there is nothing to do. */
export function adviceOn({ enabled, health, note }: Seen): Sentence | null {
  if (!enabled) return sentence("platform:advice.paused");
  if (health !== "unhealthy") return null;
  return sentence(`platform:advice.${known[note?.code ?? ""] ?? "other"}`);
}
