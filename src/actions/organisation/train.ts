import { sql } from "kysely";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import type { Role } from "../../domain/roles.ts";
import { DEFAULT_FAQ } from "../../domain/training/faq.ts";
import { CONSENT, NEWCOMER, POINTS, TEAM, TRAINING } from "../../domain/training/organisation.ts";
import { trainingContacts } from "../../domain/training/people.ts";
import { insertAccount } from "../../store/accounts.ts";
import type { Tx } from "../../store/database.ts";
import { addFaqVersion, insertFaqEntry, setFaqPublished } from "../../store/faq.ts";
import { insertOrganisation } from "../../store/organisation.ts";
import { defineAction, type Scene } from "../action.ts";
import { seedDefaults } from "./defaults.ts";
import { warmUp } from "./warm-up.ts";

/** Opens the training organisation on an empty database. Nothing in it is real. */
export const openTraining = defineAction({
  name: "organisation.train",
  needs: "administrator",
  async decide(tx, input: { passwordHash: string }, scene) {
    await insertOrganisation(tx, {
      name: TRAINING.name,
      mode: "training",
      default_language: TRAINING.language,
      time_zone: TRAINING.timeZone,
      default_country: TRAINING.country,
      created_at: new Date(scene.now),
    });
    const administrator = await addPeople(tx, input.passwordHash, scene);
    await seedDefaults(tx, scene, { probes: false });
    await addPoints(tx, scene);
    await addFaq(tx, scene);
    await addContacts(tx, scene);
    await warmUp(tx, "whatsapp", scene.now);
    const detail = { name: TRAINING.name, contacts: TRAINING.contacts };
    return { subject: { kind: "organisation", id: "1" }, detail, result: { administrator } };
  },
});

/** Answers the newcomer's account. Nobody knows the password of any: they come in by link. */
async function addPeople(tx: Tx, passwordHash: string, scene: Scene): Promise<string> {
  const createdAt = new Date(scene.now);
  const add = async (person: { email: string; name: string }, roles: Role[]) => {
    const id = scene.newId();
    const { email, name } = person;
    const language: Language = "fr";
    await insertAccount(tx, { id, email, name, language, roles, passwordHash, createdAt });
    return id;
  };
  for (const { roles, ...person } of Object.values(TEAM)) await add(person, [...roles]);
  return await add(NEWCOMER, ["administrator"]);
}

async function addPoints(tx: Tx, { newId, now }: Scene): Promise<void> {
  const rows = POINTS.map((point, position) => ({
    id: newId(),
    name: JSON.stringify(point.name),
    kind: point.kind,
    platform_id: point.platformId,
    link: point.link,
    hours: point.hours && JSON.stringify(point.hours),
    languages: point.languages,
    waiting_minutes: point.waitingMinutes,
    position,
    updated_at: new Date(now),
  }));
  await tx.insertInto("contact_point").values(rows).execute();
}

/** What people ask first, ready to be read. */
async function addFaq(tx: Tx, { newId, now, actor }: Scene): Promise<void> {
  const at = new Date(now);
  for (const [position, { about, ...texts }] of DEFAULT_FAQ.entries()) {
    const id = newId();
    const row = { id, about_kind: about.kind, about_id: about.id, position };
    await insertFaqEntry(tx, { ...row, created_at: at, updated_at: at });
    for (const language of LANGUAGES) {
      const version = { entry_id: id, language, version: 1, ...texts[language], at };
      await addFaqVersion(tx, { ...version, written_by: actor.name });
      await setFaqPublished(tx, { entryId: id, language, version: 1, at });
    }
  }
}

async function addContacts(tx: Tx, { now }: Scene): Promise<void> {
  const people = trainingContacts(TRAINING.contacts);
  const at = new Date(now);
  await tx
    .insertInto("contact")
    .values(
      people.map((person) => ({
        external_key: person.key,
        name: person.name,
        language: person.language,
        country: person.country,
        attributes: JSON.stringify(person.attributes),
        lat: person.place?.lat ?? null,
        lon: person.place?.lon ?? null,
        created_at: at,
        updated_at: at,
        erased_at: null,
      })),
    )
    .execute();
  const ways = people.flatMap((person) =>
    person.addresses.map((address) => ({ key: person.key, ...address })),
  );
  const [keys, kinds, values] = [
    ways.map((way) => way.key),
    ways.map((way) => way.kind),
    ways.map((way) => way.value),
  ];
  const given = sql`unnest(${keys}::text[], ${kinds}::text[], ${values}::text[]) as w (key, kind, value)`;
  await sql`insert into address (contact_id, kind, value)
    select c.id, w.kind, w.value from ${given} join contact c on c.external_key = w.key`.execute(
    tx,
  );
  await sql`insert into consent (contact_id, kind, state, wording, source, at)
    select c.id, w.kind, 'given', ${CONSENT.wording}, ${CONSENT.source}, ${at}
    from ${given} join contact c on c.external_key = w.key`.execute(tx);
}
