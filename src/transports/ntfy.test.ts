import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire } from "../lib/wire.ts";
import { ntfy } from "./ntfy.ts";

const token = "tk_of-the-test-1234";
const refused = (code: number) => ({ code, http: Math.floor(code / 100), error: "no", link: "" });

/** The codes of ntfy's server that a sender meets. */
const CODES: [code: number, outcome: Outcome][] = [
  [40_009, { kind: "rejected", why: "ntfy 40009" }],
  [40_010, { kind: "rejected", why: "ntfy 40010" }],
  [40_007, { kind: "misconfigured", why: "ntfy 40007" }],
  [40_101, { kind: "misconfigured", why: "ntfy 40101" }],
  [40_301, { kind: "misconfigured", why: "ntfy 40301" }],
  [40_401, { kind: "misconfigured", why: "ntfy 40401" }],
  [41_303, { kind: "misconfigured", why: "ntfy 41303" }],
  [42_901, { kind: "throttled", waitMs: null }],
  [42_908, { kind: "throttled", waitMs: null }],
  [50_001, { kind: "unknown", why: "ntfy 50001" }],
];

transportKit(ntfy, {
  settings: (base) => ({ base, token }),
  cases: [
    {
      name: "keeps ntfy's number of the message",
      answer: [200, { id: "hwQ2YpKdmg", event: "message", topic: "clairval-7f3a9c" }],
      expect: { kind: "accepted", providerId: "hwQ2YpKdmg" },
    },
    ...CODES.map(([code, outcome]) => ({
      name: `${code} is ${outcome.kind}`,
      answer: [Math.floor(code / 100), refused(code)] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function sent(more: object) {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const settings = ntfy.settings.parse({ base: end.url, ...more });
  await ntfy.send(aMessage({ heading: "Panne « générale » 🚨" }), "town", settings, wire);
  await wire.close();
  return { headers: end.seen[0]?.headers ?? {}, body: JSON.parse(end.seen[0]?.body ?? "") };
}

test("ntfy: the title keeps its accents, and a tap leads to the answer", async () => {
  const { body, headers } = await sent({ priority: "max", token });
  expect(body).toEqual({
    topic: "town",
    title: "Panne « générale » 🚨",
    message: aMessage().body,
    priority: 5,
    click: "https://example.org/r/abc",
  });
  expect(headers["authorization"]).toBe(`Bearer ${token}`);
});

test("ntfy: an open topic needs no token", async () => {
  const { body, headers } = await sent({});
  expect(body.priority).toBe(4);
  expect(headers).not.toHaveProperty("authorization");
});

test.each(["two words", "a/b", "é", "x".repeat(65)])("ntfy: %s is no topic", (typed) => {
  expect(ntfy.address.parse(typed)).toBeNull();
});
