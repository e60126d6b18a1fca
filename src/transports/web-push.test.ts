import { createECDH } from "node:crypto";
import { describe, expect, test } from "vitest";
import { aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { createWire } from "../lib/wire.ts";
import { openPush, pushSubscription, startWebPushSimulator } from "../simulators/web-push.ts";
import { isPushEndpoint, newVapidKey, vapidPublicKey, webPush } from "./web-push.ts";

const privateKey = "jpbfRX9M9-FMvYEot6bXPEtCFNvLSR1IWd834Gqt6QM";
const settingsAt = (base: string) => ({ contact: "mailto:ops@example.org", privateKey, base });

transportKit(webPush, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the address that the service gave the message",
      answer: [201, "", { location: "https://push.example/m/1" }],
      expect: { kind: "accepted", providerId: "https://push.example/m/1" },
    },
    {
      name: "410: the browser has let go, and the address is dead",
      answer: [410],
      expect: { kind: "rejected", why: "subscription gone" },
    },
    {
      name: "404 is the same",
      answer: [404],
      expect: { kind: "rejected", why: "subscription gone" },
    },
    ...[400, 413].map((status) => ({
      name: `${status}: what a service does not take of one subscription, it may take of others`,
      answer: [status] as [number],
      expect: { kind: "rejected", why: `HTTP ${status}`, scope: "message" } as const,
    })),
    ...[
      [401, { code: 401, errno: 109, message: "VAPID public key mismatch" }] as const,
      [403, { reason: "VapidPkHashMismatch" }] as const,
      [
        403,
        "the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.",
      ] as const,
    ].map(([status, body]) => ({
      name: `a subscription with a stranger's key stops nobody else: ${JSON.stringify(body)}`,
      answer: [status, body] as [number, unknown],
      expect: { kind: "rejected", why: "subscribed with another key" } as const,
    })),
    {
      name: "403 without a word of it is ours to mend",
      answer: [403, { reason: "BadJwtToken" }],
      expect: { kind: "misconfigured", why: "HTTP 403" },
    },
  ],
});

describe("SEC-2 an endpoint is an address that a stranger chose", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
    "https://web.push.apple.com/QABC",
  ])("%s is one", (endpoint) => expect(isPushEndpoint(endpoint)).toBe(true));

  test.each([
    "https://evilpush.apple.com/x",
    "https://push.apple.com.evil.test/x",
    "http://web.push.apple.com/x",
    "https://web.push.apple.com:8443/x",
    "https://web.push.apple.com:443/x",
    "https://push.apple.com@evil.test/x",
    "https://user:pass@web.push.apple.com/x",
    "https://17.57.12.1/x",
    "https://[::1]/x",
    "https://127.0.0.1/x",
    "https://evil.test/#.push.apple.com",
    "https://evil.test/?.push.apple.com",
    "javascript:alert(1)//push.apple.com",
    "not an address",
  ])("%s is none", (endpoint) => expect(isPushEndpoint(endpoint)).toBe(false));

  test("keys of the wrong length are none", () => {
    const { endpoint, keys } = JSON.parse(pushSubscription("ana"));
    expect(webPush.address.parse(JSON.stringify({ endpoint, keys }))).not.toBeNull();
    const short = { ...keys, auth: "c2hvcnQ" };
    expect(webPush.address.parse(JSON.stringify({ endpoint, keys: short }))).toBeNull();
    expect(webPush.address.parse("{")).toBeNull();
  });
});

/** https://www.rfc-editor.org/rfc/rfc8291#appendix-A */
const RFC_8291 = {
  privateKey: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
  auth: "BTBZMqHH6r4Tts7J_aSIgg",
  body: "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  text: "When I grow up, I want to be a watermelon",
};

describe("what a browser opens", () => {
  test("our simulated browser opens the example of RFC 8291, and nothing that was changed", () => {
    const keys = createECDH("prime256v1");
    keys.setPrivateKey(Buffer.from(RFC_8291.privateKey, "base64url"));
    const auth = Buffer.from(RFC_8291.auth, "base64url");
    const body = Buffer.from(RFC_8291.body, "base64url");
    expect(body).toHaveLength(144);
    expect(openPush(body, { keys, auth })).toBe(RFC_8291.text);
    for (const at of [0, 30, 100, 143]) {
      const changed = Buffer.from(body.map((byte, n) => (n === at ? byte ^ 1 : byte)));
      expect(openPush(changed, { keys, auth })).toBeNull();
    }
  });

  test("is what was written, sealed for this browser alone and signed with our key", async () => {
    const simulator = await startWebPushSimulator();
    const wire = createWire({ reach: "loopback" });
    const settings = webPush.settings.parse(settingsAt(simulator.url));
    const message = aMessage({ heading: "Panne générale", body: "Écrivez-nous par e-mail. 🙂" });
    try {
      const outcome = await webPush.send(message, pushSubscription("ana"), settings, wire);
      expect(outcome).toEqual({ kind: "accepted", providerId: null });
      expect(simulator.received.textsOf("ana")).toEqual([
        "Panne générale\nÉcrivez-nous par e-mail. 🙂",
      ]);
      const gone = await webPush.send(message, pushSubscription("gone-1"), settings, wire);
      expect(gone).toEqual({ kind: "rejected", why: "subscription gone" });
    } finally {
      await wire.close();
      await simulator.stop();
    }
  });

  test("the longest message fits the 4,096 bytes that push services take", async () => {
    const simulator = await startWebPushSimulator();
    const wire = createWire({ reach: "loopback" });
    const settings = webPush.settings.parse(settingsAt(simulator.url));
    const message = aMessage({ heading: "警".repeat(500), body: "警".repeat(5_000) });
    try {
      const outcome = await webPush.send(message, pushSubscription("ana"), settings, wire);
      expect(outcome.kind).toBe("accepted");
      const [text = ""] = simulator.received.textsOf("ana");
      expect(Buffer.byteLength(text)).toBeGreaterThan(3_000);
      expect(Buffer.byteLength(text)).toBeLessThan(3_900);
    } finally {
      await wire.close();
      await simulator.stop();
    }
  });

  test("a new key is one that browsers take", () => {
    const point = Buffer.from(vapidPublicKey(newVapidKey()), "base64url");
    expect([point.length, point[0]]).toEqual([65, 4]);
  });
});
