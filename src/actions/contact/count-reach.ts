import {
  isCountDue,
  KEPT_FROM_PEOPLE,
  peopleIn,
  type ReachOverview,
} from "../../domain/reachability.ts";
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
  const kept = await findReachCount(house.db);
  return kept ? { ...kept.counts, countedAt: kept.countedAt } : await countReach(house, null);
}

/**
 * How many contacts a search means. By how they are reached alone, many people are not counted again
 * for each look: what was counted last is told, with its age.
 */
export async function countFound(
  house: House,
  filter: ContactFilter,
): Promise<{ total: number; countedAt: number | null }> {
  const { reach, language, query = "" } = filter;
  if (reach !== undefined && query.trim() === "" && !(await areFew(house))) {
    const kept = await reachNow(house);
    const counted = language === undefined ? peopleIn(kept, reach) : null;
    const total = counted ?? (await countListed(house.db, reach, language));
    if (total !== null) return { total, countedAt: kept.countedAt };
  }
  return { total: await countContacts(house.db, filter), countedAt: null };
}

/**
 * One page of the contacts that a search means. Of many people, those who are reached so are found in the
 * lists of the last count, and each of them is asked anew.
 */
export async function listFound(
  house: House,
  filter: ContactFilter,
  page: ContactPage,
): Promise<ContactWithWays[]> {
  const { reach, query = "" } = filter;
  // A search leaves few people: each of those is asked.
  if (reach === undefined || query.trim() !== "" || (await areFew(house)))
    return await listContacts(house.db, filter, page);
  await reachNow(house);
  const listed = await listedContacts(house.db, { ...filter, reach }, page);
  return listed ?? (await listContacts(house.db, filter, page));
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
