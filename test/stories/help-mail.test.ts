import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIL_TRIES_MAX } from "../../src/actions/help/ticket-mail.ts";
import { LETTERS_PER_ADDRESS_DAY_MAX } from "../../src/actions/subscriber/letters.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { answerOnce } from "../../src/loops/answer.ts";
import { createSubscriberWorld, type SubscriberWorld } from "./subscriber-world.ts";

let world: SubscriberWorld;
let rita: Awaited<ReturnType<SubscriberWorld["signIn"]>>;
beforeAll(async () => {
  world = await createSubscriberWorld();
  rita = await world.signIn("Rita", "responder");
});
afterAll(async () => await world[Symbol.asyncDispose]());

let networks = 0;
/** Everybody writes from a network of their own. */
const write = async (reply: string, message: string, name = "Ana") =>
  await world.post("/fr/contact", { name, reply, message }, `10.${(networks += 1)}.0.1`);
/** The seconds bring tokens. */
const settle = async () => {
  for (let second = 0; second < 3; second++) {
    world.clock.pass(SECOND_MS);
    await answerOnce(world.context);
  }
};
const mailsTo = (address: string) => world.simulators.mail.received.textsOf(address);
const ticketOf = async (message: string) => {
  const { tickets } = (await rita.ask("GET", "/api/tickets")).body;
  const found = tickets.find((one: { message: string }) => one.message === message);
  return (await rita.ask("GET", `/api/tickets/${found.id}`)).body;
};

test("whoever leaves an e-mail address gets the number there, and no word of a stranger", async () => {
  const answer = await write("ana@example.org", "BUY MY PILLS", "http://spam.example");
  expect(answer.headers.location).toMatch(/&m=1$/);
  await settle();
  const { reference, mails } = await ticketOf("BUY MY PILLS");
  expect(mails).toMatchObject([{ what: "receipt", state: "sent" }]);
  const [mail] = mailsTo("ana@example.org");
  expect(mail).toContain(reference);
  expect(mail).not.toMatch(/PILLS|spam/);
});

test("SEC-4: one address gets few of them, whoever types it, and every message is kept", async () => {
  for (let n = 0; n < LETTERS_PER_ADDRESS_DAY_MAX + 3; n++) {
    world.clock.pass(2 * MINUTE_MS);
    expect((await write("victim@example.org", `n° ${n}`)).statusCode).toBe(303);
    await settle();
  }
  expect(mailsTo("victim@example.org")).toHaveLength(LETTERS_PER_ADDRESS_DAY_MAX);
});

test("an answer goes out by mail or by text message, each once, in the language of the person", async () => {
  await write("Ben@Example.org", "Où en êtes-vous ?", "Ben");
  await write("+33612345678", "Rappelez-moi", "Chloé");
  await settle();
  for (const message of ["Où en êtes-vous ?", "Rappelez-moi"]) {
    const { id, carried } = await ticketOf(message);
    expect(carried).toBe(true);
    const said = { text: "Tout est revenu.", send: true };
    expect((await rita.ask("POST", `/api/tickets/${id}/answers`, said)).status).toBe(204);
  }
  await settle();
  await settle();
  const [, mail] = mailsTo("ben@example.org");
  expect(mail).toContain("Bonjour Ben,\n\nTout est revenu.");
  expect(mail).toContain("Où en êtes-vous ?");
  const texts = world.simulators.sms.received.textsOf("+33612345678");
  expect(texts).toEqual([expect.stringContaining("Tout est revenu.")]);
});

test("a mail server that is away is asked again, and at last given up on", async () => {
  await write("dora@example.org", "Et maintenant ?");
  await world.db.updateTable("channel").set({ state: "down" }).execute();
  await settle();
  const state = async () =>
    await world.db
      .selectFrom("ticket_mail")
      .select(["state", "tries"])
      .orderBy("created_at", "desc")
      .executeTakeFirstOrThrow();
  expect(await state()).toEqual({ state: "queued", tries: 1 });
  for (let n = 1; n < MAIL_TRIES_MAX; n++) {
    world.clock.pass(HOUR_MS);
    await settle();
  }
  expect(await state()).toEqual({ state: "failed", tries: MAIL_TRIES_MAX });
  await world.db.updateTable("channel").set({ state: "up" }).execute();
});

test("whose sender died half-way is not sent twice: nobody knows whether it left", async () => {
  await write("emil@example.org", "Encore une question");
  await world.db
    .updateTable("ticket_mail")
    .set({ state: "sending" })
    .where("state", "=", "queued")
    .execute();
  world.clock.pass(HOUR_MS);
  await settle();
  expect(mailsTo("emil@example.org")).toEqual([]);
  const rows = await world.db
    .selectFrom("ticket_mail")
    .select("why")
    .where("state", "=", "unknown")
    .execute();
  expect(rows).toEqual([{ why: "half-way" }]);
});
