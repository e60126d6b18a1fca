import { shownCode } from "../domain/verify/code.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, list, text, when } from "./markdown.ts";
import { offlineCommands } from "./verify.ts";
import { provenIn } from "./verify-copy.ts";

/** How to tell a message of ours, for programs: the key, the newest codes, and how to check alone. */
export function verifyMarkdown(context: PageContext): string {
  const { words, state, publicUrl, language } = context;
  const commands = offlineCommands(context, null);
  return document([
    `# ${text(words("verify:page.title"))}`,
    text(words("verify:page.intro", { name: state.organisation.name })),
    `[${text(words("verify:page.link"))}](${publicUrl}/${language}/verify)`,
    exercise(context),
    age(context),
    `## ${text(words("verify:signs.title"))}`,
    list(["code", "link", "money"].map((sign) => text(words(`verify:signs.${sign}`)))),
    ...codes(context),
    ...keys(context),
    ...(commands === null
      ? []
      : [
          `## ${text(words("verify:offline.title"))}`,
          text(words("verify:offline.text")),
          `\`\`\`\n${commands.join("\n")}\n\`\`\``,
          text(words("verify:offline.answer")),
        ]),
  ]);
}

function codes(context: PageContext): (string | null)[] {
  const { words, state, language, publicUrl } = context;
  const lines = provenIn(state.proofs, language).map((of) => {
    const title = of.state === "withdrawn" ? [] : [of.title];
    const over = of.state === "published" ? [] : [words(`verify:copy.${of.state}`)];
    const said = [shownCode(of.code), ...title, when(context, of.publishedAt), ...over];
    return `${said.map(text).join(" · ")} <${publicUrl}/${language}/verify/${of.code}>`;
  });
  return lines.length === 0 ? [] : [`## ${text(words("verify:copy.codes"))}`, list(lines)];
}

function keys(context: PageContext): (string | null)[] {
  const { words, state } = context;
  const lines = state.keys.map(({ id, publicKey, since, until }) => {
    const from = `${words("verify:key.since")} ${when(context, since)}`;
    const to = until === null ? [] : [`${words("verify:key.until")} ${when(context, until)}`];
    return [`\`${publicKey}\``, text(id), ...[from, ...to].map(text)].join(" · ");
  });
  if (lines.length === 0) return [];
  return [`## ${text(words("verify:key.title"))}`, text(words("verify:key.text")), list(lines)];
}
