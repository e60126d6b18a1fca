import { once } from "node:events";
import referee, { type Pdu, type Session } from "smpp";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startSmscSimulator } from "../../src/simulators/smsc.ts";
import { smpp } from "../../src/transports/smpp.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { until } from "../kits/until.ts";

const HERE = "+33612345678";
const FROM_HERE = { source_addr: "33612345678", source_addr_ton: 1, source_addr_npi: 1 };
const RECEIPT = { ...FROM_HERE, destination_addr: "33700000001", esm_class: 4 };
const BIND = { system_id: "town", password: "pass-1" };

/** An SMS centre that somebody else wrote, and our transport on a line to it. */
async function createScene(answers: (pdu: Pdu) => Record<string, unknown> = () => ({})) {
  const sessions: Session[] = [];
  const submitted: Pdu[] = [];
  const troubles: unknown[] = [];
  const server = referee.createServer((session) => {
    sessions.push(session);
    session.on("error", (cause) => troubles.push(cause));
    session.on("bind_transceiver", (pdu: Pdu) => {
      const isKnown = pdu["system_id"] === "town" && pdu["password"] === "pass-1";
      session.send(pdu.response(isKnown ? { system_id: "REF" } : { command_status: 0x0e }));
    });
    session.on("submit_sm", (pdu: Pdu) => {
      submitted.push(pdu);
      session.send(pdu.response({ message_id: `m-${submitted.length}`, ...answers(pdu) }));
    });
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const wire = createWire({ reach: "loopback" });
  const settings = smpp.settings.parse({
    host: "127.0.0.1",
    port,
    security: "none",
    systemId: "town",
    sender: "Clairval",
    password: "pass-1",
  });
  const kept: Buffer[] = [];
  const keep = async (said: Buffer) => void kept.push(said);
  return {
    submitted,
    troubles,
    sessions,
    send: async (body: string, more: object = {}) =>
      await smpp.send(aMessage({ body, keep }), HERE, { ...settings, ...more }, wire),
    /** Tells the line something, and how it was answered. */
    async tell(fields: Record<string, unknown>): Promise<Pdu> {
      const answered = Promise.withResolvers<Pdu>();
      sessions.at(-1)?.deliver_sm(fields, answered.resolve);
      return await answered.promise;
    },
    heard: async () =>
      (
        await Promise.all(
          kept.map(async (body) => await smpp.hear?.(aCallback({ body }), settings)),
        )
      ).flatMap((said) => said ?? []),
    async [Symbol.asyncDispose]() {
      await wire.close();
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const textOf = (pdus: readonly Pdu[]): string =>
  pdus.map(({ short_message: said }) => String(said?.message)).join("");

describe("our line, judged by a centre that somebody else wrote", () => {
  test.each([
    ["a text of one part", "Ca va ? {1} = oui, 2 = non €", 0, 1],
    [
      "every letter of the narrow alphabet",
      "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà[]~|^\\",
      0,
      1,
    ],
    ["three narrow parts", `${"x".repeat(152)}€${"y".repeat(200)}`, 0, 3],
    ["wide letters", "Ça va ? Répondez 1 🙂", 8, 1],
    ["three wide parts, an emoji at the seam", `${"ж".repeat(66)}🙂${"ж".repeat(80)}`, 8, 3],
  ])("%s is read there as it was written", async (_name, body, coding, parts) => {
    await using scene = await createScene();
    expect(await scene.send(body)).toEqual({ kind: "accepted", providerId: `m-${parts}` });
    expect(textOf(scene.submitted)).toBe(body);
    expect(scene.troubles).toEqual([]);
    for (const [at, pdu] of scene.submitted.entries()) {
      expect(pdu).toMatchObject({
        data_coding: coding,
        esm_class: parts > 1 ? 0x40 : 0,
        destination_addr: HERE.slice(1),
        dest_addr_ton: 1,
        source_addr: "Clairval",
        source_addr_ton: 5,
        registered_delivery: at === parts - 1 ? 1 : 0,
      });
      const header = pdu.short_message?.udh?.[0];
      if (parts > 1) expect([...(header ?? [])]).toEqual([0, 3, header?.[2], parts, at + 1]);
      expect(pdu["validity_period"]).toBeInstanceOf(Date);
    }
  });

  test.each([
    ["ESME_RTHROTTLED", { kind: "throttled", waitMs: null }],
    ["ESME_RMSGQFUL", { kind: "throttled", waitMs: null }],
    ["ESME_RINVDSTADR", { kind: "rejected", why: "SMPP 0xb" }],
    ["ESME_RINVSRCADR", { kind: "misconfigured", why: "SMPP 0xa" }],
    ["ESME_RSUBMITFAIL", { kind: "unknown", why: "SMPP 0x45" }],
    ["ESME_RX_T_APPN", { kind: "unreachable", why: "SMPP 0x64" }],
  ])("%s is read as it is meant", async (name, outcome) => {
    await using scene = await createScene(() => ({ command_status: referee.errors[name] }));
    expect(await scene.send("Hello")).toEqual(outcome);
  });

  test("a wrong password, a question while it is quiet, and a word that nobody knows", async () => {
    await using scene = await createScene();
    const refused = await scene.send("Hello", { password: "wrong" });
    expect(refused).toEqual({ kind: "misconfigured", why: "SMPP bind 0xe" });
    await scene.send("Hello");
    const session = scene.sessions.at(-1);
    const quiet = Promise.withResolvers<Pdu>();
    session?.enquire_link({}, quiet.resolve);
    expect(await quiet.promise).toMatchObject({ command: "enquire_link_resp", command_status: 0 });
    const strange = Promise.withResolvers<Pdu>();
    session?.data_sm(RECEIPT, strange.resolve);
    expect(await strange.promise).toMatchObject({ command: "generic_nack", command_status: 3 });
  });

  test("a centre that unbinds is answered, and bound again for the next message", async () => {
    await using scene = await createScene();
    await scene.send("Hello");
    const gone = Promise.withResolvers<Pdu>();
    scene.sessions[0]?.unbind({}, gone.resolve);
    expect(await gone.promise).toMatchObject({ command: "unbind_resp", command_status: 0 });
    expect(await scene.send("Hello again")).toMatchObject({ kind: "accepted" });
    expect(scene.sessions).toHaveLength(2);
  });

  test("a centre that has forgotten the line gets a new one, and the message was surely not taken", async () => {
    await using scene = await createScene(() =>
      scene.sessions.length === 1 ? { command_status: referee.errors["ESME_RINVBNDSTS"] } : {},
    );
    const outcomes = await Promise.all([scene.send("Hello"), scene.send("Hello, too")]);
    const again = { kind: "unreachable", why: "SMPP 0x4" };
    expect(outcomes).toEqual([again, again]);
    expect(await scene.send("Hello")).toMatchObject({ kind: "accepted" });
    expect(scene.sessions).toHaveLength(2);
  });

  const dates = "submit date:2603011000 done date:2603011001";
  test.each<[string, Record<string, unknown>, object]>([
    [
      "in words",
      { short_message: `id:A-1 sub:001 dlvrd:001 ${dates} stat:DELIVRD err:000 text:Hello` },
      { kind: "receipt", providerId: "a-1", fact: "delivered" },
    ],
    [
      "in optional fields alone",
      { short_message: "", receipted_message_id: "a-1", message_state: 2 },
      { kind: "receipt", providerId: "a-1", fact: "delivered" },
    ],
    [
      "in words, within a payload",
      { message_payload: `id:a-1 sub:001 dlvrd:000 ${dates} stat:UNDELIV err:001 text:` },
      { kind: "refusal", providerId: "a-1", blame: "address" },
    ],
    [
      "of one that came too late",
      { short_message: "", receipted_message_id: "a-1", message_state: 3 },
      { kind: "refusal", providerId: "a-1", blame: "platform" },
    ],
    [
      "of one that was not let through",
      { short_message: "", receipted_message_id: "a-1", message_state: 8 },
      { kind: "refusal", providerId: "a-1", blame: "platform" },
    ],
  ])("a receipt %s is kept, answered and understood", async (_name, fields, heard) => {
    await using scene = await createScene();
    await scene.send("Hello");
    const answered = await scene.tell({ ...RECEIPT, ...fields });
    expect(answered).toMatchObject({ command: "deliver_sm_resp", command_status: 0 });
    expect(await scene.heard()).toMatchObject([heard]);
  });

  test.each([
    ["narrow letters", "Ca va {merci} €", 0],
    ["Latin letters", "Ça va très bien", 3],
    ["wide letters", "Ça va 👍", 8],
  ])("a reply in %s is read as it was written", async (_name, body, coding) => {
    await using scene = await createScene();
    await scene.send("Hello");
    const to = { ...FROM_HERE, destination_addr: "33700000001" };
    await scene.tell({ ...to, data_coding: coding, short_message: body });
    expect(await scene.heard()).toMatchObject([{ kind: "reply", from: HERE, body }]);
  });
});

/** A client that somebody else wrote, on a line to our simulated centre. */
async function createVisit() {
  const schedule = handSchedule();
  const centre = await startSmscSimulator({
    secrets: { systemId: "town", password: "pass-1" },
    people: createPeople(promptHabits, { [HERE]: { answer: { text: "Ça va 👍", afterMs: 60 } } }),
    schedule,
  });
  const session = referee.connect({ host: "127.0.0.1", port: centre.port });
  const told: Pdu[] = [];
  session.on("error", () => {});
  session.on("deliver_sm", (pdu: Pdu) => {
    told.push(pdu);
    session.send(pdu.response());
  });
  await once(session, "connect");
  return {
    centre,
    schedule,
    session,
    told,
    async ask(
      command: "bind_transceiver" | "bind_transmitter" | "submit_sm" | "enquire_link" | "unbind",
      fields: object = {},
    ) {
      const answered = Promise.withResolvers<Pdu>();
      session[command]({ ...fields }, answered.resolve);
      return await answered.promise;
    },
    async [Symbol.asyncDispose]() {
      session.destroy();
      await centre.stop();
    },
  };
}

describe("our simulated centre, judged by a client that somebody else wrote", () => {
  const to = {
    source_addr: "33700000001",
    destination_addr: HERE.slice(1),
    registered_delivery: 1,
  };

  test("takes a message, tells of it and passes the answer on, until it is answered", async () => {
    await using visit = await createVisit();
    expect(await visit.ask("bind_transceiver", BIND)).toMatchObject({
      command_status: 0,
      system_id: "SMSC",
    });
    const narrow = await visit.ask("submit_sm", { ...to, short_message: "Ca va {1} ?" });
    expect(narrow).toMatchObject({ command: "submit_sm_resp", command_status: 0 });
    await visit.ask("submit_sm", { ...to, short_message: "Ça va ? 🙂" });
    await visit.ask("submit_sm", { ...to, message_payload: "x".repeat(300) });
    const texts = ["Ca va {1} ?", "Ça va ? 🙂", "x".repeat(300)];
    expect(visit.centre.received.textsOf(HERE)).toEqual(texts);
    visit.schedule.pass(1_000);
    await until(() => visit.centre.waiting() === 0);
    const receipts = visit.told.filter((pdu) => pdu["esm_class"] === 4);
    const shown = receipts.map(({ short_message: said }) => String(said?.message));
    expect(shown).toHaveLength(3);
    expect(
      shown.some((said) => said.startsWith(`id:${String(narrow["message_id"])} sub:001`)),
    ).toBe(true);
    expect(receipts.map((pdu) => pdu["message_state"])).toEqual([2, 2, 2]);
    const replies = visit.told.filter((pdu) => pdu["esm_class"] === 0);
    expect(replies.map(({ short_message: said }) => said?.message)).toContain("Ça va 👍");
  });

  test("refuses who it does not know, and what it does not do, in the words of the protocol", async () => {
    await using visit = await createVisit();
    const early = await visit.ask("submit_sm", { ...to, short_message: "x" });
    expect(early).toMatchObject({ command_status: referee.errors["ESME_RINVBNDSTS"] });
    const wrong = await visit.ask("bind_transceiver", { ...BIND, password: "wrong" });
    // By SMPP 3.4 a refusal has no body.
    expect(wrong).toMatchObject({
      command_status: referee.errors["ESME_RINVPASWD"],
      command_length: 16,
    });
    const strange = await visit.ask("bind_transmitter", BIND);
    expect(strange).toMatchObject({
      command: "generic_nack",
      command_status: referee.errors["ESME_RINVCMDID"],
    });
    expect(await visit.ask("enquire_link")).toMatchObject({ command: "enquire_link_resp" });
    expect(await visit.ask("unbind")).toMatchObject({ command: "unbind_resp", command_status: 0 });
  });
});
