/** Which try of which rung of which delivery: the correlation id that travels with a message. */
export type AttemptKey = { broadcastId: number; ordinal: number; rung: number; try: number };

const PATTERN = /^t([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/;

/** No row has a larger number; whoever names one has invented it. */
const partMax = 2_147_483_647;

/** As short text, for example `t1-2s-0-1`: 40 characters at the most, safe in URLs and headers. */
export function referenceOf({ broadcastId, ordinal, rung, try: tryNo }: AttemptKey): string {
  return `t${base36(broadcastId)}-${base36(ordinal)}-${base36(rung)}-${base36(tryNo)}`;
}

const base36 = (part: number): string => part.toString(36);

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
