import type { Shelf, Trouble } from "../../copies/destination.ts";
import { fileOf } from "../../copies/manifest.ts";
import type { Actor } from "../../domain/roles.ts";
import { sentence } from "../../domain/sentence.ts";
import { notFound } from "../../lib/errors.ts";
import type { Wire } from "../../lib/wire.ts";
import { findCopy, lockCopy } from "../../store/copies.ts";
import { defineAction, type House } from "../action.ts";
import { openSettings } from "../channel/settings.ts";
import { requireDestination } from "./checked.ts";

const NAME = "tocsin-test.txt";

const beginTest = defineAction<{ id: number }, null>({
  name: "copy.test",
  needs: "administrator",
  async decide(tx, { id }) {
    const { name } = await lockCopy(tx, id);
    return { subject: { kind: "copy", id: String(id) }, detail: { name }, result: null };
  },
});

export type CopyTest = { id: number; wire: Wire };

/** Puts one small file there, reads it back and takes it away again. The network follows the commit. */
export async function testCopyPlace(
  house: House,
  actor: Actor,
  { id, wire }: CopyTest,
): Promise<Trouble> {
  const row = await findCopy(house.db, id);
  if (row === null) throw notFound("copy");
  const destination = requireDestination(row.kind);
  await beginTest(house, actor, { id });
  const settings = destination.settings.parse(openSettings(row, house.secretKey));
  const opened = await destination.open(settings, wire, house.now);
  if (!opened.ok) return opened.why;
  try {
    return await tryOut(opened.shelf, `Tocsin ${house.newId()}`);
  } finally {
    await opened.shelf.close();
  }
}

async function tryOut(shelf: Shelf, words: string): Promise<Trouble> {
  const file = fileOf(Buffer.from(words), "text/plain; charset=utf-8", "no-store");
  const written = await shelf.write(NAME, file);
  if (written !== null) return written;
  const read = await shelf.read(NAME);
  if (read.kind === "failed") return read.why;
  if (read.kind === "nothing" || !read.bytes.equals(file.bytes)) return sentence("copies:not_kept");
  return await shelf.remove(NAME);
}
