import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback } from "../../test/kits/message.ts";
import { until } from "../../test/kits/until.ts";
import { hubSignature } from "../lib/signatures.ts";
import { hearWhatsApp } from "../transports/whatsapp-callback.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";

const appSecret = "app-secret-of-the-test";
const startedAt = Date.parse("2026-03-01T10:00:00Z");
type State = "paused" | "approved" | "rejected";

async function createScene() {
  const end = await FarEnd.open();
  const rules = { perPersonMs: null, peopleADayMax: null, windowMs: null, tokenUntil: null };
  const simulator = await startWhatsAppSimulator({
    callbackUrl: `${end.url}/hooks/1`,
    conduct: { rules: { ...rules, templates: { old: "paused" } } },
    secrets: { appSecret },
    now: () => startedAt,
  });
  return {
    end,
    simulator,
    async become(...states: State[]) {
      for (const notice of states) {
        const templates = { old: "paused" as const, notice };
        await simulator.setConduct({ rules: { ...rules, templates } });
        await until(() => simulator.waiting() === 0);
      }
    },
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await end[Symbol.asyncDispose]();
    },
  };
}

test("a template that is paused, taken back or rejected is called about, in each language", async () => {
  await using scene = await createScene();
  await scene.become("paused", "paused", "approved", "rejected");
  // How things stood from the beginning is no news, and neither is what stays as it is.
  expect(scene.end.seen).toHaveLength(3);
  const heard = scene.end.seen.map(({ body, headers }) => {
    expect(headers["x-hub-signature-256"]).toBe(hubSignature(appSecret, Buffer.from(body)));
    const told = hearWhatsApp(aCallback({ body: Buffer.from(body) }), "notice");
    return told.flatMap((one) => (one.kind === "template" ? [one] : []));
  });
  const french = heard.map((told) => told.filter(({ news }) => news.language === "fr"));
  expect(french.map((told) => told.map(({ news }) => news.state ?? news.quality))).toEqual([
    ["paused", "red"],
    ["approved", "green"],
    ["rejected"],
  ]);
  expect(heard.flat()).toHaveLength(10);
  expect(heard[0]?.[0]).toMatchObject({ at: startedAt, news: { category: "utility" } });
  expect(heard[2]?.[0]?.news).toMatchObject({ why: "INVALID_FORMAT" });
});

test("of a black hole nothing is ever heard, and where nobody listens nobody is called", async () => {
  await using scene = await createScene();
  await scene.simulator.setConduct({ state: "blackhole" });
  await scene.become("paused");
  await scene.simulator.setConduct({ state: "up" });
  scene.simulator.setCallbackUrl(null);
  await scene.become("approved");
  expect(scene.end.seen).toEqual([]);
});
