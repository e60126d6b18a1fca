import type { Db } from "../../store/database.ts";
import { readFuse } from "../../store/subscriber-fuse.ts";
import { type About, countAudience } from "../../store/tellings.ts";
import type { AudienceView } from "./views/subscriber.ts";

/** How many subscribers would be told, before anybody presses the button; null where nobody is. */
export async function audienceOf(db: Db, about: About | null): Promise<AudienceView> {
  const byKind = about === null ? [] : await countAudience(db, about);
  const people = byKind.reduce((sum, each) => sum + each.people, 0);
  return { people, byKind, held: (await readFuse(db)).state !== "armed" };
}
