import {
  ADDRESS_KINDS,
  type AddressKind,
  type NamedColumn,
  type Problem,
} from "./contact-columns.ts";
import {
  attributeLengthMax,
  clean,
  nameLengthMax,
  type Read,
  readConsent,
  readConsentDate,
  readCountry,
  readEmail,
  readLanguage,
  readPlace,
} from "./contact-values.ts";
import type { Place } from "./geo.ts";
import type { Language } from "./language.ts";
import { isWhatsAppUserId } from "./whatsapp-user.ts";

/** One row of a contact file as we would keep it. What the row does not say is null or absent. */
export type Draft = {
  key: string | null;
  name: string;
  language: Language | null;
  country: string | null;
  addresses: Partial<Record<AddressKind, string>>;
  consents: Partial<Record<AddressKind, "given" | "withdrawn">>;
  wording: string;
  source: string;
  consentAt: string | null;
  /** The proof of one way's consent, where the row says more than one for all of them. */
  proofs: Partial<Record<AddressKind, Proof>>;
  attributes: Record<string, string>;
  place: Place | null;
};

/** Empty, or null, is what the row says for all ways. */
export type Proof = { wording: string; source: string; at: string | null };

/** What is wrong with one cell, or (with an empty column) with the row. */
export type RowError = Problem & { column: string; value: string };

export type RowRead = { draft: Draft; errors: RowError[]; formulas: number; landlines: number };

/** How to read a row: what the file itself does not say. */
export type Reading = {
  columns: readonly NamedColumn[];
  defaultCountry: string | null;
  /** The proof for all addresses of the file, where its rows bring none of their own. */
  consentWording: string;
  consentSource: string;
  parsePhone(text: string, country: string | null): PhoneRead;
  /** An address of a kind that is neither a number nor e-mail, or null for what is none. */
  parseWay(kind: AddressKind, text: string): string | null;
};
type PhoneRead =
  | { ok: true; value: string; line: "mobile" | "landline" | "either" }
  | { ok: false; code: string };

const keyLengthMax = 200;
const valueShownMax = 200;
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]./;
/** A bot writes to chats, which have numbers; what people call themselves is no address for it. */
const TELEGRAM_CHAT = /^-?[1-9]\d{4,15}$/;
/** A column of this name holds what is meant for text messages, as our own export does. */
const SAYS_SMS = /^\s*sms\s*$/i;
const SAME_NUMBER = /^(?:yes|oui|o|y|x|1|true|vrai|same|idem|ok)$/i;

/** Reads one row. It never throws: whatever a cell holds becomes a value or an error. */
export function readRow(cells: readonly string[], reading: Reading): RowRead {
  const draft = emptyDraft(reading);
  const row: RowRead = { draft, errors: [], formulas: 0, landlines: 0 };
  const errors = shapeErrors(cells, reading.columns.length);
  if (errors.length > 0) return { ...row, errors };
  const read: RowInHand = { row, reading, cell: (role) => cellOf(cells, reading, role), cells };
  takePerson(read);
  takePlace(read);
  takeAttributes(read);
  takeAddresses(read);
  takeConsents(read);
  if (row.errors.length === 0 && isNobody(row)) row.errors.push(rowError(rowWithoutWay(row)));
  return row;
}

type Found = { text: string; header: string };
type RowInHand = {
  row: RowRead;
  reading: Reading;
  cells: readonly string[];
  cell(role: string): Found;
};

const emptyDraft = ({ consentWording, consentSource }: Reading): Draft => ({
  key: null,
  name: "",
  language: null,
  country: null,
  addresses: {},
  consents: {},
  wording: consentWording,
  source: consentSource,
  consentAt: null,
  proofs: {},
  // Without a prototype: "__proto__" is a header like any other.
  attributes: Object.create(null),
  place: null,
});

function shapeErrors(cells: readonly string[], expected: number): RowError[] {
  if (cells.some((cell) => cell.includes("\ufffd"))) return [rowError("text_damaged")];
  const found = cells.length;
  if (found < expected) return [rowError("row_short", { found, expected })];
  const surplus = cells.slice(expected).some((cell) => cell.trim() !== "");
  return surplus ? [rowError("row_long", { found, expected })] : [];
}

const rowError = (code: string, params: Problem["params"] = {}): RowError => ({
  column: "",
  value: "",
  code,
  params,
});

function cellOf(cells: readonly string[], { columns }: Reading, role: string): Found {
  const index = columns.findIndex(({ column }) =>
    column.role === "address" ? column.kind === role : column.role === role,
  );
  return { text: clean(cells[index] ?? ""), header: columns[index]?.header ?? "" };
}

function takePerson(read: RowInHand): void {
  const { row, cell } = read;
  const { draft } = row;
  const parts = [cell("firstName").text, cell("lastName").text].filter((part) => part !== "");
  const whole = { text: cell("name").text || parts.join(" "), header: cell("name").header };
  draft.name = bounded(read, whole, nameLengthMax);
  draft.key = bounded(read, cell("key"), keyLengthMax) || null;
  draft.language = take(read, cell("language"), readLanguage) ?? null;
  draft.country = take(read, cell("country"), readCountry) ?? null;
  draft.wording = bounded(read, cell("consentWording"), attributeLengthMax) || draft.wording;
  draft.source = bounded(read, cell("consentSource"), attributeLengthMax) || draft.source;
  draft.consentAt = take(read, cell("consentDate"), readConsentDate) ?? null;
}

function takePlace(read: RowInHand): void {
  const [latitude, longitude] = [read.cell("latitude"), read.cell("longitude")];
  const shown = latitude.text === "" ? longitude : latitude;
  read.row.draft.place = take(read, shown, () => readPlace(latitude.text, longitude.text)) ?? null;
}

function takeAttributes(read: RowInHand): void {
  const { reading, cells, row } = read;
  reading.columns.forEach(({ column, header }, index) => {
    if (column.role !== "attribute") return;
    const text = bounded(read, { text: clean(cells[index] ?? ""), header }, attributeLengthMax);
    if (text !== "") row.draft.attributes[column.name] = text;
  });
}

function takeAddresses(read: RowInHand): void {
  const { row, cell } = read;
  const email = cell("email");
  if (email.text !== "") set(row.draft.addresses, "email", take(read, email, readEmail));
  const sms = cell("sms");
  const mobile = sms.text === "" ? null : takePhone(read, sms);
  if (mobile?.line === "landline" && !SAYS_SMS.test(sms.header))
    keepLandline(read, sms, mobile.value);
  else set(row.draft.addresses, "sms", mobile?.value);
  for (const kind of ["whatsapp", "signal", "voice"] as const) {
    const found = cell(kind);
    if (found.text === "" || /^(?:no|non|n|0)$/i.test(found.text)) continue;
    const isSame = SAME_NUMBER.test(found.text) && sms.text !== "";
    const other = noNumber(read, kind, found.text);
    const number = isSame ? mobile : other === null ? takePhone(read, found) : { value: other };
    set(row.draft.addresses, kind, number?.value);
  }
  for (const kind of OTHER_WAYS) takeOther(read, kind);
}

const OTHER_WAYS = ADDRESS_KINDS.filter(
  (kind) => !["sms", "email", "whatsapp", "signal", "voice"].includes(kind),
);

/** A group of Signal, or somebody on WhatsApp who hides their number: no text message follows from it. */
function noNumber({ reading }: RowInHand, kind: AddressKind, text: string): string | null {
  if (kind === "signal") return text.startsWith("group.") ? reading.parseWay(kind, text) : null;
  return kind === "whatsapp" && isWhatsAppUserId(text) ? text : null;
}

/** What is no address of that kind is not thrown away: it says something about the person. */
function takeOther({ cell, reading, row }: RowInHand, kind: AddressKind): void {
  const { text, header } = cell(kind);
  if (text === "") return;
  const isChat = kind !== "telegram" || TELEGRAM_CHAT.test(text);
  const value = isChat ? reading.parseWay(kind, text) : null;
  if (value === null) row.draft.attributes[header] = text.slice(0, attributeLengthMax);
  else set(row.draft.addresses, kind, value);
}

function takePhone(read: RowInHand, found: Found): { value: string; line: string } | null {
  const { reading, row } = read;
  const phone = reading.parsePhone(found.text, row.draft.country ?? reading.defaultCountry);
  if (phone.ok) return phone;
  report(read, found, { code: phone.code, params: {} });
  return null;
}

/** A text message does not reach a landline, but the number is not thrown away. */
function keepLandline({ row }: RowInHand, found: Found, value: string): void {
  row.landlines++;
  row.draft.attributes[found.header] = value;
}

function takeConsents(read: RowInHand): void {
  const { row, reading, cells } = read;
  const { draft } = row;
  const said: Draft["consents"] = {};
  reading.columns.forEach(({ column, header }, index) => {
    if (column.role !== "consent") return;
    const state = take(read, { text: clean(cells[index] ?? ""), header }, readConsent) ?? null;
    if (state === null) return;
    // A column for one channel is more exact than one for all of them.
    const kinds = column.kinds.filter((kind) => column.kinds.length === 1 || !(kind in said));
    for (const kind of kinds) said[kind] = state;
  });
  takeProofs(read);
  for (const kind of kindsOf(draft)) {
    const wording = draft.proofs[kind]?.wording || draft.wording;
    const source = draft.proofs[kind]?.source || draft.source;
    const hasProof = wording !== "" && source !== "";
    const state = said[kind] ?? (hasConsentColumn(reading, kind) ? null : "given");
    if (state === "withdrawn" || (state === "given" && hasProof)) draft.consents[kind] = state;
  }
}

/** What an export of ours says of each way: long words of somebody are cut and not refused. */
function takeProofs(read: RowInHand): void {
  const { reading, cells, row } = read;
  reading.columns.forEach(({ column, header }, index) => {
    if (column.role !== "consentProof") return;
    const text = clean((cells[index] ?? "").slice(0, attributeLengthMax));
    const { kind, part } = column;
    const proof = (row.draft.proofs[kind] ??= { wording: "", source: "", at: null });
    if (part === "date") proof.at = take(read, { text, header }, readConsentDate) ?? null;
    else proof[part] = text;
  });
}

const hasConsentColumn = ({ columns }: Reading, kind: AddressKind): boolean =>
  columns.some(({ column }) => column.role === "consent" && column.kinds.includes(kind));

/** The kinds of address that a row brought. */
const kindsOf = (draft: Draft): AddressKind[] =>
  ADDRESS_KINDS.filter((kind) => draft.addresses[kind] !== undefined);

/** Whoever has a key may be known, with ways that this file does not name: the match will tell. */
const isNobody = ({ draft, landlines }: RowRead): boolean =>
  Object.keys(draft.addresses).length === 0 && (draft.key === null || landlines > 0);

const rowWithoutWay = (row: RowRead): string =>
  row.landlines > 0 ? "row_only_landline" : "row_without_address";

function set(addresses: Draft["addresses"], kind: AddressKind, value: string | undefined): void {
  if (value !== undefined) addresses[kind] = value;
}

function take<T>(read: RowInHand, found: Found, parse: (text: string) => Read<T>): T | undefined {
  const value = parse(found.text);
  if (value.ok) return value.value;
  report(read, found, value);
  return undefined;
}

function bounded(read: RowInHand, found: Found, max: number): string {
  if (FORMULA.test(found.text)) read.row.formulas++;
  if (found.text.length <= max) return found.text;
  report(read, found, { code: "value_long", params: { max } });
  return "";
}

function report({ row }: RowInHand, found: Found, { code, params }: Problem): void {
  const value = found.text.slice(0, valueShownMax);
  row.errors.push({ column: found.header, value, code, params });
}
