import { expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
  point,
} from "../../test/public-example.ts";
import { type PublicFacts, readAt } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { statusPage } from "./status.ts";

const BLOCK = /<script type="application\/ld\+json">(.*?)<\/script>/gs;

function graphOf(context: PageContext) {
  const found = [...statusPage(context).toString().matchAll(BLOCK)];
  expect(found).toHaveLength(1);
  return JSON.parse(found[0]?.[1] ?? "")["@graph"];
}
const graph = (facts: PublicFacts, language: "fr" | "en" = "en") =>
  graphOf(contextOf(facts, language));

test("the page tells programs what we announce, and which ways work, the best first", () => {
  const [organisation, announcement, ...more] = graph(outageFacts, "fr");
  expect(more).toEqual([]);
  expect(announcement).toMatchObject({
    "@type": "SpecialAnnouncement",
    name: "WhatsApp ne distribue plus les messages",
    datePosted: "2026-11-20T09:36:00.000Z",
    expires: "2026-11-20T10:06:00.000Z",
    newsUpdatesAndGuidelines: "https://etat.example/fr",
  });
  const points = organisation.contactPoint;
  expect(points.map((each: { name: string }) => each.name)).toEqual([
    "SMS",
    "Téléphone",
    "Courriel",
    "Messenger",
  ]);
  expect(points[1]).toMatchObject({ telephone: "+33155000002", availableLanguage: ["fr", "en"] });
  expect(points[1].hoursAvailable[0]).toMatchObject({
    dayOfWeek: "https://schema.org/Monday",
    opens: "09:00",
    closes: "18:00",
  });
  expect(points[2]).toMatchObject({ email: "contact@centre.example" });
});

test("an old page vouches for no way to reach us", () => {
  const now = NOW + 20 * MINUTE;
  const state = readAt(contextOf(calmFacts, "en").state, now);
  expect(graphOf(contextOf(calmFacts, "en", { state, now }))[0].contactPoint).toEqual([]);
});

test("an exercise is nothing that programs should pass on", () => {
  const organisation = { ...calmFacts.organisation, mode: "training" as const };
  const page = statusPage(contextOf({ ...outageFacts, organisation }, "en")).toString();
  expect(page).not.toContain("ld+json");
});

test("SEC-7: hostile text neither ends the block nor changes it", () => {
  const evil = `</script><script>alert("1")</script><!--\u2028`;
  const both = { fr: evil, en: evil };
  const texts = { title: evil, message: evil, advice: "", nextStep: "" };
  const facts: PublicFacts = {
    ...outageFacts,
    organisation: { ...outageFacts.organisation, name: evil },
    points: [
      point({ id: "evil", name: both, link: "javascript:alert(1)" }),
      point({ id: "good", name: both, link: "https://wa.me/1" }),
    ],
    incidents: [incident({ title: both })],
    notices: [notice({ texts: { fr: texts, en: texts } })],
  };
  const [organisation, announcement] = graph(facts);
  expect(announcement.name).toBe(evil);
  expect(organisation.contactPoint).toMatchObject([{ name: evil, url: "https://wa.me/1" }]);
  const page = statusPage(contextOf(facts, "en")).toString();
  expect(page.match(/<script>/g)).toHaveLength(1);
});
