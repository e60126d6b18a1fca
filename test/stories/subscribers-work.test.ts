import { expect, test } from "vitest";
import { changeMaintenance } from "../../src/actions/maintenance/change.ts";
import { keepMaintenances } from "../../src/actions/maintenance/clock.ts";
import { planMaintenance } from "../../src/actions/maintenance/plan.ts";
import { sayOfMaintenance } from "../../src/actions/maintenance/say.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { wordsFor } from "../../src/lib/words.ts";
import { tidySubscriptions } from "../../src/loops/tell.ts";
import {
  createSubscriberWorld,
  type SubscriberWorld,
  subscribed,
  writer,
} from "./subscriber-world.ts";

const works = { works: "1" };

async function plan(world: SubscriberWorld, pointIds: string[], aheadMs = 3 * DAY_MS) {
  const from = world.clock() + aheadMs;
  const input = {
    title: { fr: "Nouveau câble", en: "New cable" },
    message: { fr: "La ligne sera coupée.", en: "The line will be cut." },
    from,
    until: from + 2 * HOUR_MS,
    pointIds,
    effect: "major" as const,
    firm: true,
  };
  const work = await planMaintenance(world.house, writer, input);
  await world.pass(MINUTE_MS);
  return { ...input, id: work.id };
}

const headingsOf = (world: SubscriberWorld, who: string): string[] =>
  world.simulators.mail.received.textsOf(`${who}@example.org`).slice(1);

test("planned work: announced, moved, remembered the day before, and over; each once", async () => {
  await using world = await createSubscriberWorld();
  const phone = await world.point("Téléphone", null);
  const chat = await world.point("WhatsApp", "whatsapp");
  await subscribed(world, "ana@example.org", { fields: works });
  await subscribed(world, "ben@example.org", { language: "en", fields: works });
  await subscribed(world, "chat@example.org", { fields: { ...works, point: chat } });
  await subscribed(world, "not@example.org");
  const { id, ...planned } = await plan(world, [phone]);

  const [french = ""] = headingsOf(world, "ana");
  const [english = ""] = headingsOf(world, "ben");
  expect(french).toMatch(/^La ligne sera coupée\./);
  expect(french).toContain("Téléphone – Ne fonctionnera pas.");
  expect(french).toMatch(/Du \d+ mars à .+ au .+ \(Europe\/Paris\)\./u);
  expect(french).toContain(`/fr/maintenance#w-${id}`);
  expect(english).toContain("The line will be cut.");
  // Other words are an edit; another hour is news.
  const reworded = { ...planned, message: { fr: "Ligne coupée.", en: "Line cut." } };
  await changeMaintenance(world.house, writer, { id, ...reworded });
  await world.settle();
  expect(headingsOf(world, "ana")).toHaveLength(1);
  const from = planned.from + HOUR_MS;
  const moved = { ...reworded, from, until: from + HOUR_MS };
  await changeMaintenance(world.house, writer, { id, ...moved });
  await world.settle();
  expect(headingsOf(world, "ana")[1]).toContain("Le programme a changé.");

  await tidySubscriptions({ house: world.house });
  await world.settle();
  expect(headingsOf(world, "ana")).toHaveLength(2);
  world.clock.pass(from - world.clock() - 20 * HOUR_MS);
  for (let hour = 0; hour < 3; hour++) {
    await tidySubscriptions({ house: world.house });
    await world.pass(HOUR_MS);
  }
  expect(headingsOf(world, "ana").slice(2).join()).toContain("commencent bientôt");
  expect(headingsOf(world, "ana")).toHaveLength(3);

  world.clock.pass(from - world.clock() + MINUTE_MS);
  await keepMaintenances(world.house);
  await world.pass(MINUTE_MS);
  const text = { fr: "Le câble est posé.", en: "The cable is laid." };
  await sayOfMaintenance(world.house, writer, { id, state: null, text });
  await world.settle();
  world.clock.pass(HOUR_MS);
  await keepMaintenances(world.house);
  await keepMaintenances(world.house);
  await world.settle();
  const told = headingsOf(world, "ana").slice(3);
  expect(told).toHaveLength(2);
  expect(told[0]).toContain("Le câble est posé.");
  expect(told[1]).toContain("Les travaux sont terminés.");
  expect(headingsOf(world, "chat")).toEqual([]);
  expect(headingsOf(world, "not")).toEqual([]);

  const console = await world.signIn("Leila", "communicator");
  const { tellings } = (await console.ask("GET", "/api/subscribers")).body;
  expect(tellings[0]).toMatchObject({ what: "work-over", maintenanceId: id, incidentId: null });
});

test("called off early, begun early, and what begins at once needs no reminder", async () => {
  await using world = await createSubscriberWorld();
  await subscribed(world, "ana@example.org", { fields: works });
  const off = await plan(world, []);
  const text = { fr: "Le fournisseur ne vient pas.", en: "The supplier does not come." };
  await sayOfMaintenance(world.house, writer, { id: off.id, state: "cancelled", text });
  await world.settle();
  const early = await plan(world, [], 6 * HOUR_MS);
  await tidySubscriptions({ house: world.house });
  await sayOfMaintenance(world.house, writer, { id: early.id, state: "in_progress", text: null });
  await world.settle();
  const [, cancelled = "", , begun = "", ...more] = headingsOf(world, "ana");
  expect(cancelled).toContain("n’auront pas lieu");
  expect(cancelled).toContain("Le fournisseur ne vient pas.");
  expect(begun).toContain("plus tôt que prévu");
  expect(more).toEqual([]);
});

test("planned work is taken back before it has left: nobody hears the hour that no longer holds", async () => {
  await using world = await createSubscriberWorld({ mode: "training" });
  const { mail } = world.simulators;
  await subscribed(world, "ana@example.org", { fields: works });
  await mail.setConduct({ state: "refusing" });
  const { id, ...planned } = await plan(world, []);
  const until = planned.until + HOUR_MS;
  await changeMaintenance(world.house, writer, { id, ...planned, until });
  await world.settle();
  await mail.setConduct({ state: "up" });
  await world.pass(3 * MINUTE_MS);
  expect(headingsOf(world, "ana")).toHaveLength(1);
  // In a training it is an exercise, says so, and leaves by simulated channels alone.
  expect(headingsOf(world, "ana")[0]).toContain(wordsFor("fr")("delivery:drill"));
  const told = world.db.selectFrom("telling").select("drill").distinct();
  expect(await told.execute()).toEqual([{ drill: true }]);
  const lines = world.db.selectFrom("told").select("why").where("why", "=", "superseded");
  expect(await lines.execute()).toHaveLength(1);
});

test("planned work that is a drill is marked in the house, and nobody out there hears of it", async () => {
  await using world = await createSubscriberWorld();
  const leila = await world.signIn("Leila", "communicator");
  const phone = await world.point("Téléphone", null);
  await subscribed(world, "ana@example.org", { fields: works });
  const asked = { pointIds: [phone], drill: false };
  const audience = async (body: object) =>
    (await leila.ask("POST", "/api/maintenances/audience", body)).body.people;
  expect([await audience(asked), await audience({ ...asked, drill: true })]).toEqual([1, 0]);

  const at = (ms: number) => new Date(world.clock() + ms).toISOString();
  const drill = {
    title: { fr: "Coupure d’exercice", en: "Power cut drill" },
    message: { fr: "", en: "" },
    from: at(MINUTE_MS),
    until: at(HOUR_MS),
    pointIds: [phone],
    effect: "major",
    firm: true,
    drill: true,
  };
  const made = (await leila.ask("POST", "/api/maintenances", drill)).body;
  expect(made).toMatchObject({ drill: true });
  // What it is cannot be changed: people have read it.
  const put = await leila.ask("PUT", `/api/maintenances/${made.id}`, { ...drill, drill: false });
  expect(put.body).toMatchObject({ drill: true });
  await world.pass(2 * MINUTE_MS);
  await keepMaintenances(world.house);
  await tidySubscriptions({ house: world.house });
  await world.settle();
  await world.face.refresh();
  const places = world.face.assets().filter(({ body }) => /Coupure d|Power cut/.test(body));
  expect(places.map(({ path }) => path)).toEqual([]);
  expect((await world.get("/api/v2/components.json")).json().components).toMatchObject([
    { status: "operational" },
  ]);
  expect(headingsOf(world, "ana")).toEqual([]);
  const told = await world.db.selectFrom("telling").select("what").execute();
  expect(told.filter(({ what }) => what !== "letter")).toEqual([]);
  const real = { ...drill, drill: undefined, from: at(MINUTE_MS), until: at(HOUR_MS) };
  // It stands in the way of nothing real.
  expect((await leila.ask("POST", "/api/maintenances", real)).body).toMatchObject({
    drill: false,
    clashes: [],
  });
});
