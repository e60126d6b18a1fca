import { expect, test } from "vitest";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { signalCli } from "./signal-cli.ts";

const number = "+33700000001";
const settingsAt = (base: string) => ({ base, number, token: "token-of-the-test" });

const failedFor = (why: string) => `Failed to send (some) messages:\n${why} for "+33612345678"\n`;

/** What signal-cli writes, and what each text asks for. */
const TEXTS: [text: string, outcome: Outcome][] = [
  [failedFor("Unregistered user"), { kind: "rejected", why: "Signal: unregistered user" }],
  [failedFor("Untrusted Identity"), { kind: "rejected", why: "Signal: untrusted identity" }],
  [
    'CAPTCHA proof required for sending to "+33612345678", available options "recaptcha"',
    { kind: "misconfigured", why: "Signal: captcha proof required" },
  ],
  [
    "Specified account does not exist",
    { kind: "misconfigured", why: "Signal: account does not exist" },
  ],
  [
    "User +33700000001 is not registered.",
    { kind: "misconfigured", why: "Signal: is not registered" },
  ],
  [failedFor("Rate limit failure"), { kind: "throttled", waitMs: 600_000 }],
  [
    "Failed to send message: [413] Rate limit exceeded: 413 (RateLimitException)",
    { kind: "throttled", waitMs: 600_000 },
  ],
  // Reported of messages that arrived.
  [
    "Failed to send message due to rate limiting",
    { kind: "unknown", why: "Signal: due to rate limiting" },
  ],
  [failedFor("Network failure"), { kind: "unknown", why: "HTTP 400" }],
];

const RATE_LIMITED =
  "Failed to send message due to rate limiting. Use the attached challenge tokens to lift the rate limit restrictions via the '/v1/accounts/{number}/rate-limit-challenge' endpoint.";

transportKit(signalCli, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the timestamp, which is Signal's number of a message",
      answer: [201, { timestamp: "1772359200123" }],
      expect: { kind: "accepted", providerId: "1772359200123" },
    },
    {
      name: "a challenge is a human's to solve",
      answer: [429, { error: "slow down", account: number, challenge_tokens: ["c-1"] }],
      expect: { kind: "misconfigured", why: "Signal: captcha proof required" },
    },
    {
      name: "a challenge without anything to solve is no human's",
      answer: [429, { error: RATE_LIMITED, account: number, challenge_tokens: [""] }],
      expect: { kind: "unknown", why: "Signal: due to rate limiting" },
    },
    {
      name: "a rate limit waits as long as it is told",
      answer: [429, { error: failedFor("Rate limit failure") }, { "retry-after": "60" }],
      expect: { kind: "throttled", waitMs: 60_000 },
    },
    {
      name: "404 is no gateway at all",
      answer: [404],
      expect: { kind: "misconfigured", why: "HTTP 404" },
    },
    ...TEXTS.map(([error, outcome]) => ({
      name: error.replaceAll("\n", " "),
      answer: [400, { error, account: number }] as [number, unknown],
      expect: outcome,
    })),
  ],
});

test.each([
  ["06 12 34 56 78", "+33612345678"],
  ["group.ckRzaEd4VmRzNnJaASAEsasa", "group.ckRzaEd4VmRzNnJaASAEsasa"],
  ["group.x", null],
])("signal-cli: the address %s is %s", (typed, kept) => {
  expect(signalCli.address.parse(typed, "FR")).toBe(kept);
});
