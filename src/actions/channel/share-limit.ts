import { refusal } from "../../lib/errors.ts";
import { listChannels } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import { type SharedTerms, saveSharedLimit } from "../../store/shared-limits.ts";

/** Notes what this channel shares with others. Answers its name; refuses to mix drills and life. */
export async function shareLimit(
  tx: Tx,
  terms: SharedTerms | null,
  of: { id?: number; drill: boolean; now: number },
): Promise<string | null> {
  if (terms === null) return null;
  const others = (await listChannels(tx)).filter(({ id }) => id !== of.id);
  const isMixed = others.some(({ shares, drill }) => shares === terms.name && drill !== of.drill);
  if (isMixed) throw refusal("conflict", "errors:channel.shared_mixed");
  await saveSharedLimit(tx, terms, of.now);
  return terms.name;
}
