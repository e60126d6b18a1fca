import { expect, test } from "vitest";
import { type PlanInput, planOf } from "./plan.ts";

const rung = (channelId: number) => ({ channelId, patienceMs: 60_000, success: "sent" as const });
const channel = (id: number, addressKind: string, perSecond: number) => ({
  id,
  name: addressKind,
  addressKind,
  failureDomain: addressKind === "whatsapp" ? "meta" : addressKind,
  perSecond,
  state: "up" as const,
});
const input: PlanInput = {
  cascade: { rungs: [rung(1), rung(2)], expiresAfterMs: 3_600_000, triesMax: 3 },
  channels: [channel(1, "whatsapp", 80), channel(2, "sms", 10)],
  groups: [
    { usable: [true, true], people: 8_000 },
    { usable: [false, true], people: 500 },
  ],
  unreachable: [{ reason: "no-consent", count: 7, sample: ["Ana"] }],
  texts: { fr: { heading: "", body: "Partez." }, en: { heading: "", body: "Leave now." } },
};

test("reach, first message and time are counted for each channel", () => {
  expect(planOf(input)).toMatchObject({
    recipients: 8_500,
    people: 8_507,
    perChannel: [
      { channelId: 1, reach: 8_000, first: 8_000, durationSeconds: 100 },
      { channelId: 2, reach: 8_500, first: 500, durationSeconds: 50 },
    ],
    durationSeconds: 100,
    warnings: [{ code: "one-way-only", people: 500 }],
  });
});

test("a channel that is down already moves its people to the next one", () => {
  const [whatsapp, sms] = input.channels;
  if (!whatsapp || !sms) throw new Error("Two channels were expected.");
  const plan = planOf({ ...input, channels: [{ ...whatsapp, state: "down" }, sms] });
  expect(plan.perChannel.map(({ first }) => first)).toEqual([0, 8_500]);
  expect(plan.warnings).toContainEqual({ code: "channel-down", channelId: 1 });
});

test("it warns of one owner for everything, of costly letters, of texts that are not there", () => {
  const alone = { ...input.cascade, rungs: [rung(1)] };
  const groups = [{ usable: [true], people: 1 }];
  expect(planOf({ ...input, cascade: alone, groups }).warnings).toContainEqual({
    code: "one-failure-domain",
    domain: "meta",
  });
  const texts = {
    fr: { heading: "", body: `Êtes-vous là ? ${"x".repeat(80)}` },
    en: { heading: "", body: "" },
  };
  const { warnings } = planOf({ ...input, texts });
  expect(warnings).toContainEqual({ code: "costly-letters", language: "fr", segments: 2 });
  expect(warnings).toContainEqual({ code: "text-missing", language: "en" });
});
