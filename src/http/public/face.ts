import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Language } from "../../domain/language.ts";
import { type PublicState, readAt } from "../../domain/public-state.ts";
import { messageOf } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import type { PageContext } from "../../pages/context.ts";
import { type Page, siteOf } from "../../pages/site.ts";
import { etagOf } from "./negotiation.ts";

const gzipAsync = promisify(gzip);
/** A database that hangs must not keep the page from admitting its age. */
const READ_TIMEOUT_MS = 4_000;
const GZIP_LEVEL = 9;

/** One thing to serve, ready in memory. */
export type Asset = Page & { bytes: Buffer; gzip: Buffer; etag: string };

/** What a look at the database came to. `fresh` is false while we live on the last state. */
export type Looked = { fresh: boolean; trouble: string | null };

export type Face = {
  /** Reads the state and draws everything anew. Calls that come meanwhile share the next look. */
  refresh(): Promise<Looked>;
  /** Calls `listener` whenever the pages have something new to say, not merely a younger age. */
  onChange(listener: () => void): void;
  find(path: string): Asset | null;
  assets(): readonly Asset[];
  /** What a page drawn on request needs, or null before anything is known. */
  context(language: Language): PageContext | null;
  defaultLanguage(): Language;
  now(): number;
};

export type FaceParts = {
  read: () => Promise<PublicState | null>;
  now: () => number;
  publicUrl: string;
  /** The widget as built, or null where it was not built. */
  bannerScript: string | null;
  /** Gets everything there is after each look, to keep a copy of it elsewhere. */
  keep?: (assets: readonly Asset[], home: Language) => Promise<void>;
};

/** The public pages in memory: they go on working when the database is gone, and show their age. */
export function createFace(parts: FaceParts): Face {
  let published: PublicState | null = null;
  let shelf: ReadonlyMap<string, Asset> = new Map();
  let news = "";
  const listeners = new Set<() => void>();

  async function look(): Promise<Looked> {
    const { state, trouble } = await readState(parts);
    published = trouble === null ? state : published;
    const fresh = trouble === null;
    if (published === null) {
      shelf = new Map();
      return { fresh, trouble };
    }
    const { publicUrl, bannerScript } = parts;
    shelf = await shelved(siteOf(published, { now: parts.now(), publicUrl, bannerScript }), shelf);
    const latest = newsIn(published);
    if (latest !== news) for (const listener of listeners) listener();
    news = latest;
    const kept = await keepCopy(parts, [...shelf.values()], published);
    return { fresh, trouble: trouble ?? kept };
  }

  return {
    refresh: oneAtATime(look),
    onChange: (listener) => void listeners.add(listener),
    find: (path) => shelf.get(path) ?? null,
    assets: () => [...shelf.values()],
    defaultLanguage: () => published?.organisation.defaultLanguage ?? "en",
    now: parts.now,
    context(language) {
      if (published === null) return null;
      const now = parts.now();
      const { publicUrl } = parts;
      return { words: wordsFor(language), language, state: readAt(published, now), now, publicUrl };
    },
  };
}

/** What a visitor would want to see at once. Numbers that only creep wait for the next poll. */
function newsIn(state: PublicState): string {
  const { organisation, overall, points, open, past } = state;
  const platforms = state.platforms.map(({ id, observed, declared }) => [
    id,
    observed?.level,
    declared?.verdict,
  ]);
  return JSON.stringify([organisation, overall, points, open, past, platforms]);
}

/** What has changed since a look began may have been missed by it: one more look follows it. */
function oneAtATime<Result>(look: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<Result> | null = null;
  let next: Promise<Result> | null = null;

  return function again(): Promise<Result> {
    if (current === null) {
      current = look().finally(() => {
        current = null;
      });
      return current;
    }
    next ??= current
      .catch(() => null)
      .then(() => {
        next = null;
        return again();
      });
    return next;
  };
}

async function readState({ read }: FaceParts) {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database does not answer.")), READ_TIMEOUT_MS);
  });
  try {
    return { state: await Promise.race([read(), tooLate]), trouble: null };
  } catch (cause) {
    return { state: null, trouble: messageOf(cause) };
  } finally {
    clearTimeout(timer);
  }
}

async function shelved(pages: readonly Page[], before: ReadonlyMap<string, Asset>) {
  const shelf = new Map<string, Asset>();
  for (const page of pages) {
    const known = before.get(page.path);
    shelf.set(page.path, known?.body === page.body ? known : await assetOf(page));
  }
  return shelf;
}

/** Compressing waits in a thread of its own, so that requests are answered in between. */
async function assetOf(page: Page): Promise<Asset> {
  const bytes = Buffer.from(page.body, "utf8");
  const packed = await gzipAsync(bytes, { level: GZIP_LEVEL });
  return { ...page, bytes, gzip: packed, etag: etagOf(bytes) };
}

async function keepCopy({ keep }: FaceParts, assets: readonly Asset[], state: PublicState) {
  try {
    await keep?.(assets, state.organisation.defaultLanguage);
    return null;
  } catch (cause) {
    return `The copy of the public pages could not be written: ${messageOf(cause)}`;
  }
}
