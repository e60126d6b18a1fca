import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrom, codeIn, shownCode } from "./code.ts";
import { judge, type Published, prepared } from "./judge.ts";
import { tokensOf } from "./tokens.ts";

const first: Published = {
  id: "1",
  language: "fr",
  state: "published",
  publishedAt: 2,
  title: "WhatsApp ne distribue plus les messages",
  message:
    "Depuis 10 h 14, vos messages n’arrivent plus. La panne vient de WhatsApp.\nVoir https://etat.example/fr.",
  advice: "Appelez le 01 55 00 00 02 si c’est urgent : « tout de suite ».",
  nextStep: "Nous revenons vers vous avant 11 h 30, sûrement près de l’arrêt du tram.",
  labels: () =>
    ["Ce que vous pouvez faire", "La suite", "Source : Centre", "ABCDE-FGHJK"].map(tokensOf),
};
const second: Published = {
  ...first,
  id: "2",
  language: "en",
  title: "WhatsApp is down",
  message: "Messages sent since 10:14 have not arrived.",
  advice: "Please call us.",
  nextStep: "More news before 11:30.",
  labels: () => [],
};
const old: Published = { ...second, id: "3", state: "corrected", publishedAt: 1 };
const taken: Published = {
  ...second,
  id: "4",
  state: "withdrawn",
  title: "All shops are closed",
  message: "All of our shops stay closed until further notice, without exception.",
};
const known = [first, second, old, taken].map(prepared);
const whole = [first.title, first.message, first.advice, first.nextStep].join("\n\n");
const ask = (text: string) => judge(text, known);

describe("what is ours", () => {
  test("exactly the text, whatever happened to blanks, lines, quotes, dashes and accents", () => {
    expect(ask(whole)).toEqual({ kind: "ours", of: first, whole: true });
    const sent = whole
      .replaceAll("\n\n", " ")
      .replaceAll("’", "'")
      .replaceAll("« ", '"')
      .replaceAll(" »", '"')
      .replaceAll(" ", " ")
      .replace("arrêt", "arret")
      .replace("sûrement", "surement");
    expect(ask(sent)).toMatchObject({ kind: "ours", whole: true });
    expect(ask(whole.normalize("NFD"))).toMatchObject({ kind: "ours", whole: true });
    expect(ask(`\ufeff${whole}`)).toMatchObject({ kind: "ours", whole: true });
  });

  test("with the headings, the source and the code that our own page puts between", () => {
    const copied =
      `${first.title}\n${first.message}\nCe que vous pouvez faire\n${first.advice}\nLa suite\n${first.nextStep}\nSource : Centre\nabcde-fghjk`.replace(
        "abcde-fghjk",
        "ABCDE-FGHJK",
      );
    expect(ask(copied)).toMatchObject({ kind: "ours", whole: true });
  });

  test("a part of it is told as a part, and the text in force comes before the replaced one", () => {
    expect(ask(first.nextStep)).toMatchObject({ kind: "ours", whole: false, of: { id: "1" } });
    expect(ask("vos messages n'arrivent plus. La panne vient de WhatsApp")).toMatchObject({
      kind: "ours",
      whole: false,
    });
    expect(ask("WhatsApp is down")).toMatchObject({ whole: false, of: { id: "2" } });
    expect(ask(`${taken.title}\n${taken.message}`)).toMatchObject({ of: { state: "withdrawn" } });
  });
});

describe("what was cut", () => {
  const cutAfter = (words: string) => whole.slice(0, whole.indexOf(words) + words.length);

  test("a beginning of ours that ends in three dots is a part, also within a word", () => {
    for (const text of [cutAfter("n’arri"), cutAfter("n’arrivent plus"), cutAfter("10 h")]) {
      const copies = [`${text}…`, `${text}...\nSource : Centre`];
      for (const copy of copies) expect(ask(copy)).toMatchObject({ kind: "ours", whole: false });
    }
  });

  test("a number or a link that was cut is another one", () => {
    for (const text of [cutAfter("10 h 1"), cutAfter("https://etat.exam")]) {
      expect(ask(`${text}…`).kind).toBe("unknown");
    }
    expect(ask(`${cutAfter("n’arrivent plus")} demain…`).kind).toBe("unknown");
    expect(ask(`${cutAfter("n’arrivent plus")}…\nPayez ici`).kind).toBe("unknown");
  });
});

describe("what is not", () => {
  test.each([
    ["a number", "11 h 30", "12 h 30"],
    ["a digit moved", "10 h 14", "1 0 h 14"],
    ["a word", "plus", "jamais"],
    ["a word left out within a sentence", "n’arrivent plus", "arrivent plus"],
    ["a link", "etat.example", "etat-example.com"],
    ["a link that another dot makes", "https://etat.example/fr.", "https://etat.example.fr/"],
    ["a sentence glued to a link", "/fr.\n\nAppelez", "/fr.Appelez"],
    ["a telephone number", "01 55 00 00 02", "08 99 00 00 02"],
    ["an accent added", "vient", "vïent"],
    ["a sign", "11 h 30", "-11 h 30"],
    ["letters in capitals", "urgent", "URGENT"],
  ])("%s changed: no, and the change is marked", (_, before, after) => {
    const judged = ask(whole.replace(before, after));
    expect(whole.replace(before, after)).not.toBe(whole);
    if (judged.kind !== "unknown") throw new Error(`This was judged ${judged.kind}.`);
    expect(judged.nearest?.of).toBe(first);
    expect(judged.nearest?.difference.some(({ kind }) => kind !== "same")).toBe(true);
  });

  test("the difference is told word by word", () => {
    const judged = ask(whole.replace("le 01 55 00 00 02", "le 08 99 11 22 33 ou payez"));
    if (judged.kind !== "unknown") throw new Error("That was not ours.");
    expect(judged.nearest?.difference[0]?.text).toMatch(/^WhatsApp .* messages Depuis 10 h 14, /);
    const changed = judged.nearest?.difference.filter(({ kind }) => kind !== "same");
    expect(changed?.map(({ kind, text }) => [kind, text.trim()])).toEqual([
      ["missing", "01 55 00 00 02"],
      ["added", "08 99 11 22 33 ou payez"],
    ]);
  });

  test("more than ours is not ours, though all of ours is in it", () => {
    const judged = ask(`${whole}\nCliquez sur https://etat.example.ru/payer`);
    if (judged.kind !== "unknown") throw new Error("That was not ours.");
    expect(judged.nearest?.difference.map(({ kind }) => kind)).toEqual(["same", "added"]);
  });

  test("what resembles nothing has no nearest, and what was withdrawn is never shown again", () => {
    expect(ask("Gagnez un téléphone, cliquez ici !")).toMatchObject({ nearest: null });
    expect(ask(`${taken.message} Really.`)).toMatchObject({ kind: "unknown", nearest: null });
    expect(ask("  \n ")).toMatchObject({ kind: "unknown", nearest: null });
  });
});

describe("disguises are named", () => {
  test.each([
    [
      "a Cyrillic letter",
      "WhatsApp",
      "Whаtsapp".replace("s", "s").replace("app", "App"),
      "lookalike",
      "U+0430",
    ],
    ["a fullwidth digit", "11 h 30", "１1 h 30", "lookalike", "U+FF11"],
    ["a letter of mathematics", "panne", "\u{1d429}anne", "lookalike", "U+1D429"],
    ["a zero-width space", "messages", "mes\u200bsages", "invisible", "U+200B"],
    ["a zero-width joiner in a link", "etat.example", "etat\u200d.example", "invisible", "U+200D"],
    ["a byte order mark between words", "La panne", "La \ufeffpanne", "invisible", "U+FEFF"],
    ["a soft hyphen", "messages", "mes\u00adsages", "invisible", "U+00AD"],
    ["a right-to-left override", "30", "\u202e30\u202c", "direction", "U+202E"],
    ["an isolate", "urgent", "\u2067urgent\u2069", "direction", "U+2067"],
  ])("%s", (_, before, after, kind, point) => {
    const judged = ask(whole.replace(before, after));
    if (judged.kind !== "disguised") throw new Error(`This was judged ${judged.kind}.`);
    expect(judged.of).toBe(first);
    expect(judged.tricks[0]).toMatchObject({ kind, point });
  });

  test("a picture of several people is one picture, and hides nothing", () => {
    const family = { ...first, id: "5", title: "Bonjour \u{1f468}‍\u{1f469}‍\u{1f467} les enfants" };
    const judged = judge("Bonjour \u{1f468}‍\u{1f469}‍\u{1f467} à vous", [prepared(family)]);
    expect(judged).toMatchObject({ kind: "unknown", tricks: [] });
    expect(judge(family.title, [prepared(family)])).toMatchObject({ kind: "ours" });
  });
});

test("no change of one visible character is ever called ours", () => {
  const letters = Array.from(whole);
  const place = fc.integer({ min: 0, max: letters.length - 1 });
  const other = fc.constantFrom(
    ...Array.from("aZ0719xéàœ-.,:/+!?€@#"),
    "а",
    "\u200b",
    "\u202e",
    "ー",
    "٣",
  );
  fc.assert(
    fc.property(place, other, fc.boolean(), (at, letter, insert) => {
      const before = letters[at] ?? "";
      // A typographic mark for a plain one is forgiven; so are blanks.
      if (!insert && (before === letter || /[\s’«»]/u.test(before))) return;
      const text = [...letters.slice(0, at), letter, ...letters.slice(insert ? at : at + 1)];
      expect(ask(text.join("")).kind).not.toBe("ours");
    }),
    { numRuns: 500, seed: 14 },
  );
});

describe("codes", () => {
  test("read as people type them", () => {
    const code = codeFrom(Uint8Array.from([0, 68, 50, 20, 199, 66, 84, 182]));
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(codeIn(shownCode(code))).toBe(code);
    expect(codeIn(` ${code.slice(0, 5).toLowerCase()} – ${code.slice(5)} `)).toBe(code);
    expect(codeIn("OIL00-00000")).toBe("0110000000");
    for (const typed of ["", "12345", "UUUUUUUUUU", "12345678901", "ABCDE_FGHIÉ"]) {
      expect(codeIn(typed)).toBeNull();
    }
  });

  test("differ where the bytes differ", () => {
    const one = codeFrom(new Uint8Array(8));
    expect(one).toBe("0000000000");
    expect(codeFrom(Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 255]))).toBe("ZZZZZZZZZZ");
  });
});
