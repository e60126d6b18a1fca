import {
  isCountDue,
  KEPT_FROM_PEOPLE,
  peopleIn,
  type ReachOverview,
} from "../../domain/reachability.ts";
import { findByWords } from "../../store/contact-search.ts";
import {
  type ContactFilter,
  type ContactPage,
  type ContactWithWays,
  countContacts,
  listContacts,
} from "../../store/contacts.ts";
import { countListed, keepReachLists, listedContacts } from "../../store/reach-list.ts";
import {
  findReachCount,
  peopleThere,
  reachMark,
  reachOverview,
  saveReachCount,
} from "../../store/reachability.ts";
import { defineIntake, type House } from "../action.ts";

/** How everybody could be reached, and as of when. */
export type Counted = ReachOverview & { countedAt: number };

/** Of few people it is counted at once. Of many, what was counted last is told, with its age. */
export async function reachNow(house: House): Promise<Counted> {
  if (await areFew(house)) return { ...(await reachOverview(house.db)), countedAt: house.now() };
  return await lastCount(house);
}

async function lastCount(house: House): Promise<Counted> {
  const kept = await findReachCount(house.db);
  return kept ? { ...kept.counts, countedAt: kept.countedAt } : await countReach(house, null);
}

/**
 * One page of the contacts that a search means, and how many they are. By how they are reached alone, many
 * people are not asked again for each look: they are found in the lists of the last count, those who are
 * shown are asked anew, and the number is told with its age.
 */
export async function searchContacts(
  house: House,
  { query = "", ...filter }: ContactFilter & { query?: string | undefined },
  page: ContactPage,
): Promise<{ found: ContactWithWays[]; total: number; countedAt: number | null }> {
  const { db } = house;
  const { reach, language } = filter;
  const text = query.trim();
  // Words leave few people: each of those is asked.
  if (text !== "") return { ...(await findByWords(db, text, filter, page)), countedAt: null };
  if (reach === undefined || (await areFew(house))) {
    const found = await listContacts(db, filter, page);
    return { found, total: await countContacts(db, filter), countedAt: null };
  }
  const kept = await lastCount(house);
  const listed = await listedContacts(db, { ...filter, reach }, page);
  const counted = language === undefined ? peopleIn(kept, reach) : null;
  const total = counted ?? (await countListed(db, reach, language));
  return {
    found: listed ?? (await listContacts(db, filter, page)),
    total: total ?? (await countContacts(db, filter)),
    countedAt: total === null ? null : kept.countedAt,
  };
}

/** Counts many people again where it is time to. Answers whether it did. */
export async function recountReach(house: House): Promise<boolean> {
  if (await areFew(house)) return false;
  const kept = await findReachCount(house.db);
  const isChanged = kept !== null && kept.mark !== (await reachMark(house.db));
  const last = kept && { people: kept.counts.people, countedAt: kept.countedAt, isChanged };
  if (!isCountDue(last, house.now())) return false;
  await countReach(house, null);
  return true;
}

const areFew = async ({ db }: House): Promise<boolean> =>
  (await peopleThere(db, KEPT_FROM_PEOPLE)) < KEPT_FROM_PEOPLE;

const countReach = defineIntake<null, Counted>(async (tx, _none, { now }) => {
  // What comes in meanwhile makes it due again.
  const mark = await reachMark(tx);
  const counts = await keepReachLists(tx);
  await saveReachCount(tx, { countedAt: now, mark, counts });
  return { ...counts, countedAt: now };
});
