import { expect, test } from "vitest";
import { isNeverTold, usualTerms } from "./default-cascade.ts";
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
  expect(warnings).toContainEqual({
    code: "costly-letters",
    language: "fr",
    segments: 2,
    plainSegments: 1,
  });
  const signs = { ...texts, fr: { heading: "", body: `😀 ${"x".repeat(80)}` } };
  expect(planOf({ ...input, texts: signs }).warnings).toContainEqual({
    code: "costly-signs",
    language: "fr",
    segments: 2,
  });
  expect(warnings).toContainEqual({ code: "text-missing", language: "en" });
  const [whatsapp, sms] = input.channels;
  if (!whatsapp || !sms) throw new Error("Two channels were expected.");
  const room = { ...sms, addressKind: "slack" };
  const said = planOf({ ...input, channels: [whatsapp, room] }).warnings;
  expect(said).toContainEqual({ code: "never-told", channelId: sms.id });
  expect(isNeverTold("slack", usualTerms("slack").success)).toBe(false);
});

const limit = { name: "Portfolio", peopleADay: 10_000, used: 7_000, freesAt: null };

test("of a limit on people it says what is left, whom it needs, and what becomes of the rest", () => {
  const [whatsapp, sms] = input.channels;
  if (!whatsapp || !sms) throw new Error("Two channels were expected.");
  const limited = { ...input, channels: [{ ...whatsapp, limit }, sms] };
  const groups = [
    { usable: [true, true], known: [false, false], people: 4_000 },
    { usable: [true, true], known: [true, false], people: 900 },
    { usable: [true, false], known: [false, false], people: 100 },
    { usable: [false, true], known: [false, false], people: 500 },
  ];
  const plan = planOf({ ...limited, groups });
  expect(plan.headroom).toEqual([
    {
      ...limit,
      channelIds: [1],
      left: 3_000,
      needs: 4_100,
      known: 900,
      fallbackNeeds: 4_100,
      missing: 1_100,
      next: [{ channelId: 2, people: 4_000 }],
      stuck: 100,
    },
  ]);
  const short = { code: "over-shared", name: "Portfolio", left: 3_000, missing: 1_100 };
  expect(plan.warnings).toContainEqual({ ...short, of: "both", waiting: 100, channels: [2] });
  expect(planOf(input).headroom).toBeUndefined();

  // Behind a channel that works, or with the one before it down, the same people count differently.
  const behind = { ...input.cascade, rungs: [rung(2), rung(1)] };
  const turned = groups.map(({ usable, known, people }) => ({
    usable: usable.toReversed(),
    known: known.toReversed(),
    people,
  }));
  expect(planOf({ ...limited, cascade: behind, groups: turned })).toMatchObject({
    headroom: [{ needs: 100, missing: 0, fallbackNeeds: 4_100, stuck: 100 }],
    warnings: expect.arrayContaining([
      { code: "shared-on-fallback", name: "Portfolio", left: 3_000, missing: 1_100 },
    ]),
  });
  const channels = [
    { ...whatsapp, limit },
    { ...sms, state: "down" as const },
  ];
  expect(planOf({ ...limited, channels, cascade: behind, groups: turned })).toMatchObject({
    headroom: [{ needs: 4_100, next: [], stuck: 4_100 }],
    warnings: expect.arrayContaining([expect.objectContaining({ of: "wait", waiting: 1_100 })]),
  });
});

test("money: reminders, deputies and a correction are counted for the day that nobody answers", () => {
  const priced = input.channels.map((one) => ({ ...one, priceCents: 2 }));
  const long = { heading: "", body: "x".repeat(200) };
  const later = {
    insist: { everyMs: 600_000, timesMax: 9, deputyAfterMs: 60_000 },
    reminder: { fr: long, en: long },
    deputies: { groups: [{ usable: [true, true], people: 10 }], texts: input.texts },
    corrections: [input.texts, { fr: long, en: long }],
  };
  // Five times in an hour; an SMS of 200 letters has two parts.
  const reminders = 5 * (8_000 * 2 + 8_500 * 4);
  expect(planOf({ ...input, channels: priced, later }).cost).toEqual({
    firstCents: 17_000,
    worstCents: 33_000,
    unpriced: 0,
    later: {
      reminders: { times: 5, cents: reminders },
      deputies: { people: 10, cents: 40 },
      approvedCents: reminders + 40,
      correctionCents: 8_000 * 2 + 8_500 * 4,
    },
  });
  const budget = { currency: "EUR", dayCents: null, spentTodayCents: 0, beyondDay: false };
  const told = (cents: number) =>
    planOf({ ...input, channels: priced, later, budget: { ...budget, cents } }).warnings.find(
      ({ code }) => code.includes("budget"),
    );
  expect(told(33_000)).toEqual({
    code: "budget-on-follow-ups",
    of: "broadcast",
    leftCents: 33_000,
    needsCents: 33_000 + reminders + 40,
  });
  expect(told(33_000 + reminders + 40)).toBeUndefined();
  const quiet = { ...later, insist: null };
  expect(planOf({ ...input, channels: priced, later: quiet }).cost?.later).toMatchObject({
    reminders: null,
    deputies: null,
    approvedCents: 0,
  });
  expect(planOf({ ...input, later }).cost).toBeNull();
});
