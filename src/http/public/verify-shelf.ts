import type { Language } from "../../domain/language.ts";
import type { Envelope } from "../../domain/verify/envelope.ts";
import { type Prepared, prepared } from "../../domain/verify/judge.ts";
import { signatureHolds } from "../../lib/signing.ts";
import type { PageContext } from "../../pages/context.ts";
import type { Proven } from "../../pages/verify-answer.ts";
import { type SignedRow, signedByCode, signedTexts } from "../../store/announcement-signatures.ts";
import type { Front } from "../routes.ts";
import type { Face } from "./face.ts";
import { labelsOf } from "./verify-labels.ts";

/** So long the texts taken apart serve everybody who asks. */
const KEPT_MS = 20_000;

/** Our signed texts, ready to be compared with what people bring. */
export type Shelf = {
  texts(): Promise<readonly Prepared<Proven>[]>;
  byCode(code: string, language: Language): Promise<Proven | null>;
  row(code: string, language: Language): Promise<SignedRow | undefined>;
  /** Whether its signature is still the one of these bytes: nobody has rewritten our past. */
  holds(of: Proven): boolean;
};

/** Reads them anew when something was published, and from time to time. */
export function createShelf(face: Face, { house, publicUrl }: Front): Shelf {
  let kept: { at: number; texts: Promise<readonly Prepared<Proven>[]> } | null = null;
  let ready: ReadyTexts = new Map();
  const signed = new WeakMap<Proven, SignedRow>();
  face.onChange(() => {
    kept = null;
  });

  async function read(): Promise<readonly Prepared<Proven>[]> {
    const rows = await signedTexts(house.db);
    const before = ready;
    ready = new Map();
    for (const row of rows) {
      const stamp = stampOf(row);
      ready.set(stamp, before.get(stamp) ?? prepared(note(row)));
    }
    return [...ready.values()];
  }
  function note(row: SignedRow): Proven {
    const of = provenOf(row, publicUrl, face.context(row.language));
    signed.set(of, row);
    return of;
  }

  return {
    async texts() {
      const now = house.now();
      if (kept === null || Math.abs(now - kept.at) > KEPT_MS) {
        const texts = read();
        kept = { at: now, texts };
        texts.catch(() => {
          kept = null;
        });
      }
      return await kept.texts;
    },
    async byCode(code, language) {
      const row = await signedByCode(house.db, code, language);
      return row ? note(row) : null;
    },
    row: async (code, language) => await signedByCode(house.db, code, language),
    holds(of) {
      const row = signed.get(of);
      return row !== undefined && signatureHolds(row.public_key, row.envelope, row.signature);
    },
  };
}

type ReadyTexts = Map<string, Prepared<Proven>>;

/** Changes when anything does that an answer would say of this text. */
const stampOf = (row: SignedRow): string =>
  [row.code, row.language, row.state, row.updated_at.getTime(), row.current_code, row.envelope]
    .join("\n")
    .concat(row.signature);

function provenOf(row: SignedRow, publicUrl: string, context: PageContext | null): Proven {
  // What was signed is what we said: the bytes of the envelope are the only source of the words.
  const said: Envelope = JSON.parse(row.envelope);
  return {
    id: row.announcement_id,
    language: row.language,
    state: row.state,
    version: said.version,
    publishedAt: Date.parse(said.publishedAt),
    changedAt: row.updated_at.getTime(),
    title: said.title,
    message: said.message,
    advice: said.advice,
    nextStep: said.nextStep,
    source: said.source,
    page: said.page,
    code: row.code,
    currentCode: row.current_code,
    signature: row.signature,
    keyId: row.key_id,
    labels: () =>
      labelsOf(said, {
        code: row.code,
        nextUpdateAt: row.next_update_at,
        publicUrl,
        context,
      }),
  };
}
