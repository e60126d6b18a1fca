import type { Language, TwoLanguages } from "../../domain/language.ts";
import { type Prepared, prepared } from "../../domain/verify/judge.ts";
import { runsIn } from "../../domain/verify/runs.ts";
import { signatureHolds } from "../../lib/signing.ts";
import type { PageContext } from "../../pages/context.ts";
import { provenOf } from "../../pages/proven.ts";
import type { Proven, Reach } from "../../pages/verify-answer.ts";
import {
  type SignedRow,
  signedAlike,
  signedByCode,
  signedInForce,
  signedTexts,
} from "../../store/announcement-signatures.ts";
import type { Front } from "../routes.ts";
import type { Face } from "./face.ts";
import { labelsOf } from "./verify-labels.ts";

/** So long the texts taken apart serve everybody who asks. */
const KEPT_MS = 20_000;

type Texts = { known: readonly Prepared<Proven>[]; reach: Reach };

/** Our signed texts, ready to be compared with what people bring. */
export type Shelf = {
  /** The newest, and of all older ones those that have words in common with what was brought. */
  textsFor(typed: string): Promise<Texts>;
  /** The text in force that stands on the page of an incident. */
  byIncident(incidentId: string, language: Language): Promise<Proven | null>;
  byCode(code: string, language: Language): Promise<Proven | null>;
  row(code: string, language: Language): Promise<SignedRow | undefined>;
  /** Whether its signature is still the one of these bytes: nobody has rewritten our past. */
  holds(of: Proven): boolean;
};

/** Reads them anew when something was published, and from time to time. */
export function createShelf(face: Face, { house, publicUrl }: Front): Shelf {
  let kept: { at: number; texts: Promise<Texts> } | null = null;
  let ready: ReadyTexts = new Map();
  const signed = new WeakMap<Proven, SignedRow>();
  face.onChange(() => {
    kept = null;
  });

  async function read(): Promise<Texts> {
    const { rows, olderSince } = await signedTexts(house.db);
    const before = ready;
    ready = new Map();
    for (const row of rows) {
      const stamp = stampOf(row);
      ready.set(stamp, before.get(stamp) ?? prepared(note(row)));
    }
    const known = [...ready.values()];
    const since = known.at(-1)?.of.publishedAt ?? null;
    return { known, reach: { since, olderSince: olderSince?.getTime() ?? null } };
  }
  async function newestTexts(): Promise<Texts> {
    const now = house.now();
    if (kept === null || Math.abs(now - kept.at) > KEPT_MS) {
      const texts = read();
      kept = { at: now, texts };
      texts.catch(() => {
        kept = null;
      });
    }
    return await kept.texts;
  }
  function note(row: SignedRow): Proven {
    const context = face.context(row.language);
    const names = () =>
      face
        .places()
        .homes()
        .map(({ name }) => name);
    const of = provenIn(row, { publicUrl, context, names });
    signed.set(of, row);
    return of;
  }

  return {
    async textsFor(typed) {
      const newest = await newestTexts();
      if (newest.reach.olderSince === null) return newest;
      const older = await signedAlike(house.db, runsIn(typed));
      return { ...newest, known: [...newest.known, ...older.map((row) => prepared(note(row)))] };
    },
    async byIncident(incidentId, language) {
      const row = await signedInForce(house.db, incidentId, language);
      return row ? note(row) : null;
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

type Around = {
  publicUrl: string;
  context: PageContext | null;
  names: () => readonly TwoLanguages[];
};

function provenIn(row: SignedRow, { publicUrl, context, names }: Around): Proven {
  const { announcement_id: announcementId, current_code: currentCode, key_id: keyId } = row;
  const changedAt = row.updated_at.getTime();
  return provenOf({ ...row, announcementId, currentCode, keyId, changedAt }, (said) =>
    labelsOf(said, {
      code: row.code,
      nextUpdateAt: row.next_update_at,
      publicUrl,
      context,
      names: names(),
    }),
  );
}
