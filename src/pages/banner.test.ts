import { expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
  PUBLIC_URL,
} from "../../test/public-example.ts";
import type { PublicFacts } from "../domain/public-state.ts";
import { bannerOf } from "./banner.ts";

const banner = (facts: PublicFacts, language: "fr" | "en" = "en") =>
  bannerOf(contextOf(facts, language));

test("there is nothing to say on a calm day", () => {
  expect(banner(calmFacts)).toBeNull();
});

test("an outage is told with what works, and with its age", () => {
  expect(banner(outageFacts)).toMatchObject({
    state: "active",
    severity: "major",
    exercise: null,
    title: "WhatsApp is not delivering messages",
    link: `${PUBLIC_URL}/en/incidents/${incident().id}`,
    alternatives: [
      { name: "Text message", link: "sms:+33600000003" },
      { name: "Phone", link: "tel:+33155000002" },
      { name: "E-mail", link: "mailto:contact@centre.example" },
    ],
    updatedAt: NOW - 6 * MINUTE,
    generatedAt: NOW,
  });
});

test("it speaks before anybody has written: our monitoring is quoted", () => {
  const found = banner({ ...outageFacts, notices: [] }, "fr");
  expect(found?.title).toBe("Panne générale de WhatsApp");
  expect(found?.text).toContain("Notre surveillance a confirmé");
});

test("the key changes with the words and with nothing else", () => {
  const key = (facts: PublicFacts) => banner(facts)?.key;
  expect(key({ ...outageFacts, notices: [notice({ source: "elsewhere" })] })).toBe(
    key(outageFacts),
  );
  const texts = { ...notice().texts, en: { ...notice().texts.en, message: "It is worse." } };
  expect(key({ ...outageFacts, notices: [notice({ texts })] })).not.toBe(key(outageFacts));
});

test("whoever saw the alarm sees its end, for an hour", () => {
  const ended = (ago: number) =>
    banner({
      ...outageFacts,
      notices: [notice()],
      incidents: [incident({ state: "resolved", closedAt: NOW - ago })],
    });
  expect(ended(5 * MINUTE)).toMatchObject({
    state: "resolved",
    severity: "operational",
    title: "Resolved: General outage of WhatsApp",
    text: "Everything works again. Thank you for your patience.",
    alternatives: [],
  });
  expect(ended(61 * MINUTE)).toBeNull();
});

test("in training it says that it is an exercise", () => {
  const training = { ...outageFacts.organisation, mode: "training" as const };
  expect(banner({ ...outageFacts, organisation: training })?.exercise).toBe("Exercise.");
});
