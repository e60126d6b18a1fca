import { z } from "zod";
import type { InboxItem } from "./inbox.ts";

const Line = z.object({
  channelId: z.number(),
  receivedAt: z.number(),
  contentType: z.string(),
  query: z.string(),
  body: z.string(),
});

/** One item of the inbox as a line of a spool file, for when the database is away. */
export const inboxLine = (item: InboxItem): string =>
  JSON.stringify({ ...item, body: item.body.toString("base64") });

/** The item again, or null for a line that is none. */
export function readInboxLine(line: string): InboxItem | null {
  try {
    const read = Line.safeParse(JSON.parse(line)).data;
    return read ? { ...read, body: Buffer.from(read.body, "base64") } : null;
  } catch {
    return null;
  }
}
