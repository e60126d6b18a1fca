import { notFound } from "../../lib/errors.ts";
import { deletePublicPage, findPublicPage } from "../../store/public-pages.ts";
import { subscribersOfPage } from "../../store/subscribers.ts";
import { defineAction } from "../action.ts";
import { takeOff } from "../subscriber/take-off.ts";
import { detailOf } from "./keep.ts";

/**
 * A public page goes, and those who asked there to be told are off the list; the one at the root only
 * loses its look.
 */
export const removePage = defineAction({
  name: "page.remove",
  needs: "administrator",
  async decide(tx, { id }: { id: string }, { now, secretKey }) {
    const before = await findPublicPage(tx, id);
    if (before === null) throw notFound("page");
    const ids = await subscribersOfPage(tx, id);
    await takeOff(tx, { ids, reason: "page" }, { now, secretKey });
    await deletePublicPage(tx, id);
    const detail = { ...detailOf(before), subscribers: ids.length };
    return { subject: { kind: "page", id }, detail, result: null };
  },
});
