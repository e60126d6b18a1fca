import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/domain/language.ts";
import { wordsFor } from "../../src/lib/words.ts";
import { transports } from "../../src/transports/index.ts";
import { describe } from "../../src/transports/transport.ts";

test("docs/channels.md says what the catalogue says", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/channels.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toEqual(
    transports.map(describe).map(({ kind, addressKind, failureDomain, hears, limits }) => {
      const { bodyLengthMax, perSecondMax } = limits;
      const cells = [`\`${kind}\``, addressKind, failureDomain, hears ? "yes" : "no"];
      return `| ${[...cells, bodyLengthMax, perSecondMax].join(" | ")} |`;
    }),
  );
});

test.each([...new Set(transports.map(({ addressKind }) => addressKind))])(
  "the console has words for addresses of the kind %s",
  (kind) => {
    for (const language of LANGUAGES) {
      expect(wordsFor(language)(`console:kind.${kind}`)).not.toMatch(/kind\.|^$/);
    }
  },
);
