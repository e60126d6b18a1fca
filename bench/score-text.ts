import { POST_CLASSES, postsOf } from "../src/domain/text/classes.ts";
import { confusionOf, macroF1, scoresOf } from "../src/domain/text/confusion.ts";
import { languageOf } from "../src/domain/text/language.ts";
import { TEXT_LANGUAGES } from "../src/domain/text/text-languages.ts";
import { speaksOfTrouble } from "../src/domain/text/trouble-words.ts";
import { CLASS_WEIGHTS, weightOf } from "../src/domain/text/weight.ts";

/**
 * How well posts are told apart, on the half that nothing was tuned on.
 *   node bench/score-text.ts
 */
const posts = postsOf("held-back");
const confusion = confusionOf(posts);
const scores = scoresOf(confusion);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);

console.log(`${posts.length} held-back posts, ${postsOf("training").length} in training\n`);
row(["is \\ taken for", ...POST_CLASSES, "recall", "precision", "F1"]);
row(["---", ...POST_CLASSES.map(() => "---:"), "---:", "---:", "---:"]);
for (const [at, { is, recall, precision, f1 }] of scores.entries()) {
  row([is, ...(confusion[at] ?? []), percent(recall), percent(precision), f1.toFixed(2)]);
}
console.log(`\nmacro-F1 ${macroF1(scores).toFixed(3)}`);
for (const language of TEXT_LANGUAGES) {
  const own = posts.filter((post) => post.language === language);
  const known = own.map(({ text }) => languageOf(text));
  const right = known.filter((each) => each === language).length;
  const unsaid = known.filter((each) => each === null).length;
  console.log(
    `${language}: macro-F1 ${macroF1(scoresOf(confusionOf(own))).toFixed(3)};`,
    `language right ${right}, not said ${unsaid}, wrong ${own.length - right - unsaid}`,
  );
}

console.log("\nmean weight of a post of each class: by class, and by the list of words alone");
for (const is of POST_CLASSES) {
  const texts = posts.flatMap((post) => (post.is === is ? [post.text] : []));
  const mean = (weigh: (text: string) => number): string =>
    (texts.reduce((so, text) => so + weigh(text), 0) / texts.length).toFixed(2);
  const byClass = mean((text) => weightOf({ text }).weight);
  const byWords = mean((text) => (speaksOfTrouble(text) ? 1 : 0));
  console.log(is.padEnd(12), byClass, byWords, `(wanted ${CLASS_WEIGHTS[is]})`);
}
