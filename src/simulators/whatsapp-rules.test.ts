import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { until } from "../../test/kits/until.ts";
import { createWire } from "../lib/wire.ts";
import type { Rules } from "./conduct.ts";
import { createPeople, promptHabits } from "./people.ts";
import { handSchedule } from "./schedule.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";
import { WhatsAppRules } from "./whatsapp-rules.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const free: Rules = {
  perPersonMs: null,
  peopleADayMax: null,
  windowMs: null,
  templates: {},
  tokenUntil: null,
};

function ruling(rules: Partial<Rules>) {
  const judge = new WhatsAppRules(() => ({ ...free, ...rules }));
  return {
    wrote: (address: string, at: number) => judge.wrote(address, at),
    asks(address: string, at: number, template: string | null = "crisis_notice") {
      const objection = judge.objectionTo({ address, at, template });
      return objection.kind === "none" ? "taken" : objection.code;
    },
  };
}

describe("the rules of WhatsApp", () => {
  test("unless they are set nobody is refused anything", () => {
    const { asks } = ruling({});
    for (let n = 0; n < 100; n++) expect(asks("ana", 0, n % 2 ? null : "x")).toBe("taken");
  });

  test("to one person a message in six seconds; a burst is lent and paid back in silence", () => {
    const { asks } = ruling({ perPersonMs: 6_000 });
    expect(asks("ana", 0)).toBe("taken");
    expect(asks("ana", 6_000)).toBe("taken");
    for (let n = 0; n < 20; n++) expect(asks("ben", 0)).toBe("taken");
    expect(asks("ben", 6_000)).toBe(131_056);
    expect(asks("ben", 119_999)).toBe(131_056);
    expect(asks("ben", 120_000)).toBe("taken");
    for (let n = 0; n < 45; n++) expect(asks("cleo", 0)).toBe("taken");
    expect(asks("cleo", 1)).toBe(131_056);
    expect(asks("dana", 1)).toBe("taken");
  });

  test("so many people in any 24 hours, and who wrote first is none of them", () => {
    const { asks, wrote } = ruling({ peopleADayMax: 2 });
    expect([asks("ana", 0), asks("ben", HOUR_MS), asks("ana", HOUR_MS)]).toEqual([
      "taken",
      "taken",
      "taken",
    ]);
    expect(asks("cleo", 2 * HOUR_MS)).toBe(131_048);
    wrote("dana", HOUR_MS);
    expect(asks("dana", 2 * HOUR_MS)).toBe("taken");
    expect(asks("cleo", DAY_MS)).toBe("taken");
    expect(asks("dana", DAY_MS + HOUR_MS)).toBe("taken");
    expect(asks("ana", DAY_MS + HOUR_MS)).toBe(131_048);
  });

  test("free text is for those who wrote within the window, templates are for all", () => {
    const { asks, wrote } = ruling({ windowMs: DAY_MS });
    expect(asks("ana", 0, null)).toBe(131_047);
    expect(asks("ana", 0)).toBe("taken");
    wrote("ana", 0);
    expect(asks("ana", DAY_MS - 1, null)).toBe("taken");
    expect(asks("ana", DAY_MS, null)).toBe(131_047);
  });

  test.each([
    ["approved", "taken"],
    ["paused", 132_015],
    ["disabled", 132_016],
    ["pending", 132_001],
  ] as const)("a template that is %s: %s", (state, answer) => {
    const { asks } = ruling({ templates: { crisis_notice: state } });
    expect(asks("ana", 0)).toBe(answer);
    expect(asks("ana", 0, "another")).toBe("taken");
  });
});

describe("the simulated Cloud API under its rules", () => {
  async function createScene(rules: Partial<Rules>) {
    const end = await FarEnd.open();
    const schedule = handSchedule();
    const simulator = await startWhatsAppSimulator({
      callbackUrl: end.url,
      conduct: { rules: { ...free, ...rules } },
      schedule,
      now: () => schedule.now(),
      people: createPeople(promptHabits),
    });
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/v25.0/1/messages`;
    return {
      simulator,
      told: () => end.seen.map(({ body }) => body).join(""),
      async pass(ms: number) {
        schedule.pass(ms);
        await until(() => simulator.waiting() === 0);
      },
      async send(content: object) {
        const json = { messaging_product: "whatsapp", to: "33612345671", ...content };
        return await wire.request({ method: "POST", url, json });
      },
      async change(changed: Partial<Rules>) {
        const json = { rules: { ...free, ...changed } };
        return await wire.request({ method: "PUT", url: `${simulator.controlUrl}/_conduct`, json });
      },
      async [Symbol.asyncDispose]() {
        await simulator.stop();
        await wire.close();
        await end[Symbol.asyncDispose]();
      },
    };
  }

  const text = { type: "text", text: { body: "Hello" } };
  const template = {
    type: "template",
    template: { name: "crisis_notice", language: { code: "fr" } },
  };

  test("free text outside the window is taken, and told as failed later; a reply opens it", async () => {
    await using scene = await createScene({ windowMs: DAY_MS });
    expect(await scene.send(text)).toMatchObject({ ok: true });
    await scene.pass(1_000);
    expect(scene.told()).toContain('"code":131047');
    expect(scene.told()).not.toContain('"delivered"');
    scene.simulator.write("+33612345671", "Hello?");
    await scene.pass(1_000);
    await scene.send(text);
    await scene.pass(1_000);
    expect(scene.told()).toContain('"delivered"');
  });

  test("the rules can be changed while it runs", async () => {
    await using scene = await createScene({ templates: { crisis_notice: "paused" } });
    expect(await scene.send(template)).toMatchObject({ json: { error: { code: 132_015 } } });
    expect(await scene.change({})).toMatchObject({ ok: true });
    expect(await scene.send(template)).toMatchObject({ ok: true });
    const wrong = { rules: { templates: { crisis_notice: "asleep" } } };
    const put = await scene.change(Object(wrong.rules));
    expect(put).toMatchObject({ status: 400 });
  });
});
