import { LOGO_BYTES_MAX, logoTypeOf, type PublicPage } from "../../domain/page-look.ts";
import { pictureSize } from "../../domain/picture-size.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { findPublicPage, savePublicPage } from "../../store/public-pages.ts";
import { defineAction } from "../action.ts";
import { detailOf } from "./keep.ts";

/** Gives a page its picture, or takes it away. What it is, its bytes say: no name is believed. */
export const setLogo = defineAction({
  name: "page.logo",
  needs: "administrator",
  async decide(tx, { id, bytes }: { id: string; bytes: Uint8Array | null }, { now }) {
    const before = await findPublicPage(tx, id);
    if (before === null) throw notFound("page");
    const after: PublicPage = { ...before, logo: bytes === null ? null : logoIn(bytes) };
    await savePublicPage(tx, after, now);
    const detail = { ...detailOf(after), logo: after.logo?.type ?? null };
    return { subject: { kind: "page", id }, detail, result: after };
  },
});

function logoIn(bytes: Uint8Array): NonNullable<PublicPage["logo"]> {
  if (bytes.length > LOGO_BYTES_MAX) throw refusal("too_large", "pages:refused.logoSize");
  const type = logoTypeOf(bytes);
  if (type === null || pictureSize(type, bytes) === null) {
    throw refusal("invalid", "pages:refused.logoType", { field: "logo" });
  }
  return { type, bytes };
}
