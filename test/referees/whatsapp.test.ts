import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createWire } from "../../src/lib/wire.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import { whatsAppCloud } from "../../src/transports/whatsapp-cloud.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { until } from "../kits/until.ts";
import { repairMeta, type Schemas } from "./meta-repair.ts";
import { refereeText } from "./referee.ts";

const text = refereeText("meta-business-messaging-v23.yaml");
const meta = text === null ? null : parse(text, { maxAliasCount: -1 });
const here = describe.runIf(meta !== null);

function judgeOf(schemas: Schemas, name: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: true, allErrors: false });
  formats.default(ajv);
  ajv.addSchema({ $id: "meta", components: { schemas } });
  const judge = ajv.getSchema(`meta#/components/schemas/${name}`);
  if (!judge) throw new Error(`The referee knows no ${name}.`);
  return judge;
}

function examplesOf(path: string): [string, unknown][] {
  const { examples } = meta.paths[path].post.requestBody.content["application/json"];
  return Object.entries<{ value: unknown }>(examples).map(([name, { value }]) => [name, value]);
}

here("the referee itself: Meta's specification", () => {
  const published: Schemas = meta?.components.schemas ?? {};
  const sends = meta ? examplesOf("/{Version}/{Phone-Number-ID}/messages") : [];
  const hooks = meta ? examplesOf("/whatsapp/webhooks") : [];
  const failing = (judge: ValidateFunction, examples: [string, unknown][]) =>
    examples.filter(([, value]) => !judge(value)).map(([name]) => name);

  test("as published it rejects each of its own examples", () => {
    expect(failing(judgeOf(published, "Message"), sends)).toHaveLength(50);
    expect(failing(judgeOf(published, "WebhookPayload"), hooks)).toHaveLength(16);
  });

  test("repaired, it accepts 47 of its 50 sends and 13 of its 16 webhooks", () => {
    const repaired = repairMeta(published);
    expect(failing(judgeOf(repaired, "Message"), sends)).toEqual([
      "Send Order Details Message",
      "Send Order Status Message",
      "Send typing indicator and read receipt",
    ]);
    // Groups have their time as a number in the schema and as a text in the examples.
    expect(failing(judgeOf(repaired, "HookWebhookPayload"), hooks)).toEqual([
      "Group Create Message",
      "Group Settings Update",
      "Group Remove Participants",
    ]);
  });
});

here("what we send, judged by Meta's specification", () => {
  const judge = meta ? judgeOf(repairMeta(meta.components.schemas), "Message") : null;

  async function bodySent(message: "template" | "text"): Promise<Record<string, unknown>> {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    const settings = whatsAppCloud.settings.parse({
      base: end.url,
      phoneNumberId: "106540352242922",
      message,
      template: "crisis_notice",
      token: "token-of-the-test",
      appSecret: "app-secret-of-the-test",
      verifyToken: "verify-token-of-the-test",
    });
    await whatsAppCloud.send(aMessage(), "+33612345678", settings, wire);
    await wire.close();
    return JSON.parse(end.seen[0]?.body ?? "");
  }

  test.each(["template", "text"] as const)("a %s is what Meta describes", async (kind) => {
    expect(judge?.(await bodySent(kind))).toBe(true);
  });

  test.each<[string, (body: Record<string, unknown>) => unknown]>([
    ["no template", (body) => ({ ...body, template: undefined })],
    ["no recipient", (body) => ({ ...body, to: 7 })],
    ["no product", (body) => ({ ...body, messaging_product: null })],
    ["an unknown type", (body) => ({ ...body, type: "song" })],
    ["a template without a name", (body) => ({ ...body, template: { language: { code: "fr" } } })],
    ["a template without a language", (body) => ({ ...body, template: { name: "x" } })],
    ["a language without a code", (body) => ({ ...body, template: { name: "x", language: {} } })],
    [
      "an unknown component",
      (body) => ({
        ...body,
        template: { name: "x", language: { code: "fr" }, components: [{ type: "tail" }] },
      }),
    ],
  ])("the referee bites: %s", async (_name, mutate) => {
    const mutant = JSON.parse(JSON.stringify(mutate(await bodySent("template"))));
    expect(judge?.(mutant)).toBe(false);
  });
});

here("what our simulator says, judged by Meta's specification", () => {
  const schemas: Schemas = meta ? repairMeta(meta.components.schemas) : {};

  async function said() {
    await using end = await FarEnd.open();
    const schedule = handSchedule();
    const simulator = await startWhatsAppSimulator({
      callbackUrl: end.url,
      secrets: { appSecret: "app-secret-of-the-test" },
      schedule,
      people: createPeople(promptHabits, {
        "+33612345671": { answer: { text: "Ça va 👍", afterMs: 60 } },
        "+33612345672": { reachable: false },
      }),
    });
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/v25.0/106540352242922/messages`;
    const answers: unknown[] = [];
    for (const to of ["33612345671", "33612345672"]) {
      const json = { messaging_product: "whatsapp", to, type: "text", text: { body: "Hello" } };
      answers.push((await wire.request({ method: "POST", url, json })).json);
    }
    schedule.pass(1_000);
    await until(() => simulator.waiting() === 0);
    await wire.close();
    await simulator.stop();
    return { answers, hooks: end.seen.map(({ body }) => JSON.parse(body)) };
  }

  test("its answers and webhooks are what Meta describes", async () => {
    const { answers, hooks } = await said();
    const answer = judgeOf(schemas, "MessageResponsePayload");
    const hook = judgeOf(schemas, "HookWebhookPayload");
    expect(answers.map((body) => answer(body))).toEqual([true, true]);
    expect(hooks.length).toBeGreaterThan(1);
    expect(hooks.filter((body) => !hook(body))).toEqual([]);
    expect(JSON.stringify(hooks)).toMatch(/"failed"/);
    expect(JSON.stringify(hooks)).toMatch(/"messages":\[/);
  });

  test.each([
    ['"status":"delivered"', '"status":"dancing"'],
    ['"recipient_id"', '"recipient"'],
    ['"field":"messages"', '"field":"songs"'],
    ['"metadata"', '"data"'],
    ['"entry"', '"entries"'],
  ])("the referee bites: %s as %s", async (from, to) => {
    const { hooks } = await said();
    const hook = judgeOf(schemas, "HookWebhookPayload");
    const changed = hooks.map((body) => JSON.stringify(body)).filter((body) => body.includes(from));
    expect(changed).not.toEqual([]);
    for (const body of changed) expect(hook(JSON.parse(body.replaceAll(from, to)))).toBe(false);
  });
});
