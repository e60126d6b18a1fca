import type { CopyChannel, CopyLine } from "../../domain/offline/copy.ts";
import type { Actor } from "../../domain/roles.ts";
import { asOf } from "../../domain/segment.ts";
import { type Sealing, sealLines } from "../../lib/sealed-file.ts";
import { listChannels } from "../../store/channels.ts";
import {
  countReachable,
  peopleForCopy,
  suppressionsForCopy,
  textsSent,
} from "../../store/offline-copy.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { listSegments } from "../../store/segments.ts";
import { defineAction, type House, requireRole } from "../action.ts";
import { openSettings } from "../channel/settings.ts";

export type OfflineCopyInput = Pick<Sealing, "passphrase" | "cost"> & {
  file: string;
  onPeople?: (people: number, total: number) => void;
};
export type OfflineCopyMade = { people: number; channels: number; madeAt: number };

/**
 * Writes everything that sending needs into a sealed file. It goes on the record before the file is
 * there: nobody takes all contacts away without leaving a trace.
 */
export async function makeOfflineCopy(
  house: House,
  actor: Actor,
  { file, passphrase, cost, onPeople }: OfflineCopyInput,
): Promise<OfflineCopyMade> {
  requireRole(actor, "administrator");
  const made = { people: 0, channels: 0, madeAt: house.now() };
  await sealLines(file, {
    passphrase,
    ...(cost && { cost }),
    lines: linesOf(house, made, onPeople ?? ignore),
    beforeIt: async () => await record(house, actor, made),
  });
  return made;
}

const ignore = () => undefined;

const record = defineAction({
  name: "offline.copy",
  needs: "administrator",
  async decide(_tx, { people, channels }: OfflineCopyMade) {
    const subject = { kind: "offline_copy", id: "1" };
    return { subject, detail: { people, channels }, result: undefined };
  },
});

async function* linesOf(
  house: House,
  made: OfflineCopyMade,
  onPeople: (people: number, total: number) => void,
): AsyncGenerator<string> {
  const { db } = house;
  const organisation = await readOrganisation(db);
  const segments = await listSegments(db);
  const contacts = await countReachable(db);
  yield line({
    is: "about",
    format: 1,
    organisation: organisation.name,
    mode: organisation.mode,
    defaultLanguage: organisation.default_language,
    madeAt: made.madeAt,
    contacts,
    segments: segments.map(({ id, name }) => ({ id, name })),
  });
  for (const channel of await channelsOf(house)) {
    made.channels += 1;
    yield line(channel);
  }
  for (const text of await textsSent(db)) yield line(text);
  for (const suppression of await suppressionsForCopy(db)) yield line(suppression);
  const questions = segments.map(({ question }) => asOf(question, made.madeAt));
  for await (const page of peopleForCopy(db, questions)) {
    for (const person of page) yield line(person);
    made.people += page.length;
    onPeople(made.people, contacts);
  }
}

const line = (one: CopyLine): string => JSON.stringify(one);

async function channelsOf({ db, secretKey }: House): Promise<CopyChannel[]> {
  const rows = await listChannels(db);
  return rows
    .filter((row) => row.enabled)
    .map((row) => ({
      is: "channel",
      id: row.id,
      name: row.name,
      transport: row.transport,
      addressKind: row.address_kind,
      drill: row.drill,
      perSecond: row.per_second,
      dailyMax: row.daily_max,
      settings: openSettings(row, secretKey),
    }));
}
