import type { Language } from "../../domain/language.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { type FaqTextRow, findFaqText, lockFaqEntry, setFaqPublished } from "../../store/faq.ts";
import { defineAction } from "../action.ts";

type Which = { id: string; language: Language };

/** Shows the latest wording of one language to the public. */
export const publishFaq = defineAction({
  name: "faq.publish",
  needs: "communicator",
  async decide(tx, { id, language }: Which, { now }) {
    const text = await lockText(tx, { id, language });
    if (text.published === text.latest) throw refusal("conflict", "errors:faq.published");
    const at = new Date(now);
    await setFaqPublished(tx, { entryId: id, language, version: text.latest, at });
    const detail = { language, version: text.latest };
    return { subject: { kind: "faq", id }, detail, result: null };
  },
});

/** Takes one language off the public page; its wordings stay with us. */
export const withdrawFaq = defineAction({
  name: "faq.withdraw",
  needs: "communicator",
  async decide(tx, { id, language }: Which) {
    const text = await lockText(tx, { id, language });
    if (text.published === null) throw refusal("conflict", "errors:faq.unpublished");
    await setFaqPublished(tx, { entryId: id, language, version: null, at: null });
    const detail = { language, version: text.published };
    return { subject: { kind: "faq", id }, detail, result: null };
  },
});

async function lockText(tx: Tx, { id, language }: Which): Promise<FaqTextRow> {
  if (!(await lockFaqEntry(tx, id))) throw notFound("faq");
  const text = await findFaqText(tx, id, language);
  if (text === undefined) throw refusal("conflict", "errors:faq.unwritten");
  return text;
}
