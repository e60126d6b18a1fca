import { expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { insertPlatforms } from "../../../test/platforms.ts";

const PHONE = {
  name: { fr: "Téléphone", en: "Phone" },
  kind: "phone",
  platformId: null,
  link: "tel:+33155000002",
  hours: { "1": [["09:00", "18:00"]] },
  languages: ["fr", "en"],
  waitingMinutes: 5,
  baseline: "operational",
  position: 1,
};

test("a contact point is added, changed and removed, and each leaves its event", async () => {
  await using front = await createTestFront();
  await insertPlatforms(front.db);
  const ana = await front.signIn("Ana", "communicator");

  const created = await ana.ask("POST", "/api/contact-points", PHONE);
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ ...PHONE, state: "operational", may: { change: true } });

  const url = `/api/contact-points/${created.body.id}`;
  const changed = await ana.ask("PUT", url, { ...PHONE, baseline: "maintenance" });
  expect(changed.body).toMatchObject({ state: "maintenance", source: "maintenance" });

  expect((await ana.ask("DELETE", url)).status).toBe(204);
  const left = await ana.ask("GET", "/api/contact-points");
  expect(left.body).toEqual({ contactPoints: [], may: { create: true } });
  const events = await front.db.selectFrom("event").select("name").orderBy("id").execute();
  expect(events.map(({ name }) => name).filter((name) => name.startsWith("contact_point"))).toEqual(
    ["contact_point.create", "contact_point.change", "contact_point.remove"],
  );
});

test("a link that would run something, or a platform that is none, is refused", async () => {
  await using front = await createTestFront();
  const ana = await front.signIn("Ana", "communicator");
  const evil = await ana.ask("POST", "/api/contact-points", {
    ...PHONE,
    link: "javascript:alert(1)",
  });
  expect(evil).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  const lost = await ana.ask("POST", "/api/contact-points", { ...PHONE, platformId: "icq" });
  expect(lost).toMatchObject({ status: 400, body: { error: { detail: { field: "platformId" } } } });
});

test("who only looks may look, and nothing more", async () => {
  await using front = await createTestFront();
  const ana = await front.signIn("Ana", "communicator");
  const { body } = await ana.ask("POST", "/api/contact-points", PHONE);
  const bob = await front.signIn("Bob", "viewer");
  const seen = await bob.ask("GET", "/api/contact-points");
  expect(seen.body).toMatchObject({
    contactPoints: [{ may: { change: false, remove: false } }],
    may: { create: false },
  });
  const url = `/api/contact-points/${body.id}`;
  expect((await bob.ask("PUT", url, PHONE)).status).toBe(403);
  expect((await bob.ask("DELETE", url)).status).toBe(403);
  expect((await bob.ask("POST", "/api/contact-points", PHONE)).status).toBe(403);
});

test("the preview is the public page, with the draft on it", async () => {
  await using front = await createTestFront();
  const ana = await front.signIn("Ana", "communicator");
  const words = { title: "<b>Panne</b>", message: "m", advice: "a", nextStep: "n" };
  const draft = {
    texts: { fr: words, en: words },
    severity: "major",
    source: "Ana",
    language: "fr",
  };
  const { status, body } = await ana.ask("POST", "/api/announcements/preview", draft);
  expect(status).toBe(200);
  expect(body.html).toContain("<h1>&lt;b&gt;Panne&lt;/b&gt;</h1>");
  expect(body.html).toContain("Boulangeries Clairval");
});
