import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { recordConsent } from "../../src/actions/contact/record-consent.ts";
import { syncContacts } from "../../src/actions/contact/sync.ts";
import type { SyncRow } from "../../src/actions/contact/take-batch.ts";
import { addSuppression } from "../../src/actions/suppression/add.ts";
import { importSuppressions } from "../../src/actions/suppression/import.ts";
import { liftEnded, removeSuppression } from "../../src/actions/suppression/lift.ts";
import type { Actor } from "../../src/domain/roles.ts";
import { asOf, type Question } from "../../src/domain/segment.ts";
import { contactsCsv } from "../../src/store/contact-csv.ts";
import { findContact } from "../../src/store/contacts.ts";
import { transact } from "../../src/store/database.ts";
import { eraseContact } from "../../src/store/erasure.ts";
import { countReach, placesNamed } from "../../src/store/segments.ts";
import { administrator, communicator, createAudience } from "../audience.ts";
import { approver, createDeliveryWorld, crowd, SECOND } from "./delivery-world.ts";

const DAY = 86_400_000;
const lyon = { near: { lat: 45.76, lon: 4.84, km: 30 } };

describe("where people live", () => {
  test("comes with the file, is corrected, exported, taken in again, and forgotten", async () => {
    await using world = await createAudience();
    const file =
      "id,nom,mobile,Latitude,Longitude,Région\n" +
      '1,Zoé,0612345678,"45,76",4.84,Rhône\n2,Max,0612345679,48.85,2.35,Paris\n' +
      "3,Ida,0612345680,0,0,\n4,Ada,0612345681,45.7,,\n5,Léo,0612345682,145.7,4.8,\n";
    const { summary } = await world.load(file);
    expect(summary).toMatchObject({ new: 3, errors: 2 });
    const near = async (question: Question) =>
      (await countReach(world.db, asOf(question, world.clock()))).contacts;
    expect(await near(lyon)).toBe(1);
    expect(await near({ regions: ["Paris", "Rhône"] })).toBe(2);
    // Nobody lives at 0, 0: it is what a program writes that does not know.
    expect(await near({ near: { lat: 0, lon: 0, km: 100 } })).toBe(0);
    const exported = (await Array.fromAsync(contactsCsv(world.db))).join("");
    expect((await world.check(exported)).summary).toMatchObject({ unchanged: 3, errors: 0 });
    const moved = exported.replace("45.76", "48.86").replace("4.84", "2.33");
    expect((await world.load(moved)).summary).toMatchObject({ changed: 1 });
    expect(await near(lyon)).toBe(0);
    const one = world.db.selectFrom("contact").select("id").where("external_key", "=", "1");
    const { id } = await one.executeTakeFirstOrThrow();
    await transact(world.db, (tx) => eraseContact(tx, id, new Date(world.clock())));
    expect((await findContact(world.db, id))?.contact).toMatchObject({ lat: null, lon: null });
  });

  test("is found by the names that contacts give it, and never tells where one of them lives", async () => {
    await using world = await createAudience();
    const rows = Array.from({ length: 6 }, (_, n) => `${n},06123456${10 + n},45.7${n},4.8,Lyon,`);
    const few = ["7,0612345690,48.8566,2.3522,PARIS,", "8,0612345691,48.8566,2.3522,Paris,IdF"];
    const lost = "9,0612345692,,,Brest,";
    const file = ["id,mobile,latitude,longitude,ville,Région", ...rows, ...few, lost];
    await world.load(`${file.join("\n")}\n`);
    expect(await placesNamed(world.db)).toEqual([
      { name: "Lyon", lat: 45.73, lon: 4.8, km: 4, people: 6 },
      // Of two people the cell of the map is told, and one name for both ways of writing it.
      { name: expect.stringMatching(/^paris$/i), lat: 48.88, lon: 2.38, km: 1, people: 2 },
      { name: "IdF", lat: 48.88, lon: 2.38, km: 1, people: 1 },
    ]);
  });

  test("half a place never gets in, whoever writes", async () => {
    await using world = await createAudience();
    const at = new Date(world.clock());
    const half = { name: "", language: "fr", lat: 45, created_at: at, updated_at: at } as const;
    await expect(world.db.insertInto("contact").values(half).execute()).rejects.toThrow(/place/);
  });

  test("whoever a place counts is planned, frozen and written to, and nobody else", async () => {
    await using world = await createDeliveryWorld();
    const ids = await world.contacts(crowd(6));
    await world.db
      .updateTable("contact")
      .set({ lat: 45.8, lon: 4.9 })
      .where("id", "<", 4)
      .execute();
    const question = {
      any: [lyon, { attributes: { ville: ["Lyon"] } }],
      none: [{ languages: ["en" as const] }],
    };
    expect((await countReach(world.db, asOf(question, world.clock()))).contacts).toBe(3);
    expect((await world.plan({ question: question })).recipients).toBe(3);
    const id = await world.launch({ question });
    expect((await world.deliveries(id)).map((one) => one.contact_id)).toEqual(ids.slice(0, 3));
    await expect(world.draft({ question: { within: [[[[4, 45]]]] } })).rejects.toThrow(
      /three points/,
    );
  });

  test("who answered lately is one question for the count and for the sending, though time passes", async () => {
    await using world = await createDeliveryWorld();
    await world.contacts(crowd(3));
    await world.launch();
    await world.settle();
    await world.write("sms", "+33612000001", "1");
    await world.settle();
    const heard = { active: { what: "answered" as const, days: 30 } };
    const count = async (question: Question) =>
      (await countReach(world.db, asOf(question, world.clock()))).contacts;
    expect([await count(heard), await count({ none: [heard] })]).toEqual([1, 2]);
    world.clock.pass(29 * DAY);
    const id = await world.draft({ title: "Again", question: heard });
    // Two days later the answer is older than thirty days. The broadcast means whom it meant.
    world.clock.pass(2 * DAY);
    expect(await count(heard)).toBe(0);
    expect(await approveBroadcast(world.house, approver, { id })).toMatchObject({ recipients: 1 });
    // What became of a drill says nothing of the person.
    await sql`update broadcast set drill = true`.execute(world.db);
    world.clock.pass(-20 * DAY);
    expect(await count(heard)).toBe(0);
  });
});

describe("people nobody may write to", () => {
  const held = { reason: "Court order 12/2026", source: "letter" };

  test("are left out of every broadcast, counted with the reason, whatever they agreed to", async () => {
    await using world = await createDeliveryWorld();
    const [ana = 0, ben = 0] = await world.contacts(crowd(4));
    await addSuppression(world.house, communicator, { contactId: ana, ...held });
    const { addresses } = (await findContact(world.db, ben)) ?? { addresses: [] };
    const number = addresses.find(({ kind }) => kind === "sms")?.value ?? "";
    await addSuppression(world.house, communicator, { address: number, ...held });
    await recordConsent(world.house, communicator, {
      id: ana,
      kind: "sms",
      state: "given",
      wording: "Yes, really",
      source: "call",
    });
    const plan = await world.plan();
    expect(plan.unreachable).toMatchObject([{ reason: "suppressed", count: 1 }]);
    // An address is not a person: the others of theirs stay open.
    expect(plan).toMatchObject({ recipients: 3, people: 4 });
    const id = await world.launch();
    const deliveries = await world.deliveries(id);
    expect(deliveries.map((one) => one.contact_id)).not.toContain(ana);
    expect(JSON.stringify(deliveries.map(({ ways }) => ways))).not.toContain(`"${number}"`);
  });

  test("R13: what is on its way to them ends at once, also to an address they had before", async () => {
    await using world = await createDeliveryWorld();
    const [ana = 0, ben = 0] = await world.contacts(crowd(4));
    await world.simulators.whatsapp.setConduct({ state: "blackhole" });
    const id = await world.launch();
    await world.settle();
    const old = (await findContact(world.db, ben))?.addresses.find(({ kind }) => kind === "sms");
    await sql`update address set value = '+33699999999' where id = ${old?.id}`.execute(world.db);
    await addSuppression(world.house, communicator, { contactId: ana, ...held });
    await addSuppression(world.house, communicator, { address: old?.value, kind: "sms", ...held });
    await world.pass(3 * 60 * SECOND);
    const ends = (await world.deliveries(id)).map(({ settled, why }) => settled && why);
    expect(ends.slice(0, 2)).toEqual(["suppressed", "suppressed"]);
    expect(world.simulators.sms.received.all()).toHaveLength(2);
    // A long list, too: each of its addresses, wherever it stands in the order of the channels.
    const again = await world.launch();
    const rows = Array.from(
      { length: 40 },
      (_, n) => `+3361200000${n % 10}${n > 9 ? n : ""},moved`,
    );
    const csv = `address,reason\n${rows.join("\n")}\n`;
    await importSuppressions(world.house, communicator, { csv, reason: "", source: "list" });
    const stopped = (await world.deliveries(again)).map(({ settled, why }) => settled && why);
    expect(new Set(stopped)).toEqual(new Set(["suppressed"]));
  });

  test("a time that ends is lifted late rather than early, and an administrator may lift", async () => {
    await using world = await createDeliveryWorld();
    const [ana = 0, ben = 0] = await world.contacts(crowd(3));
    const until = world.clock() + DAY;
    await addSuppression(world.house, communicator, { contactId: ana, ...held, until });
    await addSuppression(world.house, communicator, { contactId: ben, ...held, until });
    // Saying it again for good makes it for good, and saying it shorter does not shorten it.
    await addSuppression(world.house, communicator, { contactId: ben, ...held });
    await addSuppression(world.house, communicator, { contactId: ben, ...held, until });
    world.clock.pass(DAY + SECOND);
    expect((await world.plan()).recipients).toBe(1);
    expect(await liftEnded(world.house)).toEqual({ lifted: 1 });
    expect((await world.plan()).recipients).toBe(2);
    const lift = { id: 2, why: "Lifted by the court" };
    await expect(removeSuppression(world.house, communicator, lift)).rejects.toThrow(/role/);
    await removeSuppression(world.house, administrator, lift);
    expect((await world.plan()).recipients).toBe(3);
    await expect(removeSuppression(world.house, administrator, lift)).rejects.toThrow(/list/);
    const past = { contactId: ana, ...held, until: world.clock() - DAY };
    await expect(addSuppression(world.house, communicator, past)).rejects.toThrow(/over already/);
  });

  test("come as a list: whole, or not at all with what to mend", async () => {
    await using world = await createDeliveryWorld();
    await world.contacts([{ name: "Ana", sms: "+33612345678" }]);
    await sql`update contact set external_key = 'K1'`.execute(world.db);
    const take = (csv: string) =>
      importSuppressions(world.house, communicator, { csv, reason: "", source: "file" });
    const bad =
      "Adresse;Motif;Jusqu’au\n06 12 34 56 78;décès;\nzoé@@x;plainte;\n0612345679;;\n" +
      "0612345670;x;03/04/2026\n;x;\n";
    const refused = await take(bad);
    expect(refused).toMatchObject({ added: 0 });
    expect(
      refused.problems.map(({ line, sentence }) => [line, sentence.split(".").at(-1)]),
    ).toEqual([
      [3, "email_invalid"],
      [4, "no_reason"],
      [5, "consent_date"],
      [6, "nobody"],
    ]);
    expect((await world.plan()).recipients).toBe(1);
    const good = "\ufeffid,address,reason\n,06 12 34 56 78,deceased\nK1,,deceased\n,a@b.org,'=x\n";
    expect(await take(good)).toEqual({ added: 3, known: 0, problems: [] });
    expect(await take(good)).toEqual({ added: 0, known: 3, problems: [] });
    expect((await world.plan()).recipients).toBe(0);
    await expect(take("nom\nZoé\n")).rejects.toThrow(/who is meant/);
    await expect(take("address\n")).rejects.toThrow(/empty/);
  });
});

describe("another system keeps contacts in step", () => {
  const proof = { wording: "I agree", source: "CRM form" };
  const machineActor = { kind: "key", id: "crm", name: "CRM", roles: ["communicator"] } as const;
  const given = (n: number) => ({
    key: `K${n}`,
    name: `Person ${n}`,
    addresses: { sms: `06123400${String(n).padStart(2, "0")}` },
    consents: { sms: "given" as const },
    ...proof,
  });

  test("row by row, the same batch twice changes nothing, and nobody is signed up again", async () => {
    await using world = await createDeliveryWorld();
    const sync = (rows: readonly SyncRow[], more: { dryRun?: boolean } = {}) =>
      syncContacts(
        world.house,
        { ...machineActor, roles: ["communicator"] },
        {
          rows,
          dryRun: false,
          confirmed: false,
          ...more,
        },
      );
    const batch = [
      { ...given(1), place: { lat: 45.76, lon: 4.84 }, attributes: { ville: "Lyon" } },
      given(2),
      { ...given(3), addresses: { sms: "06 12" } },
      { ...given(4), wording: "" },
      { ...given(5), addresses: { sms: "0612340001" } },
    ];
    const dry = await sync(batch, { dryRun: true });
    const results = dry.results.map(({ result }) => result).join(" ");
    expect(results).toBe("new new refused refused refused");
    expect((await world.plan()).people).toBe(0);
    expect((await sync(batch)).results).toEqual(dry.results);
    expect((await world.plan({ question: lyon })).recipients).toBe(1);
    const again = await sync(batch);
    expect(again.results.map(({ result }) => result).slice(0, 2)).toEqual([
      "unchanged",
      "unchanged",
    ]);
    await world.write("sms", "+33612340001", "STOP");
    await world.settle();
    expect((await sync([{ ...given(1), name: "Ana" }])).results[0]?.result).toBe("changed");
    expect((await world.plan({ question: lyon })).recipients).toBe(0);
    const left = await world.db.selectFrom("contact_import_row").select("line").execute();
    expect(left).toEqual([]);
  });

  test("a machine that would end a fifth of all consents within a day is stopped, in parts too", async () => {
    await using world = await createDeliveryWorld();
    const rows = Array.from({ length: 80 }, (_, n) => given(n + 10));
    const by = (actor: Actor, some: readonly SyncRow[], confirmed = false) =>
      syncContacts(world.house, actor, { rows: some, dryRun: false, confirmed });
    const key: Actor = { ...machineActor, roles: ["communicator"] };
    await by(key, rows);
    const ended = rows.map(({ key: of, addresses }) => ({
      key: of,
      addresses,
      consents: { sms: "withdrawn" as const },
    }));
    await by(key, ended.slice(0, 12));
    await expect(by(key, ended.slice(12, 24))).rejects.toThrow(/24 of 80/);
    await expect(by(key, ended.slice(12, 24), true)).rejects.toThrow(/person/);
    expect((await world.plan()).recipients).toBe(68);
    await by(communicator, ended.slice(12, 40), true);
    expect((await world.plan()).recipients).toBe(40);
  });
});
