import { describe, expect, test } from "vitest";
import { aCallback } from "../../test/kits/message.ts";
import { hearWhatsApp } from "./whatsapp-callback.ts";

const said = (...changes: unknown[]) =>
  hearWhatsApp(
    aCallback({
      body: Buffer.from(
        JSON.stringify({
          object: "whatsapp_business_account",
          entry: [{ id: "1", changes }],
        }),
      ),
    }),
  );
const change = (value: object, field = "messages") => ({ field, value });
const status = (id: number | string, more: object = {}) => ({
  id: `wamid.${id}`,
  status: "delivered",
  timestamp: "1749416383",
  recipient_id: "33612345678",
  biz_opaque_callback_data: `t1-${id}-0-1`,
  ...more,
});
const inbound = (more: object) => ({ id: "wamid.in", timestamp: "1749416383", ...more });
const reply = (body: string, from = "+33612345678") => ({
  kind: "reply",
  from,
  body,
  providerId: "wamid.in",
  reference: null,
  at: 1_749_416_383_000,
});

describe("whatsapp: statuses", () => {
  test("a receipt carries our reference, their id and their time", () => {
    expect(said(change({ statuses: [status(7)] }))).toEqual([
      {
        kind: "receipt",
        reference: "t1-7-0-1",
        providerId: "wamid.7",
        fact: "delivered",
        at: 1_749_416_383_000,
      },
    ]);
  });

  test("S2 in a batch of 100 with one bad item, 99 are processed", () => {
    const statuses: unknown[] = Array.from({ length: 100 }, (_, n) => status(n));
    statuses[41] = { id: 41, status: null };
    const heard = said(
      change({ statuses: statuses.slice(0, 60) }),
      change({ statuses: statuses.slice(60) }),
    );
    expect(heard).toHaveLength(99);
  });

  test("S2 statuses and messages of several changes are all heard", () => {
    const message = inbound({ from: "33612345678", type: "text", text: { body: "1" } });
    const heard = said(
      change({ statuses: [status(1)], messages: [message] }),
      "nonsense",
      change({ statuses: [status(2), status(3)] }),
    );
    expect(heard.map(({ kind }) => kind)).toEqual(["receipt", "reply", "receipt", "receipt"]);
  });

  test("a later failure names who is to blame", () => {
    const failed = (code: number) =>
      said(change({ statuses: [status(1, { status: "failed", errors: [{ code }] })] }));
    expect(failed(131026)[0]).toMatchObject({ kind: "refusal", blame: "address" });
    expect(failed(131050)[0]).toMatchObject({ kind: "refusal", blame: "consent" });
    for (const code of [130472, 131047, 131049])
      expect(failed(code)[0]).toMatchObject({ kind: "refusal", blame: "message" });
    expect(failed(131000)[0]).toMatchObject({ kind: "refusal", blame: "platform" });
    expect(failed(131031)).toMatchObject([
      { kind: "refusal", blame: "platform" },
      { kind: "account", state: "down" },
    ]);
  });

  test("what is no JSON, or no envelope, says nothing", () => {
    for (const body of ["", "{", "[]", "null", '{"entry":7}', '{"entry":[null,{"changes":[7]}]}']) {
      expect(hearWhatsApp(aCallback({ body: Buffer.from(body) }))).toEqual([]);
    }
  });
});

describe("whatsapp: what people write", () => {
  test.each([
    ["a text", { type: "text", text: { body: "Ça va 👍" } }, "Ça va 👍"],
    ["a button of a template", { type: "button", button: { text: "1", payload: "x" } }, "1"],
    [
      "a button",
      { type: "interactive", interactive: { type: "button_reply", button_reply: { title: "2" } } },
      "2",
    ],
    [
      "a line of a list",
      { type: "interactive", interactive: { type: "list_reply", list_reply: { title: "STOP" } } },
      "STOP",
    ],
    ["a thumb", { type: "reaction", reaction: { emoji: "👍" } }, "👍"],
    ["a picture with words", { type: "image", image: { id: "1", caption: "ici" } }, "ici"],
    ["a picture", { type: "image", image: { id: "1" } }, ""],
  ])("%s is a reply", (_name, content, body) => {
    const messages = [inbound({ from: "33612345678", ...content })];
    expect(said(change({ messages }))).toEqual([reply(body)]);
  });

  test("somebody without a phone number is known by their own id", () => {
    const text = { type: "text", text: { body: "1" } };
    const hidden = inbound({ from_user_id: "US.13491208655302741918", ...text });
    const moved = inbound({ from: "US.13491208655302741918", ...text });
    expect(said(change({ messages: [hidden, moved] }))).toEqual([
      reply("1", "US.13491208655302741918"),
      reply("1", "US.13491208655302741918"),
    ]);
  });

  test("a message nobody can show is no reply", () => {
    const messages = [inbound({ from: "33612345678", type: "unsupported" })];
    expect(said(change({ messages }))).toEqual([]);
  });
});

describe("whatsapp: the account", () => {
  test.each([
    [{ event: "ACCOUNT_RESTRICTION", restriction_info: [] }, "down"],
    [{ event: "ACCOUNT_DELETED" }, "down"],
    [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }, "down"],
    [{ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } }, "up"],
    [{ event: "ACCOUNT_RECONNECTED" }, "up"],
  ])("%j is %s", (value, state) => {
    expect(said(change(value, "account_update"))).toMatchObject([{ kind: "account", state }]);
  });

  test("what is no trouble says nothing", () => {
    expect(said(change({ event: "VERIFIED_ACCOUNT" }, "account_update"))).toEqual([]);
  });
});
