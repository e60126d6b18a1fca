import { expect, test } from "vitest";
import { freshMs, type KnownWay, reachabilityOf, type VerifiedBy } from "./reachability.ts";

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const way = (
  kind: string,
  daysAgo: number | null = null,
  by: VerifiedBy = "delivered",
): KnownWay => ({
  kind,
  open: true,
  verified: daysAgo === null ? null : { by, at: NOW - daysAgo * DAY },
});
const closed = (kind: string): KnownWay => ({ ...way(kind, 1), open: false });

test.each<[string, KnownWay[], number, string[]]>([
  ["nobody has no way", [], 0, []],
  ["one that never proved itself", [way("sms")], 25, ["carrier never"]],
  ["one that did", [way("email", 3, "code")], 50, ["email fresh"]],
  ["one that did long ago", [way("email", 400)], 35, ["email old"]],
  [
    "WhatsApp and Messenger are Meta twice",
    [way("whatsapp", 1), way("messenger", 2)],
    50,
    ["meta fresh"],
  ],
  ["a text and a call share the carrier", [way("sms"), way("voice", 400)], 35, ["carrier old"]],
  [
    "two that proved themselves are all one can wish",
    [way("whatsapp", 9), way("email", 9)],
    100,
    ["email fresh", "meta fresh"],
  ],
  [
    "more than that is not more",
    [way("sms", 1), way("email", 1), way("telegram", 1)],
    100,
    ["carrier fresh", "email fresh", "telegram fresh"],
  ],
  ["what may not be used does not count", [closed("sms"), way("whatsapp")], 25, ["meta never"]],
  ["names of objects are kinds like others", [way("constructor")], 25, ["constructor never"]],
])("%s", (_title, ways, score, told) => {
  const found = reachabilityOf(ways, NOW);
  expect(found.score).toBe(score);
  expect(found.ways.map(({ domain, proof }) => `${domain} ${proof}`)).toEqual(told);
});

test("a proof is fresh to the last moment, and the newest one of a domain counts", () => {
  const at = (ago: number) =>
    reachabilityOf([{ kind: "sms", open: true, verified: { by: "reply", at: NOW - ago } }], NOW);
  expect(at(freshMs).score).toBe(50);
  expect(at(freshMs + 1).score).toBe(35);
  const both = reachabilityOf([way("sms", 300, "code"), way("voice", 2, "reply")], NOW);
  expect(both.ways).toMatchObject([{ kinds: ["sms", "voice"], verified: { by: "reply" } }]);
});
