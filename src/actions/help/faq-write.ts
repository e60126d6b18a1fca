import type { FaqAbout, FaqWords } from "../../domain/help/faq.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import {
  addFaqVersion,
  countFaqEntries,
  deleteFaqEntry,
  ENTRIES_MAX,
  findFaqText,
  insertFaqEntry,
  listFaqVersions,
  lockFaqEntry,
  updateFaqEntry,
} from "../../store/faq.ts";
import { defineAction, type Scene } from "../action.ts";

/** What somebody writes: a language left out stays as it is. */
export type FaqInput = {
  about: FaqAbout;
  position: number;
  texts: Partial<Record<Language, FaqWords>>;
};

/** A question with its answer, as a draft: the public sees it once it is published. */
export const createFaq = defineAction({
  name: "faq.create",
  needs: "communicator",
  async decide(tx, input: FaqInput, scene) {
    if ((await countFaqEntries(tx)) >= ENTRIES_MAX) {
      throw refusal("conflict", "errors:faq.full", { count: ENTRIES_MAX });
    }
    const id = scene.newId();
    const { about, position, texts } = input;
    const at = new Date(scene.now);
    const row = { id, about_kind: about.kind, about_id: about.id, position };
    await insertFaqEntry(tx, { ...row, created_at: at, updated_at: at });
    await writeTexts(tx, { id, texts }, scene);
    return { subject: { kind: "faq", id }, detail: titleOf(texts), result: { id } };
  },
});

/** Says it otherwise. What is published stays as it is until the new wording is published too. */
export const changeFaq = defineAction({
  name: "faq.change",
  needs: "communicator",
  async decide(tx, input: FaqInput & { id: string }, scene) {
    const { id, about, position, texts } = input;
    if (!(await lockFaqEntry(tx, id))) throw notFound("faq");
    const change = { about_kind: about.kind, about_id: about.id, position };
    await updateFaqEntry(tx, id, { ...change, updated_at: new Date(scene.now) });
    const written = await writeTexts(tx, { id, texts }, scene);
    return { subject: { kind: "faq", id }, detail: { ...titleOf(texts), written }, result: null };
  },
});

/** Takes a question away for good, with every wording it ever had. */
export const removeFaq = defineAction({
  name: "faq.remove",
  needs: "communicator",
  async decide(tx, { id }: { id: string }) {
    if (!(await lockFaqEntry(tx, id))) throw notFound("faq");
    const [latest] = await listFaqVersions(tx, id);
    await deleteFaqEntry(tx, id);
    return { subject: { kind: "faq", id }, detail: { name: latest?.question ?? "" }, result: null };
  },
});

/** Adds a version of each language that reads differently now; answers which. */
async function writeTexts(
  tx: Tx,
  { id, texts }: { id: string; texts: FaqInput["texts"] },
  { actor, now }: Scene,
): Promise<Language[]> {
  const written: Language[] = [];
  const versions = await listFaqVersions(tx, id);
  for (const language of LANGUAGES) {
    const words = texts[language];
    if (words === undefined) continue;
    const latest = (await findFaqText(tx, id, language))?.latest ?? 0;
    const before = versions.find((one) => one.language === language && one.version === latest);
    if (before?.question === words.question && before.answer === words.answer) continue;
    const about = { entry_id: id, language, version: latest + 1, written_by: actor.name };
    await addFaqVersion(tx, { ...about, ...words, at: new Date(now) });
    written.push(language);
  }
  return written;
}

const titleOf = (texts: FaqInput["texts"]) => ({
  name: (texts.fr ?? texts.en)?.question ?? "",
});
