import {
  ADDRESS_KINDS,
  type AddressKind,
  headerOf,
  isAttributeName,
  PROOF_PARTS,
  proofHeaderOf,
} from "../domain/contact-columns.ts";
import { columnsMax, csvLine } from "../lib/csv.ts";
import { attributeNames, type ContactWithWays, listContacts } from "./contacts.ts";
import type { Db } from "./database.ts";
import { errorLines, type ImportErrorRow, type ImportRow } from "./imports.ts";

const pageRows = 500;
const attributesMax = 150;
const OWN_COLUMNS = ["id", "name", "language", "country", "latitude", "longitude"];

/** All contacts as a CSV file that can be imported again, line by line, with what each consent rests on. */
export async function* contactsCsv(db: Db): AsyncGenerator<string> {
  const proven = await kindsOfConsent(db);
  const proofs = proven.flatMap((kind) => PROOF_PARTS.map((part) => proofHeaderOf(part, kind)));
  // The import takes no more columns.
  const room = columnsMax - OWN_COLUMNS.length - 2 * ADDRESS_KINDS.length - proofs.length;
  const names = await attributeNames(db, Math.min(attributesMax, room));
  // One that is named like a column of ours would come back as that column, or twice.
  const attributes = names.filter(isAttributeName);
  const ways = ADDRESS_KINDS.map(headerOf);
  const consents = ways.map((header) => `consent ${header}`);
  yield csvLine([...OWN_COLUMNS, ...ways, ...consents, ...proofs, ...attributes]);
  for (let afterId = 0; ; ) {
    const page = await listContacts(db, {}, { afterId, limit: pageRows });
    if (page.length === 0) return;
    yield page.map((person) => csvLine(cellsOf(person, { proven, attributes }))).join("");
    afterId = page.at(-1)?.contact.id ?? afterId;
  }
}

function cellsOf(
  { contact, addresses, consents }: ContactWithWays,
  { proven, attributes }: { proven: readonly AddressKind[]; attributes: readonly string[] },
): string[] {
  const wayOf = (kind: string) => addresses.find((address) => address.kind === kind)?.value ?? "";
  const saidOf = (kind: string) => consents.find((consent) => consent.kind === kind);
  const proofOf = (kind: string) => {
    const { wording = "", source = "", at } = saidOf(kind) ?? {};
    return [wording, source, at?.toISOString() ?? ""];
  };
  return [
    contact.external_key ?? "",
    contact.name,
    contact.language,
    contact.country ?? "",
    degrees(contact.lat),
    degrees(contact.lon),
    ...ADDRESS_KINDS.map(wayOf),
    ...ADDRESS_KINDS.map((kind) => saidOf(kind)?.state ?? ""),
    ...proven.flatMap(proofOf),
    ...attributes.map((name) => contact.attributes[name] ?? ""),
  ];
}

/** Of the ways that a file can bring, those that somebody was asked about. */
async function kindsOfConsent(db: Db): Promise<AddressKind[]> {
  const asked = await db.selectFrom("consent").select("kind").distinct().execute();
  const kinds = new Set(asked.map(({ kind }) => kind));
  return ADDRESS_KINDS.filter((kind) => kinds.has(kind));
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
