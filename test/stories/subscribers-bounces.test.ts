import { expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { tidySubscriptions } from "../../src/loops/tell.ts";
import { mailOf } from "../../src/simulators/mail.ts";
import { createSubscriberWorld, type SubscriberWorld, subscribed } from "./subscriber-world.ts";

/** The mail server sends back what it was given last for somebody: a report of RFC 3464. */
async function bounce(world: SubscriberWorld, who: string, status: string, forged?: string) {
  const address = `${who}@example.org`;
  const taken = world.simulators.mail.received.all().filter((one) => one.address === address);
  const reference = forged ?? taken.at(-1)?.reference ?? "";
  const callbackUrl = `status+${reference}@example.org`;
  const of = { address, reference, providerId: `<${reference}@example.org>`, callbackUrl };
  const report = mailOf({ kind: "failed", of, code: 550, at: world.clock() });
  await hearMail(world, report.replaceAll("5.1.1", status));
}

/** A mailbox reports a message as unwanted (RFC 5965). */
async function complain(world: SubscriberWorld, who: string) {
  const taken = world.simulators.mail.received.all();
  const last = taken.filter(({ address }) => address === `${who}@example.org`).at(-1);
  const lines = [
    "From: complaints@isp.example",
    `To: status+${last?.reference}@example.org`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="x"',
    "",
    "--x",
    "Content-Type: message/feedback-report",
    "",
    "Feedback-Type: abuse",
    "User-Agent: SomeGenerator/1.0",
    "Version: 1",
    "",
    "--x--",
    "",
  ];
  await hearMail(world, lines.join("\r\n"));
}

const hearMail = async (world: SubscriberWorld, body: string) =>
  await world.hear("email", { contentType: "message/rfc822", query: "", body });

async function stillThere(world: SubscriberWorld): Promise<number> {
  return (await world.db.selectFrom("subscriber").select("id").execute()).length;
}

const endsOf = async (world: SubscriberWorld) =>
  await world.db.selectFrom("subscriber_end").select(["reason", "why", "shown"]).execute();

test("no such mailbox, and a complaint: off the list at once, and the console says why", async () => {
  await using world = await createSubscriberWorld();
  for (const who of ["ana", "ben", "eve"]) await subscribed(world, `${who}@example.org`);
  await world.say(await world.incident(), "Panne");
  await world.settle();
  // Whoever makes up a bounce does not know our mark.
  await bounce(world, "eve", "5.1.1", "s4-0-00000000");
  await bounce(world, "eve", "5.1.1", "s4-2");
  expect(await stillThere(world)).toBe(3);
  await bounce(world, "ana", "5.1.1");
  await bounce(world, "ana", "5.1.1");
  await complain(world, "ben");
  expect(await stillThere(world)).toBe(1);
  expect(await endsOf(world)).toEqual([
    { reason: "bounced", why: "bounced 5.1.1", shown: "a…@example.org" },
    { reason: "complained", why: "marked as unwanted", shown: "b…@example.org" },
  ]);
  const leila = await world.signIn("Leila", "communicator");
  const { ends, tellings, days } = (await leila.ask("GET", "/api/subscribers")).body;
  expect(ends.recent).toMatchObject([
    { shown: "b…@example.org", reason: "complained" },
    { shown: "a…@example.org", reason: "bounced", why: "bounced 5.1.1", kind: "email" },
  ]);
  expect(ends.counts).toHaveLength(2);
  // Accepted is not delivered: the ledger tells what came of it.
  expect(tellings[0]).toMatchObject({ accepted: 1, failed: 2 });
  expect(days).toMatchObject([{ joined: 3, gone: 2 }]);
  world.clock.pass(31 * DAY_MS);
  await tidySubscriptions({ house: world.house });
  expect(await endsOf(world)).toEqual([]);
});

test("passing reasons are counted in a row; policy never, for it is about us", async () => {
  await using world = await createSubscriberWorld();
  for (const who of ["ana", "ben", "eve"]) await subscribed(world, `${who}@example.org`);
  const incident = await world.incident();
  for (let round = 1; round <= 5; round++) {
    await world.say(incident, `Suite ${round}`);
    await world.pass(20 * MINUTE_MS);
    await bounce(world, "ana", "4.2.2");
    await bounce(world, "ben", "5.7.1");
    if (round !== 3) await bounce(world, "eve", "5.2.2");
    expect(await stillThere(world)).toBe(round === 5 ? 2 : 3);
  }
  expect(await endsOf(world)).toEqual([
    { reason: "soft-bounced", why: "bounced 4.2.2", shown: "a…@example.org" },
  ]);
});

test("turned down at the door, and a number that is none", async () => {
  await using world = await createSubscriberWorld();
  const { mail, sms } = world.simulators;
  await subscribed(world, "ana@example.org");
  const number = "+33612345678";
  const asked = await world.post("/fr/subscribe", { by: "sms", address: number });
  await world.settle();
  const code = /code est (\d{6})/.exec(sms.received.textsOf(number)[0] ?? "")?.[1] ?? "";
  await world.post(String(asked.headers.location), { code });
  await mail.setConduct({ state: "erring", errorCode: 550 });
  await world.say(await world.incident(), "Panne");
  await world.settle();
  expect(await endsOf(world)).toEqual([
    { reason: "bounced", why: "SMTP 550 5.1.1", shown: "a…@example.org" },
  ]);
  // The carrier tells later: no such handset (Twilio 30005).
  const reference = sms.received.all().at(-1)?.reference ?? "";
  const status = { MessageSid: "SM2", MessageStatus: "undelivered", ErrorCode: "30005" };
  await world.hear("sms", {
    contentType: "application/x-www-form-urlencoded",
    query: new URLSearchParams({ reference }).toString(),
    body: new URLSearchParams({ ...status, To: number }).toString(),
  });
  expect((await endsOf(world)).at(-1)).toEqual({
    reason: "unreachable",
    why: "Twilio 30005",
    shown: "+336 … 78",
  });
  expect(await stillThere(world)).toBe(0);
});
