import { ADDRESS_KINDS, headerOf, isAttributeName } from "../domain/contact-columns.ts";
import { csvLine } from "../lib/csv.ts";
import { attributeNames, type ContactWithWays, listContacts } from "./contacts.ts";
import type { Db } from "./database.ts";
import { errorLines, type ImportErrorRow, type ImportRow } from "./imports.ts";

const pageRows = 500;
/** With the columns of ours, it stays below what the import takes. */
const attributesMax = 150;
const OWN_COLUMNS = ["id", "name", "language", "country", "latitude", "longitude"];

/** All contacts as a CSV file that can be imported again, line by line. */
export async function* contactsCsv(db: Db): AsyncGenerator<string> {
  const names = await attributeNames(db, attributesMax);
  // One that is named like a column of ours would come back as that column, or twice.
  const attributes = names.filter(isAttributeName);
  const ways = ADDRESS_KINDS.map(headerOf);
  const consents = ways.map((header) => `consent ${header}`);
  yield csvLine([...OWN_COLUMNS, ...ways, ...consents, ...attributes]);
  for (let afterId = 0; ; ) {
    const page = await listContacts(db, {}, { afterId, limit: pageRows });
    if (page.length === 0) return;
    yield page.map((person) => csvLine(cellsOf(person, attributes))).join("");
    afterId = page.at(-1)?.contact.id ?? afterId;
  }
}

function cellsOf(
  { contact, addresses, consents }: ContactWithWays,
  attributes: readonly string[],
): string[] {
  const wayOf = (kind: string) => addresses.find((address) => address.kind === kind)?.value ?? "";
  const saidOf = (kind: string) => consents.find((consent) => consent.kind === kind)?.state ?? "";
  return [
    contact.external_key ?? "",
    contact.name,
    contact.language,
    contact.country ?? "",
    degrees(contact.lat),
    degrees(contact.lon),
    ...ADDRESS_KINDS.map(wayOf),
    ...ADDRESS_KINDS.map(saidOf),
    ...attributes.map((name) => contact.attributes[name] ?? ""),
  ];
}

const decimals = 9;

/** Written out: the import takes no powers of ten. */
function degrees(value: number | null): string {
  const text = String(value ?? "");
  return value !== null && text.includes("e") ? value.toFixed(decimals) : text;
}

/**
 * The faulty rows of an import as they came, each with what is wrong with it. The first two
 * columns are passed over by the import, so the mended file goes in as it is.
 */
export async function* errorsCsv(
  db: Db,
  found: ImportRow,
  sentence: (error: ImportErrorRow) => string,
): AsyncGenerator<string> {
  // The mark makes Excel read UTF-8.
  yield `\ufeff${csvLine(["tocsin line", "tocsin problem", ...found.header])}`;
  for await (const errors of errorLines(db, found.id)) {
    const [first] = errors;
    if (!first) continue;
    const cells = found.header.map((_, index) => first.cells[index] ?? "");
    yield csvLine([String(first.line), errors.map(sentence).join(" "), ...cells]);
  }
}
