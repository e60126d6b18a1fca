import { expect, test } from "vitest";
import { createSubscriberWorld, subscribed } from "./subscriber-world.ts";

test("the console: who is on the list, what would be told, the pause, and what leaves the house", async () => {
  await using world = await createSubscriberWorld();
  await subscribed(world, "ana@example.org");
  await subscribed(world, "ben@example.org", { language: "en" });
  await world.post("/fr/subscribe", { by: "email", address: "later@example.org" });
  const ines = await world.signIn("Ines", "administrator");
  const leila = await world.signIn("Leila", "communicator");
  const marc = await world.signIn("Marc", "approver");

  const seen = await leila.ask("GET", "/api/subscribers");
  expect(seen.body).toMatchObject({
    crowd: [
      { kind: "email", language: "en", active: 1, pending: 0 },
      { kind: "email", language: "fr", active: 1, pending: 1 },
    ],
    days: [{ joined: 2, gone: 0 }],
    fuse: { state: "armed", reason: null },
    open: expect.arrayContaining(["email", "push", "webhook"]),
    may: { pause: true, resume: false, change: false, export: false, openPush: false },
  });

  const incident = await world.incident();
  const audience = `/api/incidents/${incident}/audience`;
  expect((await leila.ask("GET", audience)).body).toEqual({
    people: 2,
    byKind: [{ kind: "email", people: 2 }],
    held: false,
  });
  expect((await leila.ask("POST", "/api/subscribers/pause")).status).toBe(204);
  expect((await leila.ask("GET", audience)).body).toMatchObject({ held: true });
  expect((await leila.ask("DELETE", "/api/subscribers/pause")).status).toBe(403);
  await world.say(incident, "Panne");
  await world.settle();
  expect((await marc.ask("DELETE", "/api/subscribers/pause")).status).toBe(204);
  expect((await marc.ask("DELETE", "/api/subscribers/pause")).status).toBe(409);
  await world.settle();
  const told = await leila.ask("GET", "/api/subscribers");
  expect(told.body.tellings).toMatchObject([
    { what: "published", recipients: 2, accepted: 2, failed: 0, open: 0, state: "done" },
  ]);

  const list = await leila.ask("GET", "/api/subscribers/list?kind=email");
  const [newest, ...others] = list.body.subscribers;
  expect(newest).toMatchObject({ shown: "l…@example.org", state: "pending" });
  expect(JSON.stringify(list.body)).not.toContain("later@");
  expect((await leila.ask("DELETE", `/api/subscribers/${others[0].id}`)).status).toBe(204);
  expect((await leila.ask("DELETE", `/api/subscribers/${others[0].id}`)).status).toBe(404);

  expect((await leila.ask("GET", "/api/subscribers/export.csv")).status).toBe(403);
  const file = await ines.ask("GET", "/api/subscribers/export.csv");
  expect(file.body).toContain("email,ana@example.org,,fr,active,");
  expect(file.body).not.toContain("ben@example.org");
  const events = await world.db.selectFrom("event").select("name").execute();
  expect(events.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["subscriber.pause", "subscriber.resume", "subscriber.export"]),
  );

  const terms = { offered: ["push"], perSubscriberHourMax: 3, perMinuteMax: 10, perDayMax: 20 };
  expect((await ines.ask("PUT", "/api/subscribers/terms", { ...terms, perDayMax: 0 })).status).toBe(
    400,
  );
  expect((await ines.ask("PUT", "/api/subscribers/terms", terms)).status).toBe(204);
  const refused = await world.post("/fr/subscribe", { by: "email", address: "x@example.org" });
  expect(refused.statusCode).toBe(503);
  const email = { name: "Push", email: "ops@example.org" };
  expect((await ines.ask("POST", "/api/subscribers/push-channel", email)).status).toBe(409);
});

test("browser notifications: one click makes the keys, and the page hands out the public half", async () => {
  await using world = await createSubscriberWorld();
  await world.db.deleteFrom("channel_rate").execute();
  await world.db.deleteFrom("channel").where("address_kind", "=", "push").execute();
  const ines = await world.signIn("Ines", "administrator");
  expect((await ines.ask("GET", "/api/subscribers")).body.may.openPush).toBe(true);
  const body = { name: "Push", email: "ops@example.org" };
  expect((await ines.ask("POST", "/api/subscribers/push-channel", body)).status).toBe(204);
  const page = await world.get("/en/subscribe?by=push");
  const key = /data-key="([\w-]+)"/.exec(page.body)?.[1] ?? "";
  expect(Buffer.from(key, "base64url")).toHaveLength(65);
  const channel = await world.db
    .selectFrom("channel")
    .select(["settings", "drill"])
    .where("address_kind", "=", "push")
    .executeTakeFirstOrThrow();
  expect(channel).toEqual({ settings: { contact: "mailto:ops@example.org" }, drill: false });
});
