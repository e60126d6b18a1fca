import { expect, test } from "vitest";
import { administrator, communicator, createAudience, viewer } from "../../../test/audience.ts";
import { insertConsents } from "../../store/consents.ts";
import { errorsCsv } from "../../store/contact-csv.ts";
import { contactByAddress, findContact, listContacts } from "../../store/contacts.ts";
import { transact } from "../../store/database.ts";
import { errorsOf, findImport } from "../../store/imports.ts";
import { rejectAddresses } from "../../store/replies.ts";
import { countReach } from "../../store/segments.ts";
import { applyImport } from "./apply.ts";
import { changeContact } from "./change.ts";
import { checkImport } from "./check.ts";
import { forgetContact } from "./erase.ts";
import { recordConsent } from "./record-consent.ts";

const file = "id,name,mobile,email\n1,Zoé,0612345678,zoe@example.org\n2,Max,0612345679,\n";
const page = { afterId: 0, limit: 100 };

test("a check touches no contact; applying brings them in once, with their proof", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  const { id, summary } = await world.check(file);
  expect(summary).toMatchObject({ rows: 2, valid: 2, new: 2, errors: 0, unreachable: 0 });
  expect(await listContacts(db, {}, page)).toEqual([]);
  await applyImport(house, communicator, { id, skipErrors: false });
  const again = await applyImport(house, communicator, { id, skipErrors: false });
  expect(again.summary).toMatchObject({ new: 2 });
  const [zoe, max] = await listContacts(db, {}, page);
  expect(zoe?.contact).toMatchObject({ external_key: "1", name: "Zoé", language: "fr" });
  expect(zoe?.addresses.map(({ value }) => value)).toEqual(["zoe@example.org", "+33612345678"]);
  expect(max?.consents).toMatchObject([
    { kind: "sms", state: "given", wording: "I agree", source: "form", origin: "import" },
  ]);
  expect(await db.selectFrom("contact_import_row").selectAll().execute()).toEqual([]);
});

test("the same file again changes nothing; another word in it changes one", async () => {
  await using world = await createAudience();
  await world.load(file);
  expect((await world.check(file)).summary).toMatchObject({ unchanged: 2, new: 0, changed: 0 });
  const changed = file.replace("Zoé", "Zoé Martin").replace("zoe@", "zm@");
  expect((await world.load(changed)).summary).toMatchObject({ unchanged: 1, changed: 1 });
  const id = (await contactByAddress(world.db, "email", "zm@example.org")) ?? 0;
  expect((await findContact(world.db, id))?.contact.name).toBe("Zoé Martin");
  expect(await contactByAddress(world.db, "email", "zoe@example.org")).toBeNull();
});

test("an address that a provider refused counts again when a person says so, and not by a file", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  await world.load(file);
  const id = (await contactByAddress(db, "sms", "+33612345679")) ?? 0;
  const refused = { address: "+33612345679", why: "nobody there" };
  await transact(db, async (tx) => await rejectAddresses(tx, "sms", [refused]));
  const stateNow = async () => (await findContact(db, id))?.addresses.map(({ state }) => state);
  // Also where the row changes something else of that person.
  const { summary } = await world.load(file.replace("Max", "Maxime"));
  expect(summary).toMatchObject({ changed: 1, unchanged: 1 });
  expect(await stateNow()).toEqual(["rejected"]);
  await changeContact(house, communicator, { id, addresses: { sms: "06 12 34 56 79" } });
  expect(await stateNow()).toEqual(["usable"]);
});

test("a file with errors is refused whole, unless the faulty rows may be left out", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  const faulty = `${file}3,Ada,12,\n4,Eve,,eve@exаmple.org\n`;
  const { id, summary } = await world.check(faulty);
  expect(summary).toMatchObject({ rows: 4, valid: 2, errors: 2 });
  const refused = applyImport(house, communicator, { id, skipErrors: false });
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
  expect(await listContacts(db, {}, page)).toEqual([]);
  expect(await errorsOf(db, id, 10)).toMatchObject([
    { line: 4, column_name: "mobile", code: "phone_invalid", value: "12" },
    { line: 5, column_name: "email", code: "email_lookalike" },
  ]);
  await applyImport(house, communicator, { id, skipErrors: true });
  expect(await listContacts(db, {}, page)).toHaveLength(2);
});

test("repetitions are left out, contradictions are errors that name the other line", async () => {
  await using world = await createAudience();
  const { id, summary } = await world.check(
    "name,mobile,email\nZoé,0612345678,\nZoé,06 12 34 56 78,\nMax,0612345678,\nEva,,e@b.org\n",
  );
  expect(summary).toMatchObject({ rows: 4, new: 2, duplicates: 1, errors: 1 });
  expect(await errorsOf(world.db, id, 10)).toMatchObject([
    { line: 4, code: "row_twin", params: { line: 2 }, cells: ["Max", "0612345678", ""] },
  ]);
});

test("a row may not take an address away from somebody else", async () => {
  await using world = await createAudience();
  await world.load(file);
  const { id, summary } = await world.check(
    "id,mobile,email\n9,0612345678,\n2,,zoe@example.org\n,0612345679,zoe@example.org\n",
  );
  expect(summary).toMatchObject({ errors: 3, valid: 0 });
  const codes = (await errorsOf(world.db, id, 10)).map(({ code }) => code);
  expect(codes).toContain("address_taken");
  expect(codes).toContain("row_twin");
  expect((await world.check(",mobile,email\n,0612345679,zoe@example.org\n")).summary.errors).toBe(
    1,
  );
});

test("a file that was overtaken by other changes is refused, and nothing of it is kept", async () => {
  await using world = await createAudience();
  const { id } = await world.check("id,mobile\n1,0612345678\n");
  await world.load("id,mobile\n2,0612345678\n");
  const late = applyImport(world.house, communicator, { id, skipErrors: true });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
  expect(await listContacts(world.db, {}, page)).toHaveLength(1);
});

test("what breaks half-way leaves nothing, and can be done again", async () => {
  await using world = await createAudience();
  const { id } = await world.check(file);
  const onProgress = () => {
    throw new Error("the power is gone");
  };
  const broken = applyImport(world.house, communicator, { id, skipErrors: false, onProgress });
  await expect(broken).rejects.toThrow("the power is gone");
  expect(await listContacts(world.db, {}, page)).toEqual([]);
  expect((await findImport(world.db, id))?.state).toBe("checked");
  await applyImport(world.house, communicator, { id, skipErrors: false });
  expect(await listContacts(world.db, {}, page)).toHaveLength(2);
});

test("without proof of consent people come in, and the summary says they stay out of reach", async () => {
  await using world = await createAudience();
  const none = { consentWording: "", consentSource: "" };
  const { summary } = await world.load(file, none);
  expect(summary).toMatchObject({ new: 2, unreachable: 2 });
  expect(await countReach(world.db, {})).toEqual({ contacts: 2, byKind: {} });
});

test("no file undoes an opt-out, however often; the person's own word does", async () => {
  await using world = await createAudience();
  const { db, house, clock } = world;
  await world.load(file);
  const id = (await contactByAddress(db, "sms", "+33612345679")) ?? 0;
  const said = { id, kind: "sms", wording: "STOP", source: "sms" };
  await recordConsent(house, communicator, { ...said, state: "withdrawn" });
  expect((await world.load(file)).summary).toMatchObject({ optedOut: 1, unreachable: 1 });
  // Even a row that an import wrote at the very moment of the opt-out does not count.
  const at = new Date(clock());
  const stale = { contact_id: id, kind: "sms", state: "given" as const, origin: "import" as const };
  await db
    .transaction()
    .execute((tx) => insertConsents(tx, [{ ...stale, wording: "w", source: "s", at }]));
  expect((await countReach(db, {})).byKind).toEqual({ sms: 1, email: 1 });
  expect((await findContact(db, id))?.consents).toMatchObject([{ state: "withdrawn" }]);
  await recordConsent(house, communicator, { ...said, state: "given", wording: "START" });
  expect((await countReach(db, {})).byKind).toEqual({ sms: 2, email: 1 });
});

test("the list of errors is safe to open, and imports as it is once mended", async () => {
  await using world = await createAudience();
  const { id } = await world.check("name,mobile,note\nZoé,12,=1+1\n");
  const found = await findImport(world.db, id);
  if (!found) throw new Error("The import is gone.");
  let csv = "";
  for await (const part of errorsCsv(world.db, found, ({ code }) => code)) csv += part;
  expect(csv).toBe(
    "\ufefftocsin line,tocsin problem,name,mobile,note\r\n2,phone_invalid,Zoé,12,'=1+1\r\n",
  );
  const mended = await world.load(csv.replace("12", "0612345678"));
  expect(mended.summary).toMatchObject({ new: 1, errors: 0, formulas: 1 });
  const [zoe] = await listContacts(world.db, {}, page);
  expect(zoe?.contact.attributes).toEqual({ note: "=1+1" });
});

test("erasing forgets the person and keeps that it was done", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  await world.load(file);
  const id = (await contactByAddress(db, "sms", "+33612345678")) ?? 0;
  await expect(forgetContact(house, communicator, { id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await forgetContact(house, administrator, { id });
  const left = JSON.stringify([
    await db.selectFrom("contact").selectAll().where("id", "=", id).execute(),
    await db.selectFrom("address").selectAll().where("contact_id", "=", id).execute(),
    await db.selectFrom("event").selectAll().execute(),
  ]);
  expect(left).not.toMatch(/Zo|612345678|zoe@/);
  expect(left).toContain("contact.erase");
  expect(await listContacts(db, {}, page)).toHaveLength(1);
  await expect(forgetContact(house, administrator, { id })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a correction keeps addresses in order and apart", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  await world.load(file);
  const id = (await contactByAddress(db, "sms", "+33612345679")) ?? 0;
  const correct = (addresses: Record<string, string | null>) =>
    changeContact(house, communicator, { id, name: "Maxime", addresses });
  await correct({ sms: "06 99 99 99 99", email: "Max@Example.org" });
  expect(await contactByAddress(db, "sms", "+33699999999")).toBe(id);
  expect(await contactByAddress(db, "email", "max@example.org")).toBe(id);
  await expect(correct({ email: "zoe@example.org" })).rejects.toMatchObject({ code: "conflict" });
  await expect(correct({ sms: "12" })).rejects.toMatchObject({ code: "invalid" });
  await correct({ email: null });
  expect((await findContact(db, id))?.addresses).toMatchObject([{ kind: "sms" }]);
  const refused = correct({ telegram: "Max" });
  await expect(refused).rejects.toMatchObject({ code: "invalid" });
  await expect(refused).rejects.toThrow(/123456789/);
  await correct({ telegram: " 123456789 ", signal: "06 12 34 56 81" });
  expect((await findContact(db, id))?.addresses).toMatchObject([
    { kind: "signal", value: "+33612345681" },
    { kind: "sms" },
    { kind: "telegram", value: "123456789" },
  ]);
});

test("who may only look imports nothing", async () => {
  await using world = await createAudience();
  const path = world.write(file);
  const none = { defaultCountry: null, consentWording: "", consentSource: "" };
  const input = { ...none, path, fileName: "a.csv" };
  await expect(checkImport(world.house, viewer, input)).rejects.toMatchObject({
    code: "forbidden",
  });
});
