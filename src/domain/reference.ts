/** Which try of which rung of which delivery: the correlation id that travels with a message. */
export type AttemptKey = { broadcastId: number; ordinal: number; rung: number; try: number };

const PATTERN = /^t([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/;

/** No row has a larger number; whoever names one has invented it. */
const partMax = 2_147_483_647;

/** As short text, for example `t1-2s-0-1`: 40 characters at the most, safe in URLs and headers. */
export function referenceOf(key: AttemptKey): string {
  const parts = [key.broadcastId, key.ordinal, key.rung, key.try];
  return `t${parts.map((part) => part.toString(36)).join("-")}`;
}

/** The key again, or null for a text that is none of ours. */
export function parseReference(text: string): AttemptKey | null {
  const found = PATTERN.exec(text)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 36));
  if (!found?.every((part) => part <= partMax)) return null;
  const [broadcastId, ordinal, rung, tryNo] = found;
  if (broadcastId === undefined || ordinal === undefined) return null;
  if (rung === undefined || tryNo === undefined) return null;
  return { broadcastId, ordinal, rung, try: tryNo };
}
