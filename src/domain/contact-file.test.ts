import { describe, expect, test } from "vitest";
import { parsePhone } from "../lib/phone.ts";
import { wordsFor } from "../lib/words.ts";
import { readHeader, roleName } from "./contact-columns.ts";
import { readRow } from "./contact-file.ts";
import { readCountry } from "./contact-values.ts";

function rolesOf(...header: string[]) {
  const found = readHeader(header);
  return found.ok ? found.columns.map(({ column }) => roleName(column)) : found.problem;
}

const proof = { consentWording: "I agree", consentSource: "form" };
const parseWay = (kind: string, text: string) =>
  kind === "messenger" && !/^\d{10,25}$/.test(text) ? null : text;

function read(row: Record<string, string>, more: object = {}) {
  const header = readHeader(Object.keys(row));
  if (!header.ok) throw new Error(header.problem.code);
  const { columns } = header;
  return readRow(Object.values(row), {
    columns,
    defaultCountry: "FR",
    ...proof,
    parsePhone,
    parseWay,
    ...more,
  });
}

test.each([
  ["France", "FR"],
  ["fr", "FR"],
  ["Côte d’Ivoire", "CI"],
  ["Germany", "DE"],
  ["Royaume-Uni", "GB"],
  ["UK", "GB"],
  ["Union européenne", undefined],
])("%s is the country %s", (typed, code) => {
  const found = readCountry(typed);
  expect(found.ok ? found.value : undefined).toBe(code);
});

describe("headers", () => {
  test.each([
    [
      ["Nom", "Prénom", "Téléphone portable", "Courriel", "Langue", "Pays", "Ville"],
      ["lastName", "firstName", "sms", "email", "language", "country", "attribute"],
    ],
    [
      ["ID", "Full Name", "Phone", "E-Mail", "WhatsApp number"],
      ["key", "name", "sms", "email", "whatsapp"],
    ],
    [
      ["NOM", "tel", "Consentement SMS", "accord par e-mail", "Opt-in"],
      ["name", "sms", "consent", "consent", "consent"],
    ],
    [
      ["phone", "mobile", "tocsin line"],
      ["attribute", "sms", "ignored"],
    ],
  ])("%j", (header, roles) => {
    expect(rolesOf(...header)).toEqual(roles);
  });

  test("without any way to reach people, it says what it found", () => {
    expect(rolesOf("nom", "ville")).toEqual({
      code: "header_without_address",
      params: { found: "nom, ville" },
    });
  });

  test("two columns of one meaning are refused", () => {
    expect(rolesOf("email", "courriel")).toMatchObject({ code: "header_twice" });
  });
});

describe("rows", () => {
  test("a whole person", () => {
    const { draft, errors } = read({
      id: "7",
      nom: " Zoé\u200b Martin ",
      langue: "Français",
      pays: "Belgique",
      mobile: "\u202a0470 12 34 56\u202c",
      whatsapp: "oui",
      email: "Zoé@Exemple.fr".replace("é", "e"),
      ville: "Liège",
    });
    expect(errors).toEqual([]);
    expect(draft).toEqual({
      key: "7",
      name: "Zoé Martin",
      language: "fr",
      country: "BE",
      addresses: { sms: "+32470123456", whatsapp: "+32470123456", email: "zoe@exemple.fr" },
      consents: { sms: "given", whatsapp: "given", email: "given" },
      wording: "I agree",
      source: "form",
      consentAt: null,
      proofs: {},
      attributes: { ville: "Liège" },
      place: null,
    });
  });

  test.each([
    ["phone_without_country", { mobile: "06 12 34 56 78" }, { defaultCountry: null }],
    ["phone_invalid", { mobile: "06 12" }, {}],
    ["phone_rounded", { mobile: "3,36123E+10" }, {}],
    ["email_invalid", { email: "zoe@" }, {}],
    ["email_invalid", { email: "a b@example.org" }, {}],
    ["email_lookalike", { email: "zoe@exаmple.org" }, {}],
    ["email_lookalike", { email: "zое@example.org" }, {}],
    ["language_unknown", { mobile: "0612345678", lang: "Klingon" }, {}],
    ["country_unknown", { mobile: "+33612345678", pays: "Atlantide" }, {}],
    ["consent_unclear", { mobile: "0612345678", consent: "peut-être" }, {}],
    ["consent_date", { mobile: "0612345678", "consent date": "03/04/2024" }, {}],
    ["consent_date", { mobile: "0612345678", "consent date": "2024-02-30" }, {}],
    ["place_half", { mobile: "0612345678", lat: "45.7", lng: "" }, {}],
    ["place_invalid", { mobile: "0612345678", latitude: "4.8", longitude: "245,7" }, {}],
    ["place_invalid", { mobile: "0612345678", latitude: "45°46′", longitude: "4.8" }, {}],
    ["place_invalid", { mobile: "0612345678", latitude: "1e1", longitude: "0x10" }, {}],
    ["row_without_address", { mobile: "", nom: "Zoé" }, {}],
    ["row_only_landline", { tel: "01 23 45 67 89" }, {}],
    ["value_long", { mobile: "0612345678", note: "x".repeat(1_001) }, {}],
    ["text_damaged", { mobile: "0612345678", nom: "Zo\ufffd" }, {}],
  ])("%s: %j", (code, row, more) => {
    const { errors } = read(row, more);
    expect(errors.map((error) => error.code)).toEqual([code]);
    for (const language of ["fr", "en"] as const) {
      const params = { value: "v", column: "c", ...errors[0]?.params };
      const sentence = wordsFor(language)(`audience:row.${code}`, params);
      expect(sentence).toMatch(/^\S.*\.$/s);
      expect(sentence).not.toContain("{{");
    }
  });

  test("rows of another length than the header", () => {
    const columns = [{ header: "email", column: { role: "address", kind: "email" } }] as const;
    const reading = { columns, defaultCountry: null, ...proof, parsePhone, parseWay };
    expect(readRow([], reading).errors[0]?.code).toBe("row_short");
    expect(readRow(["a@b.org", "more"], reading).errors[0]?.code).toBe("row_long");
    expect(readRow(["a@b.org", " "], reading).errors).toEqual([]);
  });

  test("a landline is kept as information beside a way that works", () => {
    const { draft, landlines } = read({ tel: "01 23 45 67 89", email: "a@b.org" });
    expect(landlines).toBe(1);
    expect(draft.addresses).toEqual({ email: "a@b.org" });
    expect(draft.attributes).toEqual({ tel: "+33123456789" });
  });

  test("a chat of Telegram has a number; a name there is kept as information", () => {
    const { draft } = read({ mobile: "0612345678", signal: "yes", telegram: "123456789" });
    const mobile = "+33612345678";
    expect(draft.addresses).toEqual({ sms: mobile, signal: mobile, telegram: "123456789" });
    const named = read({ mobile: "0612345678", telegram: "@max" });
    expect(named.errors).toEqual([]);
    expect(named.draft.addresses).toEqual({ sms: mobile });
    expect(named.draft.attributes).toEqual({ telegram: "@max" });
    const office = read({ "Number to call": "01 55 00 00 01", PSID: "me", Teams: "Red team" });
    expect(office.draft.addresses).toEqual({ voice: "+33155000001" });
    expect(office.draft.attributes).toEqual({ PSID: "me", Teams: "Red team" });
  });

  test("somebody on WhatsApp who hides their number gets no text message because of it", () => {
    const { draft, errors } = read({ WhatsApp: "FR.13491208655302741918" });
    expect([draft.addresses, errors]).toEqual([{ whatsapp: "FR.13491208655302741918" }, []]);
    expect(read({ WhatsApp: "fr.1349" }).errors).toHaveLength(1);
  });

  test("a formula stays the text it is, and is counted", () => {
    const { draft, formulas, errors } = read({ mobile: "0612345678", note: "=HYPERLINK(1)" });
    expect([draft.attributes["note"], formulas, errors]).toEqual(["=HYPERLINK(1)", 1, []]);
  });

  test("a header called __proto__ is a header like any other", () => {
    const row = Object.fromEntries([
      ["mobile", "0612345678"],
      ["__proto__", "x"],
    ]);
    expect(JSON.stringify(read(row).draft.attributes)).toBe('{"__proto__":"x"}');
  });

  test("what a column says about consent goes before what is said of the whole file", () => {
    const row = { mobile: "0612345678", email: "a@b.org", "consent sms": "" };
    expect(read(row).draft.consents).toEqual({ email: "given" });
    expect(read({ ...row, "consent sms": "STOP" }).draft.consents).toEqual({
      sms: "withdrawn",
      email: "given",
    });
  });

  test("without proof there is no consent, but an opt-out needs none", () => {
    const none = { consentWording: "", consentSource: "" };
    expect(read({ mobile: "0612345678", consent: "yes" }, none).draft.consents).toEqual({});
    expect(read({ mobile: "0612345678", consent: "no" }, none).draft.consents).toEqual({
      sms: "withdrawn",
    });
  });
});
