import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { until } from "../../test/kits/until.ts";
import { hubSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { hearWhatsApp } from "../transports/whatsapp-callback.ts";
import { askWhatsAppTemplates } from "../transports/whatsapp-templates.ts";
import { type Conduct, goodConduct } from "./conduct.ts";
import { createPeople, type Life, promptHabits } from "./people.ts";
import { handSchedule } from "./schedule.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";

const secrets = { token: "token-of-the-test", appSecret: "app-secret-of-the-test" };
const isInbound = (body: string): boolean => body.includes("from_user_id");
const startedAt = Date.parse("2026-03-01T10:00:00Z");

async function createScene(
  given: { conduct?: Partial<Conduct>; lives?: Record<string, Partial<Life>> } = {},
) {
  const end = await FarEnd.open();
  const schedule = handSchedule();
  const simulator = await startWhatsAppSimulator({
    callbackUrl: `${end.url}/hooks/1`,
    conduct: given.conduct ?? {},
    secrets,
    now: () => startedAt,
    schedule,
    people: createPeople(promptHabits, given.lives ?? {}),
  });
  const wire = createWire({ reach: "loopback" });
  const send = (n: number, more: object = {}) =>
    wire.request({
      method: "POST",
      url: `${simulator.url}/v25.0/106540352242922/messages`,
      secret: { bearer: secrets.token },
      timeoutMs: 2_000,
      json: {
        messaging_product: "whatsapp",
        to: `3361234567${n}`,
        type: "text",
        text: { body: `Hello ${n}` },
        biz_opaque_callback_data: `t1-${n}-0-1`,
        ...more,
      },
    });
  return {
    end,
    schedule,
    simulator,
    send,
    /** Lets everything ripen, and waits until it was told. */
    async pass(ms: number) {
      schedule.pass(ms);
      await until(() => simulator.waiting() === 0);
    },
    statuses: () =>
      end.seen.flatMap(({ body }) =>
        JSON.parse(body).entry.flatMap((entry: { changes: { value: { statuses?: [] } }[] }) =>
          entry.changes.flatMap(({ value }) => value.statuses ?? []),
        ),
      ),
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await wire.close();
      await end[Symbol.asyncDispose]();
    },
  };
}

describe("the simulated Cloud API", () => {
  test("takes a message, remembers it, and tells its three facts, signed", async () => {
    await using scene = await createScene();
    expect(await scene.send(1)).toMatchObject({
      ok: true,
      json: { messages: [{ message_status: "accepted" }] },
    });
    expect(scene.simulator.received.all()).toEqual([
      { address: "+33612345671", reference: "t1-1-0-1", at: startedAt, times: 1 },
    ]);
    expect(scene.simulator.received.textsOf("+33612345671")).toEqual(["Hello 1"]);
    await scene.pass(1_000);
    const told = scene.statuses().map(({ status }: { status: string }) => status);
    expect(told.sort()).toEqual(["delivered", "read", "sent"]);
    for (const { headers, body } of scene.end.seen) {
      const expected = hubSignature(secrets.appSecret, Buffer.from(body));
      expect(headers["x-hub-signature-256"]).toBe(expected);
    }
  });

  test("the same message twice is counted as what it is", async () => {
    await using scene = await createScene();
    await scene.send(1);
    await scene.send(1);
    await scene.send(2);
    expect(scene.simulator.received.summary()).toMatchObject({ accepted: 2, duplicates: 1 });
  });

  test("people answer, in escaped JSON", async () => {
    const answer = { text: "Ça va 👍", afterMs: 10 };
    await using scene = await createScene({ lives: { "+33612345671": { answer } } });
    await scene.send(1);
    await scene.pass(1_000);
    const raw = scene.end.seen.map(({ body }) => body).join("");
    expect(raw).toContain("\\u00c7a va \\ud83d\\udc4d");
    expect(raw).not.toMatch(/[\u0080-\uffff]/);
  });

  test("somebody who hides their number is named by their identifier, and by nothing else", async () => {
    const user = "FR.13491208655302741918";
    const answer = { text: "1", afterMs: 10 };
    await using scene = await createScene({ lives: { [user]: { answer } } });
    const sent = await scene.send(1, { to: undefined, recipient: user });
    expect(sent).toMatchObject({ ok: true, json: { contacts: [{ input: user, user_id: user }] } });
    await scene.pass(1_000);
    expect(scene.statuses()[0]).toMatchObject({ recipient_user_id: user });
    const body = Buffer.from(scene.end.seen.map((call) => call.body).find(isInbound) ?? "");
    expect(body.toString()).not.toContain('"wa_id"');
    const call = { method: "POST", url: "", query: new URLSearchParams(), headers: {}, body };
    const heard = hearWhatsApp({ ...call, receivedAt: startedAt });
    expect(heard).toContainEqual(expect.objectContaining({ kind: "reply", from: user, body: "1" }));
    // A number wins where both are given; what is neither is refused.
    await scene.send(2, { recipient: user });
    expect(scene.simulator.received.textsOf("+33612345672")).toEqual(["Hello 2"]);
    for (const wrong of ["us.1", "FR.", "+336"]) {
      const answered = await scene.send(3, { to: undefined, recipient: wrong });
      expect(answered).toMatchObject({ ok: false, status: 400 });
    }
  });

  test("templates and the end of the token are told to whoever has it", async () => {
    const tokenUntil = startedAt + 86_400_000;
    const templates = { notice: "paused" as const };
    const rules = { perPersonMs: null, peopleADayMax: null, windowMs: null, templates, tokenUntil };
    await using scene = await createScene({ conduct: { rules } });
    const wire = createWire({ reach: "loopback" });
    const settings = {
      base: scene.simulator.url,
      version: "v25.0",
      phoneNumberId: "106540352242922",
      message: "template" as const,
      template: "notice",
      languageFr: "fr",
      languageEn: "en",
    };
    const ask = async (token: string) => await askWhatsAppTemplates({ ...settings, token }, wire);
    const line = {
      name: "notice",
      state: "paused",
      category: "utility",
      quality: "red",
      why: "",
      lifetimeSeconds: 2_592_000,
    };
    expect(await ask(secrets.token)).toEqual({
      kind: "told",
      templates: [
        { ...line, language: "fr" },
        { ...line, language: "en" },
      ],
      tokenUntil,
    });
    await scene.simulator.setConduct({ rules: { ...rules, lifetimeS: 45 } });
    expect(await ask(secrets.token)).toMatchObject({ templates: [{ lifetimeSeconds: 45 }, {}] });
    expect(await ask("another-token")).toMatchObject({ kind: "silent" });
    await wire.close();
  });

  test("who cannot be reached fails later", async () => {
    await using scene = await createScene({ lives: { "+33612345671": { reachable: false } } });
    await scene.send(1);
    await scene.pass(1_000);
    expect(scene.statuses()).toMatchObject([
      { status: "sent" },
      { status: "failed", errors: [{ code: 131026 }] },
    ]);
  });

  test("batches hold as many items as the conduct says", async () => {
    await using scene = await createScene({ conduct: { batchMax: 4 } });
    for (let n = 0; n < 8; n++) await scene.send(n);
    await scene.pass(5_000);
    expect(scene.statuses()).toHaveLength(24);
    expect(scene.end.seen.length).toBeGreaterThanOrEqual(6);
  });
});

describe("its moods", () => {
  test("refusing: nobody listens, and then somebody does again", async () => {
    await using scene = await createScene();
    await scene.simulator.setConduct({ state: "refusing" });
    expect(await scene.send(1)).toMatchObject({ failed: { kind: "unreachable" } });
    await scene.simulator.setConduct({ state: "up" });
    expect(await scene.send(1)).toMatchObject({ ok: true });
  });

  test("erring: each message gets the code", async () => {
    await using scene = await createScene({ conduct: { state: "erring", errorCode: 368 } });
    expect(await scene.send(1)).toMatchObject({ status: 403, json: { error: { code: 368 } } });
    expect(scene.simulator.received.summary()).toMatchObject({ accepted: 0, refused: 1 });
  });

  test("holding: what was kept arrives when it is back, unless its template let it live no longer", async () => {
    const rules = { ...goodConduct.rules, lifetimeS: 30 };
    await using scene = await createScene({ conduct: { state: "holding", rules } });
    await scene.send(1);
    await scene.pass(29_000);
    await scene.send(2);
    await scene.pass(1_000);
    expect(scene.end.seen).toEqual([]);
    await scene.simulator.setConduct({ state: "up" });
    await scene.pass(1_000);
    const told = scene.statuses().filter(({ status }) => status === "delivered");
    expect(told).toMatchObject([{ recipient_id: "33612345672" }]);
  });

  test("blackhole: everything is taken and nothing is told", async () => {
    await using scene = await createScene({ conduct: { state: "blackhole" } });
    expect(await scene.send(1)).toMatchObject({ ok: true });
    await scene.pass(600_000);
    expect(scene.end.seen).toEqual([]);
  });

  test("lost answers: taken, told, and yet the line dies", async () => {
    await using scene = await createScene({ conduct: { loseAnswers: 1 } });
    expect(await scene.send(1)).toMatchObject({ status: null, failed: { kind: "unknown" } });
    expect(scene.simulator.received.summary().accepted).toBe(1);
    await scene.pass(1_000);
    expect(scene.statuses()).toHaveLength(3);
  });

  test("throttled: beyond the rate it says so", async () => {
    await using scene = await createScene({ conduct: { perSecondMax: 2 } });
    const answers = [await scene.send(1), await scene.send(2), await scene.send(3)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]).toMatchObject({ json: { error: { code: 130429 } } });
  });

  test("duplicated and dropped receipts", async () => {
    await using twice = await createScene({ conduct: { duplicated: 1, reordered: true } });
    await twice.send(1);
    await twice.pass(1_000);
    expect(twice.statuses()).toHaveLength(6);
    await using never = await createScene({ conduct: { dropped: 1 } });
    await never.send(1);
    await never.pass(1_000);
    expect(never.statuses()).toEqual([]);
  });

  test("a callback that is refused is told again until it is taken", async () => {
    await using scene = await createScene();
    scene.end.behaviour = { status: 503 };
    scene.simulator.write("+33612345671", "Hello?");
    scene.schedule.pass(100);
    await until(() => scene.end.seen.length === 1);
    scene.end.behaviour = { status: 200 };
    await until(() => {
      scene.schedule.pass(1_000);
      return scene.simulator.waiting() === 0;
    });
    const [first, second, ...more] = scene.end.seen.map(({ body }) => body);
    expect(first).toContain("Hello?");
    expect(second).toBe(first);
    expect(more).toEqual([]);
  });

  test("wrong credentials and bodies are refused as Meta does", async () => {
    await using scene = await createScene();
    expect(await scene.send(1, { type: "song" })).toMatchObject({ json: { error: { code: 100 } } });
    const wire = createWire({ reach: "loopback" });
    const url = `${scene.simulator.url}/v25.0/1/messages`;
    const answer = await wire.request({ method: "POST", url, json: {} });
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 190 } } });
    await wire.close();
  });

  test("another process may look in and change the mood", async () => {
    await using scene = await createScene();
    await scene.send(1);
    const wire = createWire({ reach: "loopback" });
    const { controlUrl, url } = scene.simulator;
    for (const base of [controlUrl, url]) {
      const seen = await wire.request({ method: "GET", url: `${base}/_ledger` });
      expect(seen).toMatchObject({ json: { accepted: 1, duplicates: 0 } });
    }
    const list = await wire.request({ method: "GET", url: `${controlUrl}/_ledger?list=1` });
    expect(list).toMatchObject({ json: { reference: "t1-1-0-1", times: 1 } });
    const change = { method: "PUT", url: `${controlUrl}/_conduct` } as const;
    expect(
      await wire.request({ ...change, json: { state: "erring", errorCode: 190 } }),
    ).toMatchObject({ ok: true });
    expect(await wire.request({ ...change, json: { state: "asleep" } })).toMatchObject({
      status: 400,
    });
    expect(await scene.send(2)).toMatchObject({ json: { error: { code: 190 } } });
    await wire.close();
  });
});
