import type { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import type { Sentence } from "../domain/sentence.ts";
import { type Field, fieldsOf } from "../lib/description.ts";
import type { Wire } from "../lib/wire.ts";

/** One file of the copy: its bytes, and how a host should serve them. */
export type CopyFile = { bytes: Buffer; sha256: string; type: string; caching: string };

/** Everything the public can ask for, as files of a host, true at one moment. */
export type Snapshot = {
  /** By name: "fr/index.html", "api/v2/summary.json". */
  files: ReadonlyMap<string, CopyFile>;
  generatedAt: number;
  staleAfter: number;
  /** When what it says last changed; later snapshots differ from that one by their age alone. */
  newsAt: number;
};

/** What went wrong out there, as people read it; null when all went well. */
export type Trouble = Sentence | null;

export type Read =
  | { kind: "read"; bytes: Buffer }
  | { kind: "nothing" }
  | { kind: "failed"; why: Sentence };

/** A host that is open for files. The name of a file is its path below the place of the copy. */
export type Shelf = {
  /** How many files may be under way at a time. */
  lanes: number;
  read(name: string): Promise<Read>;
  /** The file appears whole, or not at all. */
  write(name: string, file: CopyFile): Promise<Trouble>;
  /** What is not there any more is removed already. */
  remove(name: string): Promise<Trouble>;
  close(): Promise<void>;
};

export type Opened = { ok: true; shelf: Shelf } | { ok: false; why: Sentence };

/**
 * A kind of place where a copy of the public pages can be kept. Everything up to `secrets` is data;
 * the secrets arrive inside `settings`, and leave it only as a signature or over a vetted line.
 */
export type Destination<Settings extends object = object> = {
  kind: string;
  title: TwoLanguages;
  settings: z.ZodType<Settings>;
  secrets: readonly string[];
  open(settings: Settings, wire: Wire, now: () => number): Promise<Opened>;
};

/** Checks at compile time that the secrets are settings. */
export function defineDestination<Settings extends object>(
  destination: Destination<Settings> & { secrets: readonly (keyof Settings & string)[] },
): Destination<Settings> {
  return destination;
}

/** What the form is drawn from. */
export type Description = { kind: string; title: TwoLanguages; fields: Field[] };

export const describe = ({ kind, title, settings, secrets }: Destination): Description => ({
  kind,
  title,
  fields: fieldsOf(settings, secrets),
});
