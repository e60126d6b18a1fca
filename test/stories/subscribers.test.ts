import { expect, test } from "vitest";
import { withdrawAnnouncement } from "../../src/actions/announcement/withdraw.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { tidySubscriptions } from "../../src/loops/tell.ts";
import { pushSubscription } from "../../src/simulators/web-push.ts";
import { createSubscriberWorld, linkIn, subscribed, writer } from "./subscriber-world.ts";

test("by e-mail: asked, confirmed, told in one's language, changed, and left with one click", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  const form = await world.get("/fr/subscribe");
  expect(form.body).toContain('name="address" type="email"');
  expect(form.body).not.toContain("<script>(()=>{\nconst d=document,b=d.getElementById");

  await world.post("/fr/subscribe", { by: "email", address: "Ana@Example.org" });
  await world.settle();
  const [letter] = mail.received.textsOf("ana@example.org");
  expect(letter).toContain("48 heures");
  // Mail programs look at links on their own: looking changes nothing.
  const confirm = linkIn(letter, "subscribe/confirm");
  expect((await world.get(confirm)).body).toContain("Confirmer l’abonnement");
  const incident = await world.incident();
  await world.say(incident, "Panne");
  await world.settle();
  expect(mail.received.textsOf("ana@example.org")).toHaveLength(1);

  expect((await world.post(confirm, {})).body).toContain("Vous êtes sur la liste");
  await subscribed(world, "ben@example.org", { language: "en" });
  await world.pass(MINUTE_MS);
  await world.say(incident, "Suite");
  await world.settle();
  const [, french = ""] = mail.received.textsOf("ana@example.org");
  const [, english = ""] = mail.received.textsOf("ben@example.org");
  expect(french).toContain("Message Suite");
  expect(french).toContain("Prochaines nouvelles avant");
  expect(french).toContain(`/fr/incidents/${incident}`);
  expect(english).toContain("It replaces our previous message.");
  expect(english).toContain(`/en/incidents/${incident}`);

  const manage = linkIn(french, "subscription");
  expect((await world.get(manage)).body).toContain("Nous écrivons à a…@example.org");
  const saved = await world.post(manage, { do: "save", language: "en" });
  expect(saved.headers.location).toMatch(/^\/en\/subscription\?t=.+&saved=1$/);
  await world.say(incident, "Troisième");
  await world.settle();
  expect(mail.received.textsOf("ana@example.org").at(-1)).toContain("/en/incidents/");

  // RFC 8058, as a mail program does it: no cookie, no question, no redirect.
  const leave = linkIn(mail.received.textsOf("ana@example.org").at(-1), "unsubscribe");
  expect((await world.get(leave)).body).toContain("Unsubscribe?");
  const left = await world.post(leave, "List-Unsubscribe=One-Click");
  expect(left.statusCode).toBe(200);
  const kept = await world.db.selectFrom("subscriber").select("kind").execute();
  expect(kept).toHaveLength(1);
  await world.say(incident, "Quatrième");
  await world.settle();
  expect(mail.received.textsOf("ana@example.org")).toHaveLength(3);
  expect(mail.received.textsOf("ben@example.org")).toHaveLength(4);
  expect((await world.post(leave, "List-Unsubscribe=One-Click")).statusCode).toBe(404);
});

test("withdrawn and over: each is said once, and nothing to whom nothing was said", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  await subscribed(world, "ana@example.org");
  const quietOne = await world.incident(null);
  await resolveIncident(world.house, writerAnd, { id: quietOne, note: "" });
  await world.settle();
  expect(mail.received.textsOf("ana@example.org")).toHaveLength(1);

  const incident = await world.incident();
  const id = await world.say(incident, "Panne");
  await world.settle();
  await withdrawAnnouncement(world.house, writer, { id, reason: "wrong" });
  await world.settle();
  const withdrawn = mail.received.textsOf("ana@example.org").at(-1) ?? "";
  expect(withdrawn).toContain("N’en tenez plus compte");
  expect(withdrawn).not.toContain("Message Panne");
  await resolveIncident(world.house, writerAnd, { id: incident, note: "" });
  await world.settle();
  expect(mail.received.textsOf("ana@example.org").at(-1)).toContain("est terminé");
  expect(mail.received.textsOf("ana@example.org")).toHaveLength(4);

  const next = await world.incident();
  await world.say(next, "Encore");
  await world.say(next, "Rétabli", "resolved");
  await world.settle();
  await resolveIncident(world.house, writerAnd, { id: next, note: "" });
  await world.pass(MINUTE_MS);
  // The last announcement said that it is over; nobody hears it a second time.
  const texts = mail.received.textsOf("ana@example.org").slice(4);
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain("Message Rétabli");
});

const writerAnd = { ...writer, roles: ["responder", "communicator"] as const };

test("a correction never overtakes what it corrects, and takes its place where that has not left", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  await subscribed(world, "ana@example.org");
  await subscribed(world, "ben@example.org");
  await mail.setConduct({ state: "refusing" });
  const incident = await world.incident();
  await world.say(incident, "Faux");
  await world.settle();
  await world.say(incident, "Juste");
  await world.settle();
  await mail.setConduct({ state: "up" });
  await world.pass(3 * MINUTE_MS);
  for (const who of ["ana@example.org", "ben@example.org"]) {
    expect(mail.received.textsOf(who).slice(1).join()).not.toContain("Message Faux");
    expect(mail.received.textsOf(who).filter((text) => text.includes("Juste"))).toHaveLength(1);
  }
  const lines = await world.db
    .selectFrom("told")
    .select(["state", "why"])
    .orderBy("telling_id")
    .execute();
  expect(lines.filter(({ why }) => why === "superseded")).toHaveLength(2);
});

test("one contact point, one incident: nobody hears what they did not ask for", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  const chat = await world.point("WhatsApp", "whatsapp");
  const phone = await world.point("Téléphone", null);
  expect((await world.get("/fr/subscribe")).body).toContain(`value="${chat}"`);
  await subscribed(world, "chat@example.org", { fields: { point: chat } });
  await subscribed(world, "phone@example.org", { fields: { point: phone } });
  const incident = await world.incident();
  await world.say(incident, "Panne");
  const asked = await world.get(`/en/subscribe?incident=${incident}`);
  expect(asked.body).toContain("This incident only: “WhatsApp outage”");
  await subscribed(world, "one@example.org", { fields: { incident } });
  await world.settle();
  await world.say(incident, "Suite");
  await world.settle();
  const counts = ["chat", "phone", "one"].map(
    (who) => mail.received.textsOf(`${who}@example.org`).length,
  );
  // Besides the letter to confirm: two updates, none, and the one that came after.
  expect(counts).toEqual([3, 1, 2]);
});

test("notifications of the browser: in at once, told, and gone when the browser lets go", async () => {
  await using world = await createSubscriberWorld();
  const { push } = world.simulators;
  const hand = async (name: string, path = "/subscriptions/push") =>
    await world.app.inject({
      method: "POST",
      url: path,
      payload: { subscription: JSON.parse(pushSubscription(name)), language: "fr" },
    });
  expect((await hand("ana")).statusCode).toBe(202);
  expect((await hand("gone-ben")).statusCode).toBe(202);
  await world.settle();
  expect(push.received.textsOf("ana")[0]).toContain("les nouvelles s’afficheront ici");
  const left = await world.db.selectFrom("subscriber").select("kind").execute();
  expect(left).toHaveLength(1);
  await world.say(await world.incident(), "Panne");
  await world.settle();
  expect(push.received.textsOf("ana")[1]).toContain("Message Panne");
  expect((await hand("ana", "/subscriptions/push/removal")).statusCode).toBe(202);
  expect(await world.db.selectFrom("subscriber").select("kind").execute()).toEqual([]);
  const worker = await world.get("/sw.js");
  expect(worker.headers).toMatchObject({ "cache-control": "no-cache" });
  expect((await world.get("/fr/subscribe?by=push")).headers["content-security-policy"]).toContain(
    "worker-src 'self'",
  );
  expect((await world.get("/manifest.webmanifest")).json()).toMatchObject({ start_url: "/" });
});

test("by SMS: a code, five tries, and STOP ends it", async () => {
  await using world = await createSubscriberWorld();
  const { sms } = world.simulators;
  const number = "+33612345678";
  const asked = await world.post("/fr/subscribe", { by: "sms", address: "06 12 34 56 78" });
  const page = String(asked.headers.location);
  expect(page).toMatch(/^\/fr\/subscribe\/code\?t=/);
  await world.settle();
  const code = /code est (\d{6})/.exec(sms.received.textsOf(number)[0] ?? "")?.[1] ?? "";
  expect((await world.post(page, { code: "12" })).statusCode).toBe(400);
  const done = await world.post(page, { code });
  expect(done.body).toContain("Vous êtes sur la liste");
  const incident = await world.incident();
  await world.say(incident, "Panne");
  await world.settle();
  const [, text = ""] = sms.received.textsOf(number);
  expect(text).toContain("Message Panne");
  expect(text).toContain("STOP");
  expect(text.length).toBeLessThan(320);
  await world.hearSms(number, "Stop");
  expect(await world.db.selectFrom("subscriber").select("kind").execute()).toEqual([]);
});

test("a day later an update is history, and what nobody confirmed is forgotten", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  await subscribed(world, "ana@example.org");
  await mail.setConduct({ state: "refusing" });
  await world.say(await world.incident(), "Panne");
  await world.settle();
  for (let hour = 0; hour < 26; hour++) await world.pass(HOUR_MS);
  const [line] = await world.db
    .selectFrom("told")
    .innerJoin("telling", "telling.id", "told.telling_id")
    .select(["told.state", "telling.state as telling"])
    .where("what", "=", "published")
    .execute();
  expect(line).toEqual({ state: "failed", telling: "done" });
  await mail.setConduct({ state: "up" });
  await world.post("/fr/subscribe", { by: "email", address: "never@example.org" });
  await world.settle();
  world.clock.pass(8 * DAY_MS);
  await tidySubscriptions({ house: world.house });
  const kept = await world.db.selectFrom("subscriber").select("state").execute();
  expect(kept).toEqual([{ state: "active" }]);
  expect(await world.db.selectFrom("subscriber_meter").select("n").execute()).toEqual([]);
});
