import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { DAY_MS } from "../../src/lib/clock.ts";
import { createHelpWorld, type HelpWorld, type Person } from "./help-world.ts";

const HOUR_MS = 3_600_000;
let world: HelpWorld;
let cleo: Person;
let viktor: Person;
beforeAll(async () => {
  world = await createHelpWorld();
  cleo = await world.signIn("Cleo", "communicator");
  viktor = await world.signIn("Viktor", "viewer");
});
afterAll(async () => await world[Symbol.asyncDispose]());

const inHours = (hours: number) => new Date(world.clock() + hours * HOUR_MS).toISOString();
const TITLE = { fr: "Vos questions sur la panne", en: "Your questions on the outage" };
const hours = (opens: number, closes: number) => ({
  title: TITLE,
  incidentId: null,
  opensAt: inHours(opens),
  closesAt: inHours(closes),
});
const page = async (url: string) => {
  await world.face.refresh();
  return await world.page(url);
};
const queue = async (id: string, state = "waiting") =>
  (await cleo.ask("GET", `/api/forums/${id}/questions?state=${state}`)).body.questions;

test("two people ask, a person decides, everybody reads; what is hostile stays text", async () => {
  const made = await cleo.ask("POST", "/api/forums", hours(-1, 2));
  expect(made.status).toBe(201);
  const { id } = made.body;
  const url = `/fr/session/${id}`;
  expect(await page("/fr")).toContain(url);
  const ask = async (words: string, from: string, more: Record<string, string> = {}) =>
    await world.post(`${url}/ask`, { words, ...more }, { from });

  const asked = await ask("Quand la messagerie reviendra-t-elle ?", "203.0.113.5");
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `${url}/ask?done=taken`]);
  expect(asked.headers["set-cookie"]).toBeUndefined();
  await ask("Quand la messagerie reviendra-t-elle ?  ", "198.51.100.7");
  await ask("<script>alert(1)</script> écrivez à moi@example.org", "203.0.114.6");
  await ask("Une machine écrit ceci", "203.0.114.7", { website: "x" });
  expect((await ask(" !! ", "203.0.114.8")).statusCode).toBe(400);
  const waiting = await queue(id);
  expect(waiting).toHaveLength(2);
  expect(JSON.stringify(waiting)).not.toContain("moi@example.org");
  expect(await page(url)).not.toContain("reviendra-t-elle");

  const [first, second] = waiting;
  const accept = `/api/forum-questions/${first.id}/acceptance`;
  const words = "Quand la messagerie sera-t-elle de retour ?";
  expect((await cleo.ask("POST", accept, { words })).status).toBe(204);
  expect((await cleo.ask("POST", accept, {})).status).toBe(409);
  expect((await cleo.ask("POST", `/api/forum-questions/${second.id}/acceptance`, {})).status).toBe(
    204,
  );
  const answer = { fr: "Avant ce soir.", en: "Before tonight." };
  await cleo.ask("PUT", `/api/forum-questions/${first.id}/answer`, { answer });
  const shown = await page(url);
  expect(shown).toContain("sera-t-elle de retour");
  expect(shown).toContain("Avant ce soir.");
  expect(shown).not.toContain("<script>alert");
  expect(await page(`/en/session/${id}.md`)).toContain("Before tonight.");

  const too = async (from: string, agent = "a") =>
    await world.post(`${url}/too`, { id: first.id }, { from, "user-agent": agent });
  for (const from of ["203.0.113.5", "203.0.113.5", "198.51.100.7"]) {
    expect((await too(from)).statusCode).toBe(303);
  }
  expect((await queue(id, "accepted"))[0]).toMatchObject({ id: first.id, voices: 2 });
  expect(await page(url)).toContain("moins de 5");

  await cleo.ask("DELETE", `/api/forum-questions/${first.id}/decision`);
  expect(await page(url)).not.toContain("Avant ce soir.");
  await cleo.ask("POST", `/api/forum-questions/${first.id}/rejection`);
  expect(await queue(id, "rejected")).toHaveLength(1);
  const events = await world.db.selectFrom("event").select("detail").execute();
  expect(JSON.stringify(events)).not.toContain("messagerie");
  const stored = await world.db.selectFrom("forum_question").selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain("203.0.11");
});

test("a flood is bounded, 10 kB are cut, and another site sends nothing", async () => {
  const { id } = (await cleo.ask("POST", "/api/forums", hours(-1, 2))).body;
  const url = `/en/session/${id}/ask`;
  await world.face.refresh();
  const long = await world.post(url, { words: "long words ".repeat(900) }, { from: "192.0.2.99" });
  expect(long.headers.location).toBe(`${url}?done=taken`);
  expect(Array.from((await queue(id))[0].words).length).toBeLessThanOrEqual(500);
  const subjects = ["trains", "schools", "water", "taxes", "parks"];
  for (const [index, subject] of subjects.entries()) {
    const words = `What about ${subject} near ${subject} tomorrow, ${"abcde"[index]}?`;
    await world.post(url, { words }, { from: `192.0.2.${index}` });
  }
  const more = await world.post(url, { words: "And the museum?" }, { from: "192.0.2.77" });
  expect(more.headers.location).toBe(`${url}?done=bounded`);
  expect(await queue(id)).toHaveLength(6);
  const foreign = { from: "198.51.100.20", "sec-fetch-site": "cross-site" };
  expect((await world.post(url, { words: "Is it me?" }, foreign)).statusCode).toBe(403);
  const huge = await world.post(url, { words: "x".repeat(20_000) }, { from: "198.51.100.21" });
  expect(huge.statusCode).toBe(413);
});

test("the clock opens and closes; before and after nothing is taken", async () => {
  expect((await cleo.ask("POST", "/api/forums", hours(2, 1))).status).toBe(400);
  for (const [opens, closes, state] of [
    [1, 2, "scheduled"],
    [-2, -1, "closed"],
  ] as const) {
    const { id } = (await cleo.ask("POST", "/api/forums", hours(opens, closes))).body;
    const url = `/en/session/${id}`;
    const { forums } = (await cleo.ask("GET", "/api/forums")).body;
    expect(forums.find((one: { id: string }) => one.id === id).state).toBe(state);
    expect(await page("/en")).not.toContain(url);
    expect(await page(url)).not.toContain(`${url}/ask`);
    const asked = await world.post(`${url}/ask`, { words: "Too soon?" }, { from: "203.0.113.50" });
    expect(asked.headers.location).toBe(`${url}/ask?done=closed`);
    expect(await queue(id)).toEqual([]);
  }
  for (const id of ["x", "00000000-0000-7000-8000-000000000000"]) {
    const asked = await world.post(
      `/en/session/${id}/ask`,
      { words: "Why?" },
      { from: "203.0.113.51" },
    );
    expect(asked.statusCode).toBe(404);
  }
});

test("one person has one vote, which may change until the poll closes or is withdrawn", async () => {
  const poll = {
    question: { fr: "Quelle voie préférez-vous ?", en: "Which way do you prefer?" },
    options: [
      { fr: "Le téléphone", en: "Telephone" },
      { fr: "<b>Le SMS</b>", en: "<b>SMS</b>" },
    ],
    closesAt: inHours(2),
  };
  const one = { ...poll, options: poll.options.slice(0, 1) };
  expect((await cleo.ask("POST", "/api/polls", one)).status).toBe(400);
  expect((await cleo.ask("POST", "/api/polls", { ...poll, closesAt: inHours(-1) })).status).toBe(
    400,
  );
  const { id } = (await cleo.ask("POST", "/api/polls", poll)).body;
  const url = `/en/poll/${id}`;
  const vote = async (option: string, from: string) =>
    (await world.post(url, { option }, { from })).headers.location;
  const votes = async () => (await cleo.ask("GET", "/api/polls")).body.polls[0].votes;
  expect(await page("/en/help")).toContain(url);
  expect(await page(url)).not.toContain("Result");
  expect(await vote("0", "203.0.113.60")).toBe(`${url}?voted=1`);
  // Of few votes nothing is told, on the page or in the house: one's own could be told from them.
  for (const n of [60, 61, 62]) await vote("0", `198.51.100.${n}`);
  expect(await votes()).toBeNull();
  const early = await page(`${url}?voted=1`);
  expect(early).toContain("Fewer than 5 votes");
  expect(early).not.toMatch(/votes? ·|votes? in all/);
  await vote("0", "198.51.100.63");
  await vote("1", "203.0.113.60");
  expect(await votes()).toEqual([4, 1]);
  for (const bad of ["2", "-1", "x", "1e9", ""]) expect(await vote(bad, "203.0.113.61")).toBe(url);
  expect(await votes()).toEqual([4, 1]);
  const voted = await page(`${url}?voted=1`);
  expect(voted).toContain("1 vote · 20%");
  expect(voted).not.toContain("<b>SMS");

  expect((await cleo.ask("POST", `/api/polls/${id}/closure`)).status).toBe(204);
  expect((await cleo.ask("POST", `/api/polls/${id}/closure`)).status).toBe(409);
  expect(await vote("1", "203.0.113.62")).toBe(url);
  expect(await votes()).toEqual([4, 1]);
  expect(await page(url)).toContain("5 votes in all");
  await cleo.ask("POST", `/api/polls/${id}/withdrawal`);
  await world.face.refresh();
  expect((await world.get(url)).statusCode).toBe(404);
});

test("who may only look decides nothing", async () => {
  const id = "00000000-0000-7000-8000-000000000000";
  for (const [method, url, body] of [
    ["POST", "/api/forums", hours(-1, 1)],
    ["PUT", `/api/forums/${id}`, hours(-1, 1)],
    ["POST", `/api/forum-questions/${id}/acceptance`, {}],
    ["POST", `/api/forum-questions/${id}/rejection`, undefined],
    ["DELETE", `/api/forum-questions/${id}/decision`, undefined],
    ["PUT", `/api/forum-questions/${id}/answer`, { answer: TITLE }],
    ["POST", `/api/polls/${id}/closure`, undefined],
    ["POST", `/api/polls/${id}/withdrawal`, undefined],
  ] as const) {
    expect([url, (await viktor.ask(method, url, body)).status]).toEqual([url, 403]);
  }
  expect((await world.app.inject({ url: "/api/polls" })).statusCode).toBe(401);
});

test("questions and votes are forgotten ninety days after the end, whatever became of them", async () => {
  const rows = async (table: "forum" | "forum_question" | "poll" | "poll_vote") =>
    (await world.db.selectFrom(table).selectAll().execute()).length;
  for (const table of ["forum", "forum_question", "poll", "poll_vote"] as const) {
    expect(await rows(table), table).toBeGreaterThan(0);
  }
  world.clock.pass(89 * DAY_MS);
  await forgetOld(world.house);
  expect(await rows("poll")).toBeGreaterThan(0);
  world.clock.pass(8 * DAY_MS);
  await forgetOld(world.house);
  for (const table of ["forum", "forum_question", "poll", "poll_vote"] as const) {
    expect([table, await rows(table)]).toEqual([table, 0]);
  }
});
