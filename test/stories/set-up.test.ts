import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { openTraining } from "../../src/actions/organisation/train.ts";
import { TRAINING } from "../../src/domain/training/organisation.ts";
import { openGround } from "../../src/loops/training-ground.ts";
import { listSources } from "../../src/store/sources.ts";
import { createTestFront, signedIn } from "../front.ts";
import { createTestHouse } from "../house.ts";

const OWN = {
  organisation: {
    name: "Mairie de Clairval",
    timeZone: "Europe/Paris",
    country: "FR",
    language: "fr",
  },
  account: { name: "Ada", email: "ada@mairie.example", password: "a long enough secret" },
};

test("training opens with five hundred people, a taught detector, and no probe of the world", async () => {
  await using given = await createTestHouse();
  await openTraining(given.house, machine("first start"), { passwordHash: "nobody's" });
  const { people } = await given.db
    .selectFrom("contact")
    .select((e) => e.fn.countAll<number>().as("people"))
    .executeTakeFirstOrThrow();
  expect(people).toBe(TRAINING.contacts);
  const sensors = new Set((await listSources(given.db)).map(({ sensor }) => sensor));
  expect(sensors).toEqual(new Set(["user-reports", "own-deliveries"]));
  const chart = await given.db.selectFrom("stream_point").select("state").execute();
  expect(chart.length).toBeGreaterThan(300);
  expect(chart.every(({ state }) => state === "quiet")).toBe(true);
});

test("a training that starts again changes nothing, but for a port that was taken meanwhile", async () => {
  await using given = await createTestHouse();
  const { house, db } = given;
  await openTraining(house, machine("first start"), { passwordHash: "nobody's" });
  const open = async () =>
    await openGround({ house, callbackBase: "http://127.0.0.1:1", speed: 60 });
  const changes = async () => {
    const rows = await db.selectFrom("event").select("name").orderBy("id").execute();
    return rows.map(({ name }) => name).filter((name) => name.endsWith(".change"));
  };
  const first = await open();
  await first.stop();
  const second = await open();
  try {
    expect(await changes()).toEqual([]);
    expect(second.channels).toEqual(first.channels);
    expect(second.whatsapp.url).toBe(first.whatsapp.url);
    // Beside it the ports are taken: the channels and accounts lead to other ones.
    await (await open()).stop();
    expect(new Set(await changes())).toEqual(new Set(["channel.change", "outlet.change"]));
  } finally {
    await second.stop();
  }
});

test("setting up leaves training for good: nothing made up remains, and nobody of the play", async () => {
  await using front = await createTestFront();
  await front.db.updateTable("organisation").set({ mode: "training" }).execute();
  const newcomer = await front.signIn("Newcomer", "administrator");
  const answer = await newcomer.ask("POST", "/api/organisation/setup", OWN);
  expect(answer).toMatchObject({ status: 201, body: { name: "Mairie de Clairval", mode: "live" } });

  expect((await newcomer.ask("GET", "/api/session")).status).toBe(401);
  const ada = await signedIn(front.app, OWN.account.email, OWN.account.password);
  expect((await ada.ask("GET", "/api/accounts")).body.accounts).toHaveLength(1);
  const probes = (await listSources(front.db)).filter(({ sensor }) => sensor === "reachability");
  expect(new Set(probes.map((source) => source.platform_id))).toEqual(
    new Set(["messenger", "signal", "telegram", "whatsapp"]),
  );
  const again = await ada.ask("POST", "/api/organisation/setup", OWN);
  expect(again.status).toBe(409);

  // Our own organisation says how long details are kept, within bounds, and nobody else does.
  const keeps = { signals: 60, points: 400, deliveries: 200, replies: 30, tickets: 7 };
  const kept = await ada.ask("PUT", "/api/organisation/keeps", keeps);
  expect(kept).toMatchObject({ status: 200, body: { keeps } });
  const never = await ada.ask("PUT", "/api/organisation/keeps", { ...keeps, deliveries: 1 });
  expect(never.status).toBe(400);
  const leila = await front.signIn("Leila", "approver");
  expect((await leila.ask("PUT", "/api/organisation/keeps", keeps)).status).toBe(403);
});

test("a weak password or an unknown time zone leaves everything as it was", async () => {
  await using front = await createTestFront();
  await front.db.updateTable("organisation").set({ mode: "training" }).execute();
  const newcomer = await front.signIn("Newcomer", "administrator");
  const weak = { ...OWN, account: { ...OWN.account, password: "short" } };
  expect((await newcomer.ask("POST", "/api/organisation/setup", weak)).status).toBe(400);
  const nowhere = { ...OWN, organisation: { ...OWN.organisation, timeZone: "Mars/Olympus" } };
  expect((await newcomer.ask("POST", "/api/organisation/setup", nowhere)).status).toBe(400);
  expect((await newcomer.ask("GET", "/api/session")).status).toBe(200);
});
