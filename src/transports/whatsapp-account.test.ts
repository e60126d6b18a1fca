import { describe, expect, test } from "vitest";
import { type Behaviour, FarEnd } from "../../test/kits/far-end.ts";
import { aCallback } from "../../test/kits/message.ts";
import type { Sentence } from "../domain/sentence.ts";
import { createWire, type WireLog } from "../lib/wire.ts";
import { wordsFor } from "../lib/words.ts";
import { hearWhatsApp } from "./whatsapp-callback.ts";
import { accountCode, WHATSAPP_ERRORS } from "./whatsapp-errors.ts";
import { askWhatsAppHealth } from "./whatsapp-health.ts";

const AT = 1_749_416_383;
const said = (field: string, value: unknown, template = "crisis_notice") => {
  const entry = [{ id: "1", time: AT, changes: [{ field, value }] }];
  const body = Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
  return hearWhatsApp(aCallback({ body }), template).filter(({ kind }) => kind !== "template");
};

/** A sentence reads as one in both languages, with nothing left to fill. */
function expectReadable({ code, params }: Sentence) {
  for (const language of ["fr", "en"] as const) {
    const text = wordsFor(language)(code, params);
    expect(text).not.toContain(code.split(":")[1]);
    expect(text).not.toMatch(/\{\{|\$t\(|undefined/);
  }
}

const template = (event: string, more: object = {}) => ({
  event,
  message_template_id: 1,
  message_template_name: "crisis_notice",
  message_template_language: "fr",
  reason: "NONE",
  ...more,
});
const quality = (event: string) => ({
  display_phone_number: "15550783881",
  event,
  current_limit: "TIER_1K",
});
const alert = (alert_severity: string, alert_status = "ACTIVE") => ({
  entity_type: "WABA",
  entity_id: 7,
  alert_severity,
  alert_status,
  alert_type: "OBA",
  alert_description: "Sample\nalert",
});
const restricted = (...types: string[]) => ({
  event: "ACCOUNT_RESTRICTION",
  restriction_info: types.map((restriction_type) => ({ restriction_type, expiration: AT })),
});

describe("whatsapp: what Meta says of our account", () => {
  test.each([
    ["account_update", restricted("RESTRICTED_BIZ_INITIATED_MESSAGING"), "down"],
    ["account_update", restricted("RESTRICTED_ADD_PHONE_NUMBER_ACTION"), "limited"],
    ["account_update", restricted(), "down"],
    ["account_update", { event: "ACCOUNT_VIOLATION" }, "limited"],
    ["account_update", { event: "ACCOUNT_OFFBOARDED" }, "down"],
    [
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["SCHEDULE_FOR_DISABLE"] } },
      "limited",
    ],
    ["phone_number_quality_update", quality("FLAGGED"), "limited"],
    ["phone_number_quality_update", quality("UNFLAGGED"), "up"],
    ["phone_number_quality_update", quality("DOWNGRADE"), "limited"],
    ["phone_number_quality_update", quality("UPGRADE"), "up"],
    ["phone_number_name_update", { decision: "REJECTED", rejection_reason: "NAME" }, "limited"],
    ["phone_number_name_update", { decision: "APPROVED", rejection_reason: null }, "up"],
    ["message_template_status_update", template("PAUSED"), "down"],
    ["message_template_status_update", template("DISABLED"), "down"],
    ["message_template_status_update", template("FLAGGED"), "limited"],
    ["message_template_status_update", template("REINSTATED"), "up"],
    ["account_alerts", alert("CRITICAL"), "limited"],
    ["account_alerts", { alert_info: alert("WARNING") }, "limited"],
    ["account_alerts", alert("CRITICAL", "RESOLVED"), "up"],
    ["business_capability_update", { max_daily_conversations_per_business: 250 }, "limited"],
    ["business_capability_update", { max_daily_conversation_per_phone: 100_000 }, "up"],
    ["business_capability_update", { max_daily_conversation_per_phone: "UNLIMITED" }, "up"],
  ])("%s %j is %s, dated, and said in both languages", (field, value, state) => {
    const [heard, ...more] = said(field, value);
    expect(more).toEqual([]);
    expect(heard).toMatchObject({ kind: "account", state, at: AT * 1_000 });
    if (heard?.kind === "account") {
      expectReadable({ code: heard.why, params: heard.params ?? {} });
    }
  });

  test.each([
    ["account_alerts", alert("INFORMATIONAL")],
    ["message_template_status_update", template("PAUSED", { message_template_name: "promo" })],
    ["phone_number_quality_update", quality("THROUGHPUT_UPGRADE")],
    ["account_update", { event: ["DISABLED_UPDATE"] }],
    ["message_template_status_update", { event: "PAUSED" }],
    ["business_capability_update", { max_daily_conversation_per_phone: null }],
    ["phone_number_name_update", "REJECTED"],
    ["__proto__", { event: "FLAGGED" }],
    ["constructor", {}],
    ["a_field_of_next_year", { event: "X" }],
  ])("%s %j says nothing that concerns us", (field, value) => {
    expect(said(field, value)).toEqual([]);
  });

  test("every code that means an account out of service has its sentence", () => {
    const down = Object.entries(WHATSAPP_ERRORS).filter(([, entry]) => entry.class === "down");
    expect(down.length).toBeGreaterThan(4);
    for (const [code] of down) expectReadable({ code: accountCode(Number(code)), params: {} });
  });
});

const TOKEN = "token-123456";
const health = (can_send_message: string, entities: object[] = [], more: object = {}) => ({
  health_status: { can_send_message, entities },
  id: "1",
  ...more,
});
const blocked = {
  entity_type: "WABA",
  id: "1",
  can_send_message: "BLOCKED",
  errors: [
    {
      error_code: 141_006,
      error_description: "There is an error with the payment method.",
      possible_solution: "Add a new\npayment method.",
    },
  ],
};
const business = {
  entity_type: "BUSINESS",
  id: "2",
  can_send_message: "LIMITED",
  additional_info: ["The business is not verified."],
};

async function ask(behaviour: Behaviour) {
  await using end = await FarEnd.open();
  end.behaviour = behaviour;
  const log: Parameters<WireLog>[0][] = [];
  const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
  const at = { base: end.url, version: "v25.0", phoneNumberId: "100200300", token: TOKEN };
  const told = await askWhatsAppHealth(at, wire);
  await wire.close();
  expect(JSON.stringify([told, log])).not.toContain(TOKEN);
  expectReadable(told.says);
  return { told, seen: end.seen };
}

const refusal = (status: number, code: number) => ({ status, body: { error: { code } } });

describe("whatsapp: the health of the account, when we ask", () => {
  test("is asked for the number, with the token where it belongs", async () => {
    const { told, seen } = await ask({ status: 200, body: health("AVAILABLE") });
    expect(told).toMatchObject({ kind: "told", state: "fine" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "GET",
      url: "/v25.0/100200300?fields=health_status,quality_rating",
      headers: { authorization: `Bearer ${TOKEN}` },
    });
  });

  test.each([
    [health("BLOCKED", [business, blocked]), "blocked", { part: "WABA" }],
    [health("LIMITED", [business]), "limited", { part: "BUSINESS" }],
    [health("BLOCKED"), "blocked", { part: "ACCOUNT" }],
    [health("BLOCKED", [{ ...blocked, entity_type: "TOASTER" }]), "blocked", { part: "ACCOUNT" }],
  ])("%j is %s, with the part that is to blame", async (body, state, params) => {
    const { told } = await ask({ status: 200, body });
    expect(told).toMatchObject({ kind: "told", state, says: { params } });
  });

  test("Meta's own advice is told in one line", async () => {
    const { told } = await ask({ status: 200, body: health("BLOCKED", [blocked]) });
    expect(wordsFor("en")(told.says.code, told.says.params)).toBe(
      "The provider lets us send nothing, because of the WhatsApp Business account. " +
        "It advises: “Add a new payment method.”",
    );
  });

  test("a number of red quality is limited, though everything is available", async () => {
    const body = health("AVAILABLE", [], { quality_rating: "RED" });
    expect((await ask({ status: 200, body })).told).toMatchObject({ state: "limited" });
  });

  test.each([
    [refusal(401, 190), "refused", "account:unread.token"],
    [refusal(400, 200), "refused", "account:unread.token"],
    [refusal(429, 80007), "refused", "account:unread.throttled"],
    [{ status: 429, body: "slow down" }, "refused", "account:unread.throttled"],
    [refusal(400, 100), "silent", "account:unread.silent"],
    [{ status: 503, body: "Bad gateway" }, "silent", "account:unread.silent"],
    [{ status: 200, body: "<html>Log in</html>" }, "silent", "account:unread.shape"],
    [{ status: 200, body: { health_status: "fine" } }, "silent", "account:unread.shape"],
    [{ status: 200, body: health("SPLENDID") }, "silent", "account:unread.shape"],
    [{ status: 200, body: [] }, "silent", "account:unread.shape"],
    ["hangs up" as const, "silent", "account:unread.silent"],
  ])("%j tells nothing of the account: %s", async (behaviour, kind, code) => {
    expect((await ask(behaviour)).told).toMatchObject({ kind, says: { code } });
  });

  test("an account that is locked says so by refusing", async () => {
    expect((await ask(refusal(403, 131031))).told).toMatchObject({
      kind: "told",
      state: "blocked",
      says: { code: "account:code.131031" },
    });
  });
});

test("whatsapp: a template that has a backup stops nothing when it goes, nor does the backup", () => {
  const value = (name: string) => template("PAUSED", { message_template_name: name });
  const heard = (name: string) => {
    const changes = [{ field: "message_template_status_update", value: value(name) }];
    const body = Buffer.from(JSON.stringify({ entry: [{ id: "1", time: AT, changes }] }));
    return hearWhatsApp(aCallback({ body }), "crisis_notice", "notice_2");
  };
  const params = { template: "crisis_notice", language: "fr", event: "PAUSED" };
  expect(heard("crisis_notice")).toMatchObject([
    {
      kind: "account",
      state: "limited",
      why: "account:meta.template_replaced",
      topic: "template:fr",
      params: { ...params, backup: "notice_2" },
    },
    { kind: "template", news: { name: "crisis_notice", state: "paused" } },
  ]);
  expect(heard("notice_2")).toMatchObject([
    { state: "limited", why: "account:meta.backup_gone", topic: "backup:fr" },
    { kind: "template", news: { name: "notice_2", state: "paused" } },
  ]);
  expect(heard("of_somebody_else")).toEqual([]);
});

describe("whatsapp: what Meta says of a template", () => {
  const news = (field: string, value: unknown, name = "crisis_notice") => {
    const entry = [{ id: "1", time: AT, changes: [{ field, value }] }];
    const body = Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
    const heard = hearWhatsApp(aCallback({ body }), name);
    return heard.flatMap((one) => (one.kind === "template" ? [one.news] : []));
  };
  const named = { message_template_name: "crisis_notice", message_template_language: "fr" };
  const ours = { name: "crisis_notice", language: "fr" };

  test.each<[string, object, object[]]>([
    ["status", template("APPROVED"), [{ ...ours, state: "approved", why: "" }]],
    ["status", template("PENDING"), [{ ...ours, state: "pending", why: "" }]],
    [
      "status",
      template("REJECTED", { reason: "INVALID_FORMAT" }),
      [{ ...ours, state: "rejected", why: "INVALID_FORMAT" }],
    ],
    ["status", template("PAUSED"), [{ ...ours, state: "paused", why: "" }]],
    ["status", template("DELETED"), [{ ...ours, state: "gone", why: "" }]],
    ["status", template("SOMETHING_NEW"), []],
    ["status", { event: "APPROVED" }, []],
    ["status", template("APPROVED", { message_template_name: "another" }), []],
    ["quality", { ...named, new_quality_score: "YELLOW" }, [{ ...ours, quality: "yellow" }]],
    ["quality", { ...named, new_quality_score: "BLUE" }, []],
    ["category", { ...named, new_category: "MARKETING" }, [{ ...ours, category: "marketing" }]],
    ["category", { ...named, new_category: 7 }, []],
  ])("%s %j", (what, value, told) => {
    const field =
      what === "category" ? "template_category_update" : `message_template_${what}_update`;
    expect(news(field, value)).toEqual(told);
  });
});
