/** The ways to a person that a file can bring. */
export const ADDRESS_KINDS = [
  "sms",
  "whatsapp",
  "email",
  "voice",
  "signal",
  "telegram",
  "messenger",
  "push",
  "ntfy",
  "slack",
  "discord",
  "teams",
  "webhook",
] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** Words that stand above all sorts of columns: these ways say in full that they are addresses. */
const SAID_IN_FULL: ReadonlySet<string> = new Set(
  ADDRESS_KINDS.slice(ADDRESS_KINDS.indexOf("push")),
);

/** What we write above the column of a way, so that it comes back as that way. */
export const headerOf = (kind: AddressKind): string =>
  SAID_IN_FULL.has(kind) ? `${kind} address` : kind;

/** What proves a consent: the words that were seen, where that was, and when. */
export const PROOF_PARTS = ["wording", "source", "date"] as const;
export type ProofPart = (typeof PROOF_PARTS)[number];

/** What we write above the proof of the consent for one way. */
export const proofHeaderOf = (part: ProofPart, kind: AddressKind): string =>
  `consent ${part} ${headerOf(kind)}`;

/** What one column of a contact file means. */
export type Column =
  | { role: "key" | "name" | "firstName" | "lastName" | "language" | "country" }
  | { role: "latitude" | "longitude" }
  | { role: "consentWording" | "consentSource" | "consentDate" | "ignored" }
  | { role: "address"; kind: AddressKind }
  | { role: "consent"; kinds: readonly AddressKind[] }
  | { role: "consentProof"; part: ProofPart; kind: AddressKind }
  | { role: "attribute"; name: string };

/** A column with the words that stand above it in the file. */
export type NamedColumn = { header: string; column: Column };

/** Something a person can mend: the name of a sentence, and what fills its blanks. */
export type Problem = { code: string; params: Record<string, string | number> };

export type Header = { ok: true; columns: NamedColumn[] } | { ok: false; problem: Problem };

const headerLengthMax = 100;
const foundListMax = 20;

/** English first, French after, without accents, case or punctuation. */
const SYNONYMS: readonly (readonly [Column, string])[] = [
  [
    { role: "key" },
    "id|external id|external key|key|reference|ref|customer id|client id|contact id|member id|user id|" +
      "identifiant|cle|cle externe|matricule|numero client|no client|n client|id client|code client",
  ],
  [
    { role: "name" },
    "name|full name|display name|contact|contact name|nom complet|nom et prenom|prenom et nom|" +
      "nom prenom|prenom nom|denomination|raison sociale",
  ],
  [{ role: "firstName" }, "first name|firstname|given name|forename|prenom"],
  [{ role: "lastName" }, "last name|lastname|surname|family name|nom de famille|nom"],
  [{ role: "language" }, "language|lang|locale|preferred language|langue|langue preferee"],
  [{ role: "country" }, "country|country code|pays|code pays"],
  [{ role: "latitude" }, "latitude|lat|gps latitude|latitude gps"],
  [{ role: "longitude" }, "longitude|lon|lng|long|gps longitude|longitude gps"],
  [
    { role: "address", kind: "sms" },
    "sms|mobile|mobile phone|mobile number|cell|cell phone|cellphone|gsm|portable|tel portable|" +
      "telephone portable|telephone mobile|tel mobile|numero de portable|numero mobile|mobile phone number",
  ],
  [
    { role: "address", kind: "whatsapp" },
    "whatsapp|whats app|whatsapp number|whatsapp phone|numero whatsapp|telephone whatsapp|wa",
  ],
  [
    { role: "address", kind: "email" },
    "email|e mail|mail|email address|e mail address|mail address|courriel|mel|adresse email|" +
      "adresse e mail|adresse mail|adresse electronique|adresse courriel",
  ],
  [{ role: "address", kind: "signal" }, "signal|signal number|numero signal"],
  [
    { role: "address", kind: "telegram" },
    "telegram|telegram id|telegram chat|telegram chat id|identifiant telegram|numero telegram",
  ],
  [
    { role: "address", kind: "voice" },
    "voice|voice call|voice number|number to call|appel|appel vocal|numero vocal|numero a appeler",
  ],
  [
    { role: "address", kind: "messenger" },
    "messenger|messenger id|messenger psid|psid|facebook messenger|identifiant messenger",
  ],
  ...ADDRESS_KINDS.filter((kind) => SAID_IN_FULL.has(kind)).map(
    (kind) => [{ role: "address", kind }, `${kind} address|adresse ${kind}`] as const,
  ),
  [
    { role: "consentWording" },
    "consent wording|consent text|texte du consentement|libelle du consentement|formulation du consentement",
  ],
  [
    { role: "consentSource" },
    "consent source|consent origin|source du consentement|origine du consentement",
  ],
  [
    { role: "consentDate" },
    "consent date|consent time|consent at|date du consentement|date de consentement|date opt in",
  ],
];
/** Used for the short messages only where no column is plainly for mobiles. */
const ANY_PHONE = new Set(
  (
    "phone|phone number|telephone|telephone number|tel|tel number|contact number|numero de telephone|" +
    "numero|numero de tel|no telephone|n telephone|no tel"
  ).split("|"),
);
const CONSENT =
  /^(?:consent|consentement|accord|opt in|optin|agreement)\b(?: to| for| au| aux| a l| par| pour)?\s*(.*)$/;
const CONSENT_BEHIND = /^(.*?)\s*\b(?:consent|opt in|optin|agreement|ok)$/;
const PROOF = /^consent (wording|source|date) (.+)$/;
/** Columns that our own list of errors adds: the mended file can be imported as it is. */
const OURS = /^tocsin(?: |$)/;

const ROLE_OF = new Map(
  SYNONYMS.flatMap(([column, words]) => words.split("|").map((word) => [word, column] as const)),
);

/** What each column means, or why the file cannot be read as contacts. */
export function readHeader(cells: readonly string[]): Header {
  const plain = cells.map(plainWords);
  const hasMobile = plain.some((words) => isKind(ROLE_OF.get(words), "sms"));
  const hasFirstName = plain.some((words) => ROLE_OF.get(words)?.role === "firstName");
  const columns = cells.map((cell, index) => {
    const header = cell.trim().slice(0, headerLengthMax) || `column ${index + 1}`;
    const words = plain[index] ?? "";
    return { header, column: columnOf(words, { header, hasMobile, hasFirstName }) };
  });
  const problem = repeated(columns) ?? withoutWay(columns);
  return problem ? { ok: false, problem } : { ok: true, columns };
}

type Context = { header: string; hasMobile: boolean; hasFirstName: boolean };

function columnOf(words: string, context: Context): Column {
  if (OURS.test(words)) return { role: "ignored" };
  const known = ROLE_OF.get(words);
  // "Nom" is a family name beside "Prénom", and a whole name where it stands alone.
  if (known?.role === "lastName" && !context.hasFirstName) return { role: "name" };
  if (known) return known;
  if (ANY_PHONE.has(words) && !context.hasMobile) return { role: "address", kind: "sms" };
  return proofColumn(words) ?? consentColumn(words) ?? { role: "attribute", name: context.header };
}

function proofColumn(words: string): Column | null {
  const [, said, way = ""] = PROOF.exec(words) ?? [];
  const part = PROOF_PARTS.find((each) => each === said);
  const known = ROLE_OF.get(way);
  if (part === undefined || known?.role !== "address") return null;
  return { role: "consentProof", part, kind: known.kind };
}

function consentColumn(words: string): Column | null {
  const what = CONSENT.exec(words)?.[1] ?? CONSENT_BEHIND.exec(words)?.[1];
  if (what === undefined) return null;
  if (what === "") return { role: "consent", kinds: ADDRESS_KINDS };
  if (ANY_PHONE.has(what)) return { role: "consent", kinds: ["sms"] };
  const known = ROLE_OF.get(what);
  return known?.role === "address" ? { role: "consent", kinds: [known.kind] } : null;
}

/** Lower case, no accents, no punctuation: "E-Mail" and "e_mail" are the same words. */
export function plainWords(text: string): string {
  const letters = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function repeated(columns: readonly NamedColumn[]): Problem | null {
  const seen = new Map<string, string>();
  for (const { header, column } of columns) {
    if (column.role === "ignored") continue;
    const meaning = JSON.stringify(column);
    const first = seen.get(meaning);
    if (first !== undefined) return { code: "header_twice", params: { first, second: header } };
    seen.set(meaning, header);
  }
  return null;
}

function withoutWay(columns: readonly NamedColumn[]): Problem | null {
  if (columns.some(({ column }) => column.role === "address")) return null;
  const headers = columns.map(({ header }) => header);
  const more = headers.length > foundListMax ? " …" : "";
  return {
    code: "header_without_address",
    params: { found: headers.slice(0, foundListMax).join(", ") + more },
  };
}

const isKind = (column: Column | undefined, kind: AddressKind): boolean =>
  column?.role === "address" && column.kind === kind;

/** Whether a column of this name would come back as an attribute of the same name. */
export const isAttributeName = (name: string): boolean => {
  if (name === "" || name !== name.trim().slice(0, headerLengthMax)) return false;
  const words = plainWords(name);
  if (OURS.test(words) || ROLE_OF.has(words)) return false;
  return proofColumn(words) === null && consentColumn(words) === null;
};

/** A column's role in one word, for summaries: "name", "sms", "consent", "attribute" … */
export const roleName = (column: Column): string =>
  column.role === "address" ? column.kind : column.role;
