import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { calmFacts, contextOf, NOW, notice, outageFacts } from "../../test/public-example.ts";
import { DEFAULT_FAQ } from "../domain/training/faq.ts";
import { askScript } from "./ask-script.ts";
import { contactEndPage, contactPage, EMPTY_CONTACT } from "./contact.ts";
import { helpPage, NOTHING_ASKED } from "./help.ts";
import { answerOf } from "./help-answer.ts";

const MINUTE = 60_000;
const ASK_GZ_BYTES_MAX = 8_192;
const faq = DEFAULT_FAQ.map(({ about, ...texts }, at) => ({
  id: `0193a000-0000-7000-8000-0000000001${String(at).padStart(2, "0")}`,
  about,
  texts: { fr: { ...texts.fr, at: NOW }, en: { ...texts.en, at: NOW } },
}));
const outage = { ...outageFacts, faq };
const calm = { ...calmFacts, faq };
const ask = (asked: string, facts = outage, scene = {}) =>
  answerOf(contextOf(facts, "en", scene), asked);

describe("during an outage, the answer", () => {
  test("is the announcement in force, with its source and its time", () => {
    expect(ask("is whatsapp down?")).toMatchObject({
      known: true,
      lead: "WhatsApp is not delivering messages",
      told: [{ source: "Tocsin, metastatus.com", at: NOW - 6 * MINUTE }],
    });
  });

  test("to when it is over is when we say more, never a time that nobody gave", () => {
    expect(ask("when will it be fixed?").lead).toBe(
      "Nobody has said when it will be over. We will say more by 11:06.",
    );
    const silent = { ...outage, notices: [notice({ nextUpdateAt: null })] };
    expect(ask("when will it be fixed?", silent).lead).toBe(
      "We do not know. Nobody has said when it will be over.",
    );
    const late = { ...outage, notices: [notice({ nextUpdateAt: NOW - MINUTE })] };
    expect(ask("eta?", late).lead).toContain("we are late");
  });

  test("to since when is when it began", () => {
    expect(ask("since when?").lead).toBe("Since 10:14 (28 minutes ago).");
  });

  test("to what works is the soundest ways, away from what is down", () => {
    const { points } = ask("how can I reach you?");
    expect(points.map(({ id }) => id)).toEqual(["p-sms", "p-phone", "p-mail"]);
  });

  test("to opening hours is the hours, each with who keeps them", () => {
    expect(ask("what are your opening hours?").told[0]?.text).toEqual(["Phone: Open until 18:00"]);
  });

  test("to a lost message admits what cannot be seen, and brings what is written about it", () => {
    const answer = ask("is my message lost?");
    expect(answer.lead).toContain("neither your messages nor your orders");
    expect(answer.told[0]?.text.join(" ")).toContain("have not reached us");
    expect(answer.faq[0]?.question).toBe("Are my WhatsApp messages lost?");
  });

  test("to whether it is just me is what we see", () => {
    expect(ask("is it just me?").lead).toBe(
      "No, it is not just you: we see a general outage of WhatsApp.",
    );
  });

  test("to another platform is about that platform", () => {
    const { lead, told } = ask("is messenger down?");
    expect(lead).toBe("Messenger seems to work");
    expect(told[0]?.source).toBe("our own watching");
  });

  test("to a rumour is what we said, and that nothing else comes from us", () => {
    expect(ask("have you been hacked?").lead).toContain("does not come from us");
  });

  test("to what nobody knows is that, with a person", () => {
    const answer = ask("do you sell strawberry tarts");
    expect(answer).toMatchObject({ known: false, lead: expect.stringContaining("do not know") });
    expect(answer.points).toHaveLength(1);
  });
});

describe("on a calm day, the answer", () => {
  test("is that nothing is wrong, and what was last", () => {
    expect(ask("is there an outage?", calm).lead).toBe("You can reach us as usual");
    const { lead, told } = ask("when will it be fixed?", calm);
    expect(lead).toBe("We know of no outage at the moment.");
    expect(told[0]?.text[0]).toContain("Messenger: pictures refused");
  });

  test("vouches for nothing once our own news are old", () => {
    const state = contextOf(calm, "en").state;
    const later = { now: NOW + 60 * MINUTE, state: { ...state, generatedAt: NOW } };
    expect(ask("is it just me?", calm, later)).toMatchObject({ known: false });
    expect(ask("since when?", calm, later).lead).toContain("too old");
  });
});

describe.each(["fr", "en"] as const)("the pages in %s", (language) => {
  const context = contextOf(outage, language);
  const pages = [
    helpPage(context, NOTHING_ASKED),
    helpPage(context, { asked: "is it down?", judged: faq[0]?.id ?? null }),
    contactPage(context, { ...EMPTY_CONTACT, asked: ["?"] }, 3),
    contactPage(context, { ...EMPTY_CONTACT, wrong: ["name", "reply", "message"] }, null),
    contactEndPage(context, { kind: "filed", reference: "ABCDEFGH", confirmed: true, ahead: 1 }),
    ...(["bounded", "refused", "unavailable"] as const).map((kind) =>
      contactEndPage(context, { kind }),
    ),
  ].map(String);

  test("have every word, one heading of the first order, and nobody else's address", () => {
    for (const page of pages) {
      expect(page.match(/<h1[ >]/g)).toHaveLength(1);
      expect(page.replace(/<style>.*?<\/style>/gs, "")).not.toMatch(/help:|public:|\{\{|undefined/);
      expect(page.match(/(?:\ssrc=|url\()[^>]*/g)).toBeNull();
      expect(gzipSync(page).length).toBeLessThan(20_000);
    }
  });

  test("show the open incident before the form, unless something is to be mended", () => {
    const [, , form = "", mending = ""] = pages;
    const title = language === "fr" ? "ne distribue plus" : "is not delivering";
    expect(form.indexOf(title)).toBeLessThan(form.indexOf("<form"));
    expect(form.indexOf(title)).toBeGreaterThan(0);
    expect(mending).not.toContain(title);
  });
});

test("the conversation weighs less than 8 kB, and comes from nowhere else", () => {
  expect(gzipSync(askScript.toString()).length).toBeLessThan(ASK_GZ_BYTES_MAX);
  expect(askScript.toString()).not.toMatch(/innerHTML|eval\(|https?:|localStorage|cookie/);
});

test("when nobody is there, the form says when somebody will be", () => {
  const night = NOW + 12 * 60 * MINUTE;
  const page = String(contactPage(contextOf(outage, "en", { now: night }), EMPTY_CONTACT, 2));
  expect(page).toContain("Nobody is there at the moment (Closed until 09:00 on Monday)");
  expect(page).toContain("2 requests are waiting");
});
