import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Language } from "../../domain/language.ts";
import type { PublicPage } from "../../domain/page-look.ts";
import type { PublicState } from "../../domain/public-state.ts";
import { messageOf } from "../../lib/errors.ts";
import { inTime } from "../../lib/in-time.ts";
import type { PageContext } from "../../pages/context.ts";
import { lookOf } from "../../pages/look.ts";
import { contextFor, type Page, siteOf } from "../../pages/site.ts";
import { etagOf, secondOf, type Version } from "./negotiation.ts";
import { type Places, placesOf } from "./places.ts";

const gzipAsync = promisify(gzip);
/** A database that hangs must not keep the page from admitting its age. */
const READ_TIMEOUT_MS = 4_000;
const TOO_LATE = "The database does not answer.";
const GZIP_LEVEL = 9;
const DRAW_SLICE_MS = 10;

/** One thing to serve, ready in memory. */
export type Asset = Page &
  Version & {
    bytes: Buffer;
    gzip: Buffer;
  };

/** What a look at the database came to. `fresh` is false while we live on the last state. */
export type Looked = { fresh: boolean; trouble: string | null };

export type Face = {
  /** Which of our public pages a request is for. */
  places(): Places;
  /** Reads the state and draws everything anew. Calls that come meanwhile share the next look. */
  refresh(): Promise<Looked>;
  /** Calls `listener` whenever the pages have something new to say, not merely a younger age. */
  onChange(listener: () => void): void;
  find(path: string): Asset | null;
  assets(): readonly Asset[];
  /** What a page drawn on request needs, or null before anything is known. */
  context(language: Language, key?: string): PageContext | null;
  defaultLanguage(key?: string): Language;
  now(): number;
};

export type FaceParts = {
  read: () => Promise<PublicState | null>;
  /** The pages that were described beside the plain one at the root. */
  pages?: () => Promise<readonly PublicPage[]>;
  /** How many proxies in front of us may be believed. */
  trustedHops?: number;
  now: () => number;
  publicUrl: string;
  /** The widget as built, or null where it was not built. */
  bannerScript: string | null;
  /** Earlier builds of the widget: a site that names one by its hash goes on getting it. */
  pinned?: readonly string[];
  /** What was known before the last end, for a start without a database. */
  recalled?: PublicState | null;
  /** Which pages there were then. */
  recalledPages?: readonly PublicPage[];
  /** Gets everything there is after each look, to keep a copy of it elsewhere. */
  keep?: (assets: readonly Asset[], state: PublicState, isNews: boolean) => Promise<void>;
};

/** The public pages in memory: they go on working when the database is gone, and show their age. */
export function createFace(parts: FaceParts): Face {
  let published: PublicState | null = parts.recalled ?? null;
  let pages: readonly PublicPage[] = parts.recalledPages ?? [];
  let places = placesOf(pages, { trustedHops: 0, ...parts });
  let shelf: ReadonlyMap<string, Asset> = new Map();
  let news = "";
  let isAsked = false;
  const listeners = new Set<() => void>();
  const again = oneAtATime(look);

  function take(read: Read): void {
    published = read.state;
    pages = read.pages;
  }

  /** What was not waited for is drawn when it comes: a slow database tells late, and not nothing. */
  function takeLate(read: Read): void {
    if (published !== null && published.generatedAt >= (read.state?.generatedAt ?? 0)) return;
    take(read);
    void again();
  }

  async function look(): Promise<Looked> {
    const reads = isAsked;
    isAsked = false;
    const trouble = reads ? await readInTime(parts, { take, takeLate }) : null;
    const fresh = trouble === null;
    if (published === null) {
      shelf = new Map();
      return { fresh, trouble };
    }
    const { publicUrl, bannerScript, pinned = [] } = parts;
    // What was read just now is drawn as of its reading, however long that took; what is left from
    // before grows old.
    const now = fresh ? published.generatedAt : parts.now();
    const scene = { now, publicUrl, bannerScript, pinned, pages };
    shelf = await shelved(siteOf(published, scene), shelf, scene.now);
    // Only now: a page that is known is a page that is drawn.
    places = placesOf(pages, { trustedHops: 0, ...parts });
    const latest = newsIn(published, pages);
    const isNews = latest !== news;
    if (isNews) for (const listener of listeners) listener();
    news = latest;
    const kept = await keepCopy(parts, { state: published, isNews }, [...shelf.values()]);
    return { fresh, trouble: trouble ?? kept };
  }

  return {
    refresh() {
      isAsked = true;
      return again();
    },
    onChange: (listener) => void listeners.add(listener),
    find: (path) => shelf.get(path) ?? null,
    assets: () => [...shelf.values()],
    places: () => places,
    defaultLanguage: (key = "") =>
      places.at(key)?.language ?? published?.organisation.defaultLanguage ?? "en",
    now: parts.now,
    context(language, key = "") {
      if (published === null) return null;
      const { now, publicUrl } = parts;
      return contextFor(published, { now: now(), publicUrl, page: places.at(key) }, language);
    },
  };
}

/** What a visitor would want to see at once. Numbers that only creep wait for the next poll. */
function newsIn(state: PublicState, pages: readonly PublicPage[]): string {
  const { organisation, overall, points, open, past, works } = state;
  const shown = pages.map(({ logo, ...page }) => ({ ...page, ...lookOf({ ...page, logo }) }));
  const platforms = state.platforms.map(({ id, observed, declared }) => [
    id,
    observed?.level,
    declared?.verdict,
  ]);
  const said = state.crowds.map(({ comments }) => comments.map(({ id }) => id));
  return JSON.stringify([
    organisation,
    overall,
    points,
    state.faq,
    state.rumours,
    state.forums,
    state.polls,
    open,
    past,
    works,
    platforms,
    said,
    shown,
  ]);
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

type Read = { state: PublicState | null; pages: readonly PublicPage[] };

/** What is wrong, or null where it was read in time. */
async function readInTime(
  { read, pages = async () => [] }: FaceParts,
  { take, takeLate }: Record<"take" | "takeLate", (read: Read) => void>,
): Promise<string | null> {
  let taken = take;
  const reading = Promise.all([read(), pages()])
    .then(([state, described]) => taken({ state, pages: described }))
    .then(() => null, messageOf);
  const trouble = await inTime(reading, READ_TIMEOUT_MS, TOO_LATE);
  if (trouble === TOO_LATE) taken = takeLate;
  return trouble;
}

/** Drawing hundreds of pages may not keep a request waiting: it looks up after each slice. */
async function shelved(pages: Iterable<Page>, before: ReadonlyMap<string, Asset>, now: number) {
  const shelf = new Map<string, Asset>();
  let since = performance.now();
  for (const page of pages) {
    if (performance.now() - since > DRAW_SLICE_MS) {
      await nextTurn();
      since = performance.now();
    }
    const known = before.get(page.path);
    const twin = known !== undefined && secondOf(known.drawnAt) === secondOf(now);
    const same = known?.body === page.body;
    shelf.set(page.path, same ? known : await assetOf(page, { drawnAt: now, twin }));
  }
  return shelf;
}

/** Compressing waits in a thread of its own, so that requests are answered in between. */
async function assetOf(page: Page, drawn: Omit<Version, "etag">): Promise<Asset> {
  const bytes = Buffer.from(page.body, PACKED.has(page.kind) ? "base64" : "utf8");
  const packed = await gzipAsync(bytes, { level: GZIP_LEVEL });
  return { ...page, bytes, gzip: packed, etag: etagOf(bytes), ...drawn };
}

/** What is no text. */
const PACKED: ReadonlySet<Page["kind"]> = new Set(["png", "jpeg", "webp", "signature"]);

type Shown = { state: PublicState; isNews: boolean };

async function keepCopy({ keep }: FaceParts, shown: Shown, assets: readonly Asset[]) {
  try {
    await keep?.(assets, shown.state, shown.isNews);
    return null;
  } catch (cause) {
    return `The copy of the public pages could not be written: ${messageOf(cause)}`;
  }
}
