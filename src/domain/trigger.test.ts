import { describe, expect, test } from "vitest";
import { type Alert, endingOf, gistOf, type KnownAlert, nextMove } from "./trigger.ts";

const NOON = Date.parse("2026-03-05T12:00:00Z");
const alert = (change: Partial<Alert> = {}): Alert => ({
  key: "a",
  references: [],
  state: "open",
  saidAt: NOON,
  startedAt: NOON,
  expiresAt: null,
  title: { fr: "Crue", en: "Flood" },
  text: { fr: "", en: "" },
  severity: "severe",
  link: null,
  drill: false,
  ...change,
});
const known = (of: Alert, change: Partial<KnownAlert> = {}): KnownAlert => ({
  key: of.key,
  state: "open",
  gist: gistOf(of),
  saidAt: of.saidAt,
  severity: of.severity,
  incident: { id: "i", open: true, othersOpen: false },
  ...change,
});
const closed = { id: "i", open: false, othersOpen: false };
const first = alert();
const update = alert({ key: "b", references: ["a"], saidAt: NOON + 1, severity: "extreme" });
const cancel = alert({ key: "c", references: ["a"], saidAt: NOON + 2, state: "over" });
const move = (said: Alert, remembered: KnownAlert[], returns = false) =>
  nextMove(said, remembered, { now: NOON + 10, returns });

describe("an alert", () => {
  test.each<[string, Alert, KnownAlert[], string]>([
    ["that is new opens an incident", first, [], "open"],
    ["that is said again is no news", first, [known(first)], "nothing"],
    [
      "in other words is an update",
      alert({ title: { fr: "!", en: "!" } }),
      [known(first)],
      "update",
    ],
    [
      "older than what we know is no news",
      alert({ saidAt: 1, severity: "minor" }),
      [known(first)],
      "nothing",
    ],
    ["below the threshold opens nothing", alert({ state: "minor" }), [], "nothing"],
    ["that eases is told to its incident", alert({ state: "minor" }), [known(first)], "update"],
    ["that has expired opens nothing", alert({ expiresAt: NOON }), [], "nothing"],
    [
      "that was taken back before it came opens nothing",
      first,
      [known(first, { state: "over", gist: "", incident: null })],
      "nothing",
    ],
    ["that updates another goes to its incident", update, [known(first)], "update"],
    ["whose predecessor never came opens one", update, [], "open"],
    ["that takes another back ends it", cancel, [known(first)], "end"],
    ["that takes back what has not come is remembered", cancel, [], "remember"],
    [
      "that ends while others stand leaves the incident",
      cancel,
      [known(first, { incident: { id: "i", open: true, othersOpen: true } })],
      "update",
    ],
    [
      "that people closed stays closed",
      update,
      [known(first, { severity: "extreme", incident: closed })],
      "remember",
    ],
    [
      "that grows worse after people closed it opens anew",
      update,
      [known(first, { incident: closed })],
      "open",
    ],
  ])("%s", (_name, said, remembered, kind) => {
    expect(move(said, remembered).kind).toBe(kind);
  });

  test("that may return opens anew after its end, and any other does not", () => {
    const over = known(first, { state: "over", gist: "", incident: closed });
    expect(move(first, [over], true).kind).toBe("open");
    expect(move(first, [over], false).kind).toBe("nothing");
  });

  test("a copy that is late changes nothing, in whatever order three messages come", () => {
    const messages = [
      first,
      alert({ key: "b", references: ["a"], saidAt: NOON + 1 }),
      alert({ key: "c", references: ["a", "b"], saidAt: NOON + 2, state: "over" }),
    ];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of orders) {
      expect(playedOut(order.map((n) => messages[n] ?? first))).toEqual({ open: 0 });
    }
  });
});

/** How many incidents are open after these messages, each of them told twice. */
function playedOut(said: readonly Alert[]): { open: number } {
  const memory = new Map<string, KnownAlert>();
  let incident: { id: string; open: boolean; othersOpen: boolean } | null = null;
  for (const each of [...said, ...said]) {
    const step = move(
      each,
      [each.key, ...each.references].flatMap((key) => memory.get(key) ?? []),
    );
    if (step.kind === "nothing") continue;
    if (step.kind === "open") incident = { id: "i", open: true, othersOpen: false };
    if (step.kind === "end" && incident) incident.open = false;
    for (const key of each.references) {
      const held = memory.get(key) ?? known(each, { key, gist: "", incident: null });
      memory.set(key, { ...held, state: "over" });
    }
    const held = step.kind === "remember" ? null : incident;
    memory.set(
      each.key,
      known(each, { state: each.state === "over" ? "over" : "open", incident: held }),
    );
  }
  return { open: incident?.open ? 1 : 0 };
}

test.each([
  ["suspected", false, "resolves", "resolve"],
  ["confirmed", false, "resolves", "resolve"],
  ["confirmed", true, "resolves", "monitor"],
  ["suspected", true, "resolves", "propose"],
  ["confirmed", false, "proposes", "monitor"],
  ["suspected", false, "proposes", "propose"],
  ["monitoring", false, "proposes", "propose"],
] as const)("%s, announced: %s, %s: %s", (state, announced, ends, step) => {
  expect(endingOf({ state, announced }, ends)).toBe(step);
});
