import { expect, test } from "vitest";
import { type Budget, budgetWarnings, leftOfDay, overBudget } from "./budget.ts";
import { DryRunSheet } from "./dry-run-sheet.ts";
import { languageWithoutTemplate, lifetimeWarnings, templateWarnings } from "./plan-accounts.ts";
import { standingsOf, type Template, type TemplateNeed } from "./templates.ts";
import { isWhatsAppUserId } from "./whatsapp-user.ts";

const free: Budget = {
  currency: "EUR",
  cents: null,
  dayCents: null,
  spentTodayCents: 0,
  beyondDay: false,
};
const cost = { firstCents: 100, worstCents: 170, unpriced: 0 };

test.each<[string, Partial<Budget>, string[]]>([
  ["no limit, no word", {}, []],
  ["enough for the worst", { cents: 170, dayCents: 170 }, []],
  ["enough for the first way", { cents: 169.5 }, ["budget-on-fallback broadcast 169.5"]],
  ["exactly the first way", { cents: 100 }, ["budget-on-fallback broadcast 100"]],
  ["not even that", { cents: 99 }, ["over-budget broadcast 99"]],
  ["the day is eaten", { dayCents: 500, spentTodayCents: 450 }, ["over-budget day 50"]],
  ["more is spent than allowed", { dayCents: 5, spentTodayCents: 45 }, ["over-budget day 0"]],
  ["somebody let it", { dayCents: 5, spentTodayCents: 45, beyondDay: true }, []],
  [
    "both",
    { cents: 99, dayCents: 120 },
    ["over-budget broadcast 99", "budget-on-fallback day 120"],
  ],
])("money: %s", (_title, part, told) => {
  const warnings = budgetWarnings(cost, { ...free, ...part });
  expect(
    warnings.map((one) =>
      "needsCents" in one ? `${one.code} ${one.of} ${one.leftCents}` : one.code,
    ),
  ).toEqual(told);
});

test.each<[number, string[]]>([
  [169, ["budget-on-fallback 170"]],
  [170, ["budget-on-follow-ups 210"]],
  [209, ["budget-on-follow-ups 210"]],
  [210, []],
])("with 40 for what follows, a limit of %d", (cents, told) => {
  const later = { reminders: null, deputies: null, correctionCents: 5, approvedCents: 40 };
  const warnings = budgetWarnings({ ...cost, later }, { ...free, cents });
  expect(
    warnings.map((one) => ("needsCents" in one ? `${one.code} ${one.needsCents}` : one.code)),
  ).toEqual(told);
});

test("what nobody has priced breaks no limit", () => {
  expect(overBudget(null, { ...free, cents: 1 })).toBeNull();
  expect(overBudget(cost, { ...free, cents: 99 })).toMatchObject({ needsCents: 100 });
  expect(leftOfDay({ ...free, dayCents: 10, spentTodayCents: 20 })).toBe(0);
});

const needs: TemplateNeed[] = [
  { language: "fr", name: "notice", code: "fr" },
  { language: "en", name: "notice", code: "en_GB" },
];
const template = (language: string, part: Partial<Template> = {}): Template => ({
  name: "notice",
  language,
  state: "approved",
  category: "utility",
  quality: "green",
  why: "",
  lifetimeSeconds: null,
  ...part,
});
const channel = (id: number, templates?: ReturnType<typeof standingsOf>) => ({
  id,
  name: "x",
  addressKind: "whatsapp",
  failureDomain: "meta",
  perSecond: 1,
  state: "up" as const,
  ...(templates ? { templates } : {}),
});

test("a template is missing only when the list was read; another language is no replacement", () => {
  expect(standingsOf(needs, [], false)).toEqual([]);
  const known = [template("fr", { quality: "red" }), template("en")];
  const standings = standingsOf(needs, known, true);
  expect(standings.map(({ state }) => state)).toEqual(["approved", "missing"]);
  expect(templateWarnings([channel(1, standings)])).toEqual([
    { code: "template-quality", channelId: 1, language: "fr", name: "notice", quality: "red" },
    { code: "template", channelId: 1, language: "en", name: "notice", state: "missing" },
  ]);
});

test("a backup stands in where the first template cannot go and the backup can, and the plan says why", () => {
  const [need] = needs;
  if (!need) throw new Error("Nothing is needed.");
  const told = (...known: Template[]) =>
    templateWarnings([channel(1, standingsOf([{ ...need, backup: "notice_2" }], known, true))]).map(
      (one) =>
        "name" in one && "state" in one ? `${one.code} ${one.name} ${one.state}` : one.code,
    );
  const second = template("fr", { name: "notice_2", quality: "red" });
  const paused = template("fr", { state: "paused" });
  expect(told(template("fr"), second)).toEqual([]);
  expect(told(paused, second)).toEqual(["template-backup notice paused", "template-quality"]);
  expect(told(second)).toEqual(["template-backup notice missing", "template-quality"]);
  expect(told(paused, { ...second, state: "rejected" })).toEqual(["template notice paused"]);
  expect(told(paused)).toEqual(["template notice paused"]);
});

test("a template that its provider delivers longer than we wait is told, on the last rung as well", () => {
  const kept = (lifetimeSeconds: number | null) =>
    channel(1, standingsOf(needs.slice(0, 1), [template("fr", { lifetimeSeconds })], true));
  const rung = (patienceMs: number) => ({
    channelId: 1,
    patienceMs,
    success: "delivered" as const,
  });
  const told = (lifetimeSeconds: number | null, rungs: ReturnType<typeof rung>[]) =>
    lifetimeWarnings({ rungs, expiresAfterMs: 600_000, triesMax: 3 }, [
      kept(lifetimeSeconds),
      channel(2),
    ]);
  const first = [rung(60_000), rung(30_000)];
  expect(told(60, first)).toEqual([]);
  expect(told(null, first)).toEqual([]);
  const about = { code: "template-outlives", channelId: 1, language: "fr", name: "notice" };
  expect(told(61, first)).toEqual([{ ...about, lifetimeSeconds: 61, patienceSeconds: 60 }]);
  // Nothing comes after the last channel but the end of what the news is worth.
  expect(told(600, [rung(60_000)])).toEqual([]);
  expect(told(601, [rung(60_000)])).toMatchObject([{ patienceSeconds: 600 }]);
});

test.each<[string, ReturnType<typeof channel>[], string | null]>([
  ["no channel", [], null],
  [
    "a channel without templates helps",
    [channel(1, standingsOf(needs, [], true)), channel(2)],
    null,
  ],
  ["one that is paused in both", [channel(1, standingsOf(needs, [], true))], "fr"],
  [
    "one language is enough to be stuck",
    [channel(1, standingsOf(needs, [template("fr")], true))],
    "en",
  ],
  ["nothing is known", [channel(1, standingsOf(needs, [], false))], null],
])("whether a language is left without a way: %s", (_title, channels, language) => {
  expect(languageWithoutTemplate(channels)?.language ?? null).toBe(language);
});

test("a dry run says who comes too late, what is cut, and keeps twenty samples of a kind", () => {
  const line = { channelId: 1, name: "SMS", perSecond: 1, messageCents: 14, leftToday: 30 };
  const sheet = new DryRunSheet([line], 25_000);
  for (let n = 0; sheet.hasRoom(1); n++) {
    sheet.sent(1, n === 0);
    const message = { channelId: 1, name: "Ana", address: "…", heading: "", body: `${n}` };
    if (sheet.wants(1, "fr")) sheet.sample({ ...message, language: "fr" });
  }
  sheet.held("waits");
  const nothing = { channels: [], tooLate: 0, full: 0, finishSeconds: 0 };
  const later = { ...nothing, reminders: null, deputies: null };
  const objections = new Map([[1, "no"]]);
  const result = sheet.result({ unreachable: [], objections, later, tookMs: 1 });
  expect(result).toMatchObject({
    people: 31,
    wouldSend: 30,
    finishSeconds: 30,
    costCents: 420,
    channels: [{ people: 30, cut: 1, objection: "no" }],
    trouble: [
      { reason: "too-late", people: 5 },
      { reason: "waits", people: 1 },
    ],
  });
  expect(result.samples).toHaveLength(20);
});

test.each([
  ["US.13491208655302741918", true],
  ["FR.ENT.11815799212886844830", true],
  ["US.abcDEF123", true],
  ["+33612345678", false],
  ["us.1349", false],
  ["USA.1349", false],
  ["US.", false],
  ["US.1349 ", false],
  ["US.13-49", false],
  [`US.${"1".repeat(129)}`, false],
])("an identifier of WhatsApp: %s %s", (text, is) => expect(isWhatsAppUserId(text)).toBe(is));
