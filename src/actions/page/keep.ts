import type { PublicPage } from "../../domain/page-look.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import {
  findPublicPage,
  listPublicPages,
  PAGES_MAX,
  savePublicPage,
} from "../../store/public-pages.ts";
import { defineAction } from "../action.ts";
import { type PageInput, requireSoundPage } from "./checked.ts";

type Given = { page: PageInput; publicUrl: string };

/** A further public page, or the look of the one at the root. */
export const createPage = defineAction({
  name: "page.create",
  needs: "administrator",
  async decide(tx, { page, publicUrl }: Given, { now, newId }) {
    if ((await listPublicPages(tx)).length >= PAGES_MAX) {
      throw refusal("too_many", "pages:refused.count", { max: PAGES_MAX });
    }
    await requireSoundPage(tx, { ...page, id: null }, publicUrl);
    const fresh: PublicPage = { ...page, id: newId(), logo: null };
    await savePublicPage(tx, fresh, now);
    return { subject: { kind: "page", id: fresh.id }, detail: detailOf(fresh), result: fresh };
  },
});

/** A public page stands elsewhere, shows something else, or looks different. Its logo stays. */
export const changePage = defineAction({
  name: "page.change",
  needs: "administrator",
  async decide(tx, { id, page, publicUrl }: Given & { id: string }, { now }) {
    const before = await findPublicPage(tx, id);
    if (before === null) throw notFound("page");
    if ((before.slug === null) !== (page.slug === null)) {
      throw refusal("invalid", "pages:refused.root", { field: "slug" });
    }
    await requireSoundPage(tx, { ...page, id }, publicUrl);
    const after: PublicPage = { ...before, ...page };
    await savePublicPage(tx, after, now);
    return { subject: { kind: "page", id }, detail: detailOf(after), result: after };
  },
});

export const detailOf = ({ name, slug, domain }: PublicPage) => ({ name, slug, domain });
