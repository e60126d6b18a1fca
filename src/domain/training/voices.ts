import type { Device } from "../report-details.ts";

/** What people of the play write beside their reports. Made up, like all of it. */
const COMMENTS = [
  "Plus aucun message ne part depuis dix minutes, ni en wifi ni en 5G.",
  "One grey tick only, nothing is delivered.",
  "Même mes commandes de pain restent bloquées, je vous ai appelés à la place.",
  "Groups still load for me, but voice messages do not.",
  "Est-ce que ma commande de samedi est bien passée ? Aucune réponse.",
  "Works again for a second, then stops. Anyone else?",
  "Appelez-moi au 06 12 34 56 78, je vous donne ma commande.",
  "Kein Empfang mehr seit heute Morgen, weder Handy noch Browser.",
] as const;
const COMMENT_EVERY = 23;
const VERSIONS = ["2.24.20", "2.24.20", "2.24.19", "2.24.18"] as const;
const VERSION_EVERY = 4;

/** What one of many reporters says of themselves: most of them little. */
export function voiceOf(index: number): {
  device: Device | null;
  appVersion: string | null;
  comment: string | null;
} {
  const turn = Math.floor(index / COMMENT_EVERY);
  const isTelling = index % VERSION_EVERY === 0;
  return {
    device: index % 3 === 0 ? null : deviceOf((index * 37) % 100),
    appVersion: isTelling ? (VERSIONS[(index / VERSION_EVERY) % VERSIONS.length] ?? null) : null,
    comment: index % COMMENT_EVERY === 0 ? (COMMENTS[turn % COMMENTS.length] ?? null) : null,
  };
}

function deviceOf(share: number): Device {
  if (share < 61) return "android";
  return share < 92 ? "ios" : "web";
}
