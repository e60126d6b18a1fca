import { z } from "zod";
import { secretNames } from "../../../actions/channel/settings.ts";
import { recordOf } from "../../../actions/copy/record.ts";
import { stateOf } from "../../../copies/due.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { SECOND_MS } from "../../../lib/clock.ts";
import type { CopyRow } from "../../../store/copies.ts";
import { FieldView } from "./field.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

export const CopyView = z.object({
  id: z.number(),
  kind: z.string(),
  name: z.string(),
  publicUrl: z.string(),
  /** Secrets are write-only: they are never part of this. */
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  enabled: z.boolean(),
  everySeconds: z.number(),
  state: z.enum(["off", "waiting", "fine", "late", "failing"]),
  triedAt: z.string().nullable(),
  keptAt: z.string().nullable(),
  /** The moment of which the pages out there tell. */
  pagesAt: z.string().nullable(),
  trouble: SentenceView.nullable(),
  failures: z.number(),
  nextAt: z.string(),
  may: z.object({ change: z.boolean(), test: z.boolean(), remove: z.boolean() }),
});
export type CopyView = z.infer<typeof CopyView>;

export type CopyScene = { actor: Actor; secretKey: Buffer; now: number };

export function copyView(row: CopyRow, { actor, secretKey, now }: CopyScene): CopyView {
  const isAdministrator = mayAct(actor, "administrator");
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    publicUrl: row.public_url,
    settings: row.settings,
    secretsSet: secretNames(row, secretKey),
    enabled: row.enabled,
    everySeconds: row.every_ms / SECOND_MS,
    state: stateOf(recordOf(row), now),
    triedAt: iso(row.tried_at),
    keptAt: iso(row.kept_at),
    pagesAt: iso(row.pages_at),
    trouble: row.trouble === null ? null : sentenceView(row.trouble),
    failures: row.failure_count,
    nextAt: row.next_at.toISOString(),
    may: { change: isAdministrator, test: isAdministrator, remove: isAdministrator },
  };
}

export const DestinationView = z.object({
  kind: z.string(),
  title: TwoLanguagesView,
  fields: z.array(FieldView),
});
export type DestinationView = z.infer<typeof DestinationView>;

/** The copy on our own disk: for whoever lets a web server beside us serve it. */
export const OwnCopyView = z.object({
  folder: z.string(),
  pagesAt: z.string().nullable(),
  files: z.number(),
});
export type OwnCopyView = z.infer<typeof OwnCopyView>;

/** What the lines of code that put the notice on other sites are made of. */
export const EmbeddingView = z.object({
  /** The newest widget, wherever it is. */
  script: z.string(),
  /** One build of it that never changes, and the sum by which a browser knows it; null where it was not built. */
  pinned: z.object({ script: z.string(), integrity: z.string() }).nullable(),
  copies: z.array(z.object({ name: z.string(), url: z.string() })),
  /** 32 bytes in base64 (Ed25519); null before there is a key. */
  publicKey: z.string().nullable(),
});
export type EmbeddingView = z.infer<typeof EmbeddingView>;
