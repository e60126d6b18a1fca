import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSigner, type Signer } from "../../actions/signing/keys.ts";
import type { Sign } from "../../copies/manifest.ts";
import { codeOf } from "../../lib/errors.ts";
import { listPublicPages } from "../../store/public-pages.ts";
import { readPublicState } from "../../store/public-state.ts";
import type { UsualMemory } from "../../store/report-shares.ts";
import type { LiveHub } from "../live.ts";
import type { Front } from "../routes.ts";
import { bannerScript } from "../socket.ts";
import { type Copy, createCopy } from "./copy.ts";
import { createFace, type Face } from "./face.ts";
import { memoryIn, recallFrom } from "./memory.ts";
import { pagesMemoryIn, recallPages } from "./pages-memory.ts";

const PINNED_NAME = /^banner\.[0-9a-f]{16}\.js$/;

export type OpenFace = { face: Face; copy: Copy };

/**
 * The public pages in memory, drawn anew whenever anything happens, and written down as files. In a
 * play, whose seconds fly (`pace`), a page is old when it is old for whoever looks at it.
 */
export async function openFace(
  front: Front,
  hub: LiveHub,
  pace: () => number = () => 1,
): Promise<OpenFace> {
  const { house, publicUrl, dataDir, trustedHops } = front;
  const folder = join(dataDir, "public");
  const usual: UsualMemory = new Map();
  const keys = keyRing(front);
  const copy = createCopy({ folder, signing: keys.signing });
  const remember = memoryIn(dataDir);
  const rememberPages = pagesMemoryIn(dataDir);
  const face = createFace({
    async read() {
      const state = await readPublicState(house.db, house.now(), usual);
      return state && { ...state, staleAfterMs: state.staleAfterMs * pace() };
    },
    async pages() {
      const pages = await listPublicPages(house.db);
      // A full disk is told of by whoever writes the copy; it is no reason to show an old page.
      await rememberPages(pages).catch(() => undefined);
      return pages;
    },
    trustedHops,
    now: house.now,
    publicUrl,
    bannerScript: bannerScript(),
    pinned: await pinnedIn(folder),
    recalled: await recallFrom(dataDir),
    recalledPages: await recallPages(dataDir),
    async keep(assets, state, isNews) {
      await remember(state);
      await copy.keep(assets, state, isNews);
    },
  });
  hub.listen((message) => {
    if (message["name"] === "signing_key.change") keys.forget();
    if (message["name"] !== "progress") void face.refresh();
  });
  return { face, copy };
}

/** The key in use stays in hand, so that signing goes on while the database is away. */
function keyRing({ house }: Front) {
  let held: Signer | null = null;
  let sign: Sign | null = null;
  return {
    forget: () => {
      held = null;
    },
    async signing(): Promise<Sign | null> {
      const found = held ?? (await openSigner(house, house.db).catch(() => null));
      if (found !== null && found !== held) sign = (bytes) => found.sign(bytes);
      held = found;
      return sign;
    },
  };
}

/** The widget as it is, and each build of it that was ever served here: sites name them by hash. */
async function pinnedIn(folder: string): Promise<string[]> {
  const now = bannerScript();
  const earlier = await readdir(folder).catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") return [];
    throw cause;
  });
  const kept = earlier.filter((name) => PINNED_NAME.test(name));
  const scripts = await Promise.all(
    kept.map(async (name) => await readFile(join(folder, name), "utf8")),
  );
  return [...new Set([...(now === null ? [] : [now]), ...scripts])];
}
