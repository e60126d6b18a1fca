import { outletKit, outletSettings } from "../../test/kits/outlet-kit.ts";
import { facebookPage } from "./outlet-facebook.ts";
import { telegramChannel } from "./outlet-telegram.ts";
import { wordpress } from "./outlet-wordpress.ts";

outletKit(facebookPage, {
  settings: outletSettings("facebook-page"),
  cases: [
    {
      name: "keeps the number",
      answer: [200, { id: "1020_77" }],
      expect: { kind: "said", id: "1020_77", url: "https://www.facebook.com/1020_77" },
    },
    {
      name: "190: the token has ended",
      answer: [400, { error: { code: 190, message: "Error validating access token" } }],
      expect: { kind: "misconfigured", why: "Facebook 190" },
    },
    {
      name: "32: too many calls",
      answer: [400, { error: { code: 32 } }],
      expect: { kind: "throttled", waitMs: null },
    },
    ...[4, 17, 613].map((code) => ({
      name: `${code}: too many calls as well`,
      answer: [400, { error: { code } }] as [number, unknown],
      expect: { kind: "throttled", waitMs: null } as const,
    })),
    {
      name: "368: the Page is blocked, which is for a person",
      answer: [400, { error: { code: 368 } }],
      expect: { kind: "misconfigured", why: "Facebook 368" },
    },
    {
      name: "506: the same words twice may be ours",
      answer: [400, { error: { code: 506 } }],
      expect: { kind: "unknown", why: "Facebook 506: duplicate" },
    },
    {
      name: "what somebody deleted is gone",
      answer: [400, { error: { code: 100, error_subcode: 33 } }],
      change: "1020_77",
      expect: { kind: "gone" },
    },
  ],
});

outletKit(telegramChannel, {
  settings: outletSettings("telegram-channel"),
  secretIn: "address",
  cases: [
    {
      name: "keeps the number",
      answer: [200, { ok: true, result: { message_id: 12 } }],
      expect: { kind: "said", id: "12", url: "https://t.me/clairval/12" },
    },
    {
      name: "retry_after is obeyed before the header",
      answer: [
        429,
        { ok: false, error_code: 429, parameters: { retry_after: 35 } },
        { "retry-after": "2" },
      ],
      expect: { kind: "throttled", waitMs: 35_000 },
    },
    {
      name: "the same words again are there already",
      answer: [
        400,
        { ok: false, error_code: 400, description: "Bad Request: message is not modified" },
      ],
      change: "12",
      expect: { kind: "said", id: "12", url: "https://t.me/clairval/12" },
    },
    {
      name: "a bot without the right to post is for a person",
      answer: [400, { ok: false, error_code: 400, description: "Bad Request: need administrator" }],
      expect: { kind: "misconfigured", why: "Telegram 400" },
    },
  ],
});

outletKit(wordpress, {
  settings: outletSettings("wordpress"),
  cases: [
    {
      name: "keeps the number and the address",
      answer: [201, { id: 42, link: "https://www.example.org/panne" }],
      expect: { kind: "said", id: "42", url: "https://www.example.org/panne" },
    },
    {
      name: "a user without the right is for a person",
      answer: [403, { code: "rest_cannot_create", data: { status: 403 } }],
      expect: { kind: "misconfigured", why: "WordPress: rest_cannot_create" },
    },
    {
      name: "an article in the bin is gone",
      answer: [200, { id: 42, link: "https://www.example.org/?p=42", status: "trash" }],
      change: "42",
      expect: { kind: "gone" },
    },
    {
      name: "a site that has lost its API still has the article",
      answer: [404, "<h1>Not found</h1>"],
      change: "42",
      expect: { kind: "misconfigured", why: "HTTP 404" },
    },
    {
      name: "an article that was deleted is gone",
      answer: [404, { code: "rest_post_invalid_id" }],
      change: "42",
      expect: { kind: "gone" },
    },
  ],
});
