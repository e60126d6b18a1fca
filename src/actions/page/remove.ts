import { notFound } from "../../lib/errors.ts";
import { deletePublicPage, findPublicPage } from "../../store/public-pages.ts";
import { defineAction } from "../action.ts";
import { detailOf } from "./keep.ts";

/** A public page goes; the one at the root only loses its look. */
export const removePage = defineAction({
  name: "page.remove",
  needs: "administrator",
  async decide(tx, { id }: { id: string }) {
    const before = await findPublicPage(tx, id);
    if (before === null) throw notFound("page");
    await deletePublicPage(tx, id);
    return { subject: { kind: "page", id }, detail: detailOf(before), result: null };
  },
});
