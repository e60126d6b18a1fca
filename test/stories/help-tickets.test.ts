import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { TICKETS_PER_BLOCK_HOUR_MAX } from "../../src/actions/help/ticket-file.ts";
import { KEEPS } from "../../src/domain/keeps.ts";
import { DAY_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { createHelpWorld, type HelpWorld, type Person } from "./help-world.ts";

let world: HelpWorld;
let rita: Person;
let viktor: Person;
beforeAll(async () => {
  world = await createHelpWorld();
  rita = await world.signIn("Rita", "responder");
  viktor = await world.signIn("Viktor", "viewer");
});
afterAll(async () => await world[Symbol.asyncDispose]());
const page = async (url: string) => await world.page(url);
const post: HelpWorld["post"] = async (...form) => await world.post(...form);

const LETTER = { name: "Ana", reply: "ana@example.org", message: "Où est ma commande ?" };
const tickets = async (who: Person, state = "open") =>
  (await who.ask("GET", `/api/tickets?state=${state}`)).body;
const first = async () => (await tickets(rita)).tickets[0];
const detail = async (id: string, who = rita) => (await who.ask("GET", `/api/tickets/${id}`)).body;

describe("writing to us", () => {
  test("gives a number, and puts the message with its questions into the queue", async () => {
    const form = new URLSearchParams([...Object.entries(LETTER), ["asked", "ma commande ?"]]);
    const answer = await post("/fr/contact", form);
    expect(answer.statusCode).toBe(303);
    const sent = await page(String(answer.headers.location));
    const { reference, id } = await first();
    expect(sent).toContain(reference);
    expect(sent).toContain("Nous n’avons pas publié d’horaires");
    expect(await detail(id)).toMatchObject({
      name: "Ana",
      reply: { kind: "email", to: "ana@example.org" },
      asked: ["ma commande ?"],
      carried: false,
      mails: [],
    });
    expect((await detail(id)).consent).toContain("Boulangeries Clairval");
  });

  test("twice by a slip of the finger is once", async () => {
    await post("/fr/contact", LETTER);
    expect((await tickets(rita)).waiting).toBe(1);
  });

  test("says what is missing, keeps what was typed, and leads to it", async () => {
    const answer = await post("/fr/contact", {
      name: "",
      reply: "ana at home",
      message: "Bonjour",
    });
    expect(answer.statusCode).toBe(400);
    for (const part of ['href="#name"', 'href="#reply"', 'aria-invalid="true"', "ana at home"]) {
      expect(answer.body).toContain(part);
    }
    expect(answer.body).not.toContain('href="#message"');
  });

  test("a number is as good as an address, and neither lies open in the database", async () => {
    const ben06 = { name: "Ben", reply: "06 12 34 56 78", message: "Call me" };
    world.clock.pass(SECOND_MS);
    await post("/en/contact", ben06, { from: "198.18.0.1" });
    const [, ben] = (await tickets(rita)).tickets;
    expect((await detail(ben.id)).reply).toEqual({ kind: "sms", to: "+33612345678" });
    const rows = await world.db.selectFrom("ticket").selectAll().execute();
    const events = await world.db.selectFrom("event").selectAll().execute();
    expect(JSON.stringify([rows, events])).not.toContain("612345678");
    expect(rows.some(({ reply_to: sealed }) => sealed.includes("ana@example.org"))).toBe(false);
  });

  test("a program that fills in everything hears what it wants, and nothing is kept", async () => {
    const before = (await tickets(rita)).waiting;
    const answer = await post("/fr/contact", { ...LETTER, website: "x" }, { from: "198.18.2.1" });
    expect(answer.headers.location).toMatch(/^\/fr\/contact\/sent\?n=[A-Z2-9]{8}$/);
    expect((await tickets(rita)).waiting).toBe(before);
  });

  test("SEC-9: from another site is refused", async () => {
    const answer = await post("/fr/contact", LETTER, {
      "sec-fetch-site": "cross-site",
      from: "198.18.3.1",
    });
    expect(answer.statusCode).toBe(403);
  });

  test("SEC-5: of one network only some are taken in an hour, whatever address it forges", async () => {
    const codes = [];
    for (let n = 0; n < TICKETS_PER_BLOCK_HOUR_MAX + 2; n++) {
      const headers = { from: `192.0.2.${n}` };
      codes.push(
        (await post("/fr/contact", { ...LETTER, message: `n° ${n}` }, headers)).statusCode,
      );
    }
    expect(codes.filter((code) => code === 303)).toHaveLength(TICKETS_PER_BLOCK_HOUR_MAX);
    expect(codes.at(-1)).toBe(429);
  });

  test.each([
    ["a message of 10 kB", { message: "é".repeat(10_240) }, 303],
    ["signs that nobody sees", { message: "\u202e\u0000\u200b" }, 400],
    ["markup", { name: "<b>Ana</b>", message: "<script>alert(1)</script>" }, 303],
    ["more than anybody has to say", { message: "a".repeat(100_000) }, 413],
  ])("%s is met calmly", async (what, part, status) => {
    const from = { from: `198.51.${what.length}.7` };
    expect((await post("/fr/contact", { ...LETTER, ...part }, from)).statusCode).toBe(status);
  });
});

describe("a request", () => {
  test("is given to somebody, noted on, answered otherwise, closed and opened again", async () => {
    const { id } = await first();
    const { team } = await tickets(rita);
    const me = team.find(({ name }: { name: string }) => name === "Rita");
    const url = `/api/tickets/${id}`;
    await rita.ask("POST", `${url}/assignment`, { assigneeId: me.id });
    await rita.ask("POST", `${url}/notes`, { text: "a secret for colleagues" });
    world.clock.pass(SECOND_MS);
    expect((await rita.ask("POST", `${url}/answers`, { text: "Oui", send: true })).status).toBe(
      409,
    );
    expect((await rita.ask("POST", `${url}/answers`, { text: "Oui", send: false })).status).toBe(
      204,
    );
    expect(await detail(id)).toMatchObject({
      state: "answered",
      assignee: { name: "Rita" },
      lines: [{ kind: "note" }, { kind: "answer", text: "Oui", by: "Rita" }],
    });
    expect((await rita.ask("POST", `${url}/closure`)).status).toBe(204);
    expect((await rita.ask("POST", `${url}/answers`, { text: "x", send: false })).status).toBe(409);
    expect((await rita.ask("DELETE", `${url}/closure`)).status).toBe(204);
    expect((await rita.ask("DELETE", `${url}/closure`)).status).toBe(409);
    const events = await world.db.selectFrom("event").selectAll().execute();
    expect(JSON.stringify(events)).not.toContain("secret for colleagues");
  });

  test("shows nobody's address to who may only look, and lets them change nothing", async () => {
    const { id } = await first();
    expect((await detail(id, viktor)).reply).toBeNull();
    for (const [path, body] of [
      ["assignment", { assigneeId: null }],
      ["notes", { text: "x" }],
      ["answers", { text: "x", send: false }],
      ["closure", undefined],
    ] as const) {
      expect((await viktor.ask("POST", `/api/tickets/${id}/${path}`, body)).status).toBe(403);
    }
  });

  test("is forgotten ninety days after it was closed", async () => {
    const { id } = await first();
    await rita.ask("POST", `/api/tickets/${id}/closure`);
    world.clock.pass((KEEPS.tickets.usual + 1) * DAY_MS);
    await forgetOld(world.house);
    const ana = await world.signIn("Anais", "responder");
    expect((await ana.ask("GET", `/api/tickets/${id}`)).status).toBe(404);
    expect((await tickets(ana)).waiting).toBeGreaterThan(0);
  });
});
