import type { Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, isOldCopy, refusedLook, unknownFor } from "./answers.ts";
import { type Entry, readFeed } from "./feed-xml.ts";
import type { Look } from "./sensor.ts";

const TYPES = "application/atom+xml, application/rss+xml, application/xml, text/xml";

/** The entries of a feed, newest first; or what a look has to say where there are none to be had. */
export async function fetchFeed(
  wire: Wire,
  url: string,
): Promise<{ ok: true; entries: Entry[] } | { ok: false; look: Look }> {
  const answer = await wire.request({
    method: "GET",
    url,
    headers: { accept: TYPES },
    bodyLengthMax: BODY_LENGTH_MAX,
  });
  if (!answer.ok) return { ok: false, look: refusedLook(answer) };
  if (isOldCopy(answer.headers)) return { ok: false, look: unknownFor("old") };
  const entries = readFeed(answer.text);
  return entries ? { ok: true, entries } : { ok: false, look: unknownFor("feed") };
}
