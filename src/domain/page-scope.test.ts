import { describe, expect, test } from "vitest";
import { INCIDENT, NOW, outageFacts } from "../../test/public-example.ts";
import { scopedState, showsIncident, showsWork } from "./page-scope.ts";
import { publicStateOf } from "./public-state.ts";

type Page = { pointIds: string[]; platformIds: string[]; generalIncidents: boolean };
const all: Page = { pointIds: [], platformIds: [], generalIncidents: true };

describe("what a page shows decides who hears of it", () => {
  test.each([
    ["a page of everything", all, { platformId: "whatsapp", pointIds: [] }, true],
    ["its platform", { ...all, platformIds: ["sms"] }, { platformId: "sms", pointIds: [] }, true],
    [
      "another platform, touching one of its ways",
      { ...all, platformIds: ["sms"], pointIds: ["desk"] },
      { platformId: "whatsapp", pointIds: ["chat", "desk"] },
      true,
    ],
    [
      "another platform and another way",
      { ...all, platformIds: ["sms"], pointIds: ["desk"] },
      { platformId: "whatsapp", pointIds: ["chat"] },
      false,
    ],
    ["a flood", { ...all, platformIds: ["sms"] }, { platformId: null, pointIds: [] }, true],
    ["a flood", { ...all, generalIncidents: false }, { platformId: null, pointIds: [] }, false],
  ])("%s", (_, page, incident, shown) => {
    expect(showsIncident(page, incident)).toBe(shown);
  });

  test("planned work that touches nothing is everybody's", () => {
    const page = { ...all, pointIds: ["desk"] };
    expect(showsWork(page, { pointIds: [] })).toBe(true);
    expect(showsWork(page, { pointIds: ["desk", "chat"] })).toBe(true);
    expect(showsWork(page, { pointIds: ["chat"] })).toBe(false);
  });
});

test("what is about something that a page does not show is not shown there either", () => {
  const words = { question: "Q", answer: "A", at: NOW };
  const about = (kind: "general" | "incident" | "platform" | "point", id: string | null) => ({
    id: `${kind} ${id}`,
    about: { kind, id },
    texts: { fr: words },
  });
  const faq = [
    about("general", null),
    about("incident", INCIDENT),
    about("incident", "long-ago"),
    about("platform", "whatsapp"),
    about("point", "none-of-ours"),
  ];
  const state = publicStateOf({ ...outageFacts, faq }, NOW);
  const name = { fr: "Ville", en: "Town" };
  const shown = (page: Page) =>
    scopedState(state, { ...page, name, language: "fr" }, "fr").faq.map(({ id }) => id);
  const elsewhere = { ...all, platformIds: ["sms"], pointIds: ["desk"] };
  expect(shown(elsewhere)).toEqual(["general null", "incident long-ago"]);
  expect(shown({ ...all, platformIds: ["whatsapp"] })).toContain(`incident ${INCIDENT}`);
});
