import { expect, test } from "vitest";
import { readAddress, shownAddress } from "../../src/actions/subscriber/addresses.ts";
import { hookKeyOf } from "../../src/actions/subscriber/links.ts";
import { stampedFits } from "../../src/lib/signatures.ts";
import { createWire } from "../../src/lib/wire.ts";
import { postHook } from "../../src/loops/tell-post.ts";
import { pushSubscription } from "../../src/simulators/web-push.ts";
import type { SubscriberRow } from "../../src/store/subscribers.ts";
import { FarEnd } from "../kits/far-end.ts";

const live = { reach: "public", country: "FR" } as const;

const asPost = (url: string) => ({
  subscriber: { id: 1, nonce: "n", kind: "webhook" } as SubscriberRow,
  url,
  secretKey: Buffer.alloc(32, 7),
  reference: "s1-0",
  at: Date.parse("2026-03-05T07:00:00Z"),
});

test.each([
  "http://hook.example.org/x",
  "https://user:secret@hook.example.org/x",
  "https://hook.example.org:8443/x",
  "https://127.0.0.1/x",
  "https://0x7f000001/x",
  "https://0177.0.0.1/x",
  "https://2130706433/x",
  "https://127.1/x",
  "https://[::1]/x",
  "https://[::ffff:127.0.0.1]/x",
  "https://8.8.8.8/x",
  "https://localhost/x",
  "https://intranet/x",
  "https://hook.example.org./x",
  "file:///etc/passwd",
  "gopher://hook.example.org/x",
  "javascript:alert(1)",
  `https://hook.example.org/${"x".repeat(700)}`,
])("SEC-1 a webhook at %s is none", (address) => {
  expect(readAddress("webhook", address, live)).toBeNull();
});

test.each([
  ["slack", "https://hooks.slack.com.evil.test/services/T0/B0/aaaaaaaaaaaa"],
  ["slack", "https://evil.test/services/T0/B0/aaaaaaaaaaaa"],
  ["slack", "http://hooks.slack.com/services/T0/B0/aaaaaaaaaaaa"],
  ["teams", "https://evil.test/workflows/x?sig=aaaaaaaaaaaa"],
  ["teams", "https://evillogic.azure.com/workflows/x?sig=aaaaaaaaaaaa"],
] as const)("SEC-1 a room of %s at %s is none", (kind, address) => {
  expect(readAddress(kind, address, live)).toBeNull();
});

test("SEC-1 real addresses are taken", () => {
  const teams = "https://prod-12.westeurope.logic.azure.com:443/workflows/x?sig=aaaaaaaaaaaa";
  expect(readAddress("webhook", " https://Hook.Example.org/x#y ", live)).toBe(
    "https://hook.example.org/x",
  );
  expect(
    readAddress("slack", "https://hooks.slack.com/services/T0/B0/aaaaaaaaaaaa", live),
  ).not.toBeNull();
  expect(readAddress("teams", teams, live)).toBe(teams.replace(":443", ""));
});

test.each([
  ["127.0.0.1"],
  ["10.0.0.8"],
  ["192.168.1.1"],
  ["169.254.169.254"],
  ["100.64.0.1"],
  ["0.0.0.0"],
  ["224.0.0.1"],
  ["::1"],
  ["fd00::1"],
  ["fe80::1"],
  ["::ffff:10.0.0.1"],
  ["64:ff9b::a00:1"],
  ["2002:a00:1::1"],
  ["2001:0:a00:1::1"],
])("SEC-1 a name that stands for %s is not called, and no socket opens", async (inside) => {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "public", lookup: async () => ["93.184.215.14", inside] });
  const outcome = await postHook(wire, asPost("https://hook.example.org/x"), {});
  await wire.close();
  expect(outcome.kind).toBe("misconfigured");
  expect(end.connections).toBe(0);
});

test("SEC-1 a redirect is a failure, a long answer is cut, and a zipped one is not unfolded", async () => {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const post = async () => await postHook(wire, asPost(`${end.url}/x`), { a: 1 });
  end.behaviour = { status: 302, headers: { location: "http://10.0.0.1/" } };
  expect((await post()).kind).toBe("misconfigured");
  end.behaviour = { status: 200, body: "x".repeat(100_000) };
  expect((await post()).kind).toBe("unknown");
  end.behaviour = { status: 200, body: "PK", headers: { "content-encoding": "gzip" } };
  expect((await post()).kind).toBe("accepted");
  await wire.close();
  expect(end.seen).toHaveLength(3);
});

test("SEC-6 each call is signed over its bytes: the same JSON, written anew, does not fit", async () => {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const post = asPost(`${end.url}/x`);
  await postHook(wire, post, { a: 1, text: "é" });
  await wire.close();
  const [call] = end.seen;
  const body = call?.body ?? "";
  const key = hookKeyOf(post.secretKey, post.subscriber);
  const fits = (given: string | undefined, bytes: string) =>
    stampedFits(key, given, { body: Buffer.from(bytes), at: post.at });
  const signature = String(call?.headers["tocsin-signature"]);
  expect(fits(signature, body)).toBe(true);
  expect(fits(signature, JSON.stringify(JSON.parse(body), null, 1))).toBe(false);
  for (const wrong of [
    undefined,
    "",
    "t=1",
    signature.slice(0, -1),
    `${signature}0`,
    "t=x,v1=zz",
  ]) {
    expect(fits(wrong, body)).toBe(false);
  }
});

test("SEC-3 an address is shown to be recognised, not to be used", () => {
  expect(shownAddress("email", "ana.martin@example.org")).toBe("a…@example.org");
  expect(shownAddress("sms", "+33612345678")).toBe("+336 … 78");
  expect(shownAddress("slack", "https://hooks.slack.com/services/T0/B0/secret")).toBe(
    "hooks.slack.com",
  );
  const push = shownAddress("push", pushSubscription("ana"));
  expect(push).toBe("updates.push.services.mozilla.com");
});
