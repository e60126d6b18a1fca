import type { CopyFile, Shelf, Snapshot, Trouble } from "./destination.ts";
import { heldIn, MANIFEST, MANIFEST_NAMES, manifestOf, type Sign } from "./manifest.ts";

/** What the far side holds, by name and sum, as far as we know. */
export type Held = Map<string, string>;

/** Below these stand the many pages; what people and programs ask for first stands above. */
const DEEP = /(?:^|\/)(?:incidents|platforms|points|rumours|maintenance|verify|help)\//;

/** What the list on the far side says it holds; nothing where there is none yet. */
export async function readHeld(shelf: Shelf): Promise<Held | { why: NonNullable<Trouble> }> {
  const read = await shelf.read(MANIFEST);
  if (read.kind === "failed") return { why: read.why };
  return read.kind === "read" ? heldIn(read.bytes) : new Map();
}

export type Push = {
  snapshot: Snapshot;
  held: Held;
  sign: Sign | null;
  /** The last seal of the record, which the list notes. */
  record?: string | null;
  /** Whether the many deeper pages go as well, which differ by their age alone when there is no news. */
  deep: boolean;
};

/**
 * Carries what has changed: first the files, then the list of them, and last away with what is gone,
 * so that at no moment the list names what is not there. `held` is kept true whatever happens.
 */
export async function push(
  shelf: Shelf,
  { snapshot, held, sign, record = null, deep }: Push,
): Promise<Trouble> {
  const changed = [...snapshot.files].filter(
    ([name, { sha256 }]) =>
      held.get(name) !== sha256 && (deep || !held.has(name) || !DEEP.test(name)),
  );
  const written = await inLanes(shelf.lanes, changed, async ([name, file]) => {
    const trouble = await shelf.write(name, file);
    if (trouble === null) held.set(name, file.sha256);
    else held.delete(name);
    return trouble;
  });
  if (written !== null) return written;
  const listed = [...held].filter(([name]) => snapshot.files.has(name));
  const lists = [...manifestOf(listed, { ...snapshot, record }, sign)];
  const told = await inLanes(1, lists, async ([name, file]) => await shelf.write(name, file));
  return told ?? (await sweep(shelf, held, snapshot.files));
}

async function sweep(
  shelf: Shelf,
  held: Held,
  files: ReadonlyMap<string, CopyFile>,
): Promise<Trouble> {
  const gone = [...held.keys()].filter(
    (name) => !files.has(name) && !MANIFEST_NAMES.includes(name),
  );
  return await inLanes(shelf.lanes, gone, async (name) => {
    const trouble = await shelf.remove(name);
    if (trouble === null) held.delete(name);
    return trouble;
  });
}

/** Some at a time; after the first trouble no more are begun. */
async function inLanes<Item>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Trouble>,
): Promise<Trouble> {
  const waiting = items[Symbol.iterator]();
  let trouble: Trouble = null;
  const lane = async () => {
    for (const item of waiting) {
      if (trouble !== null) return;
      const found = await work(item);
      trouble ??= found;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return trouble;
}
