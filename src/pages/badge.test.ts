import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  MINUTE,
  NOW,
  outageFacts,
  point,
} from "../../test/public-example.ts";
import { POINT_STATES } from "../domain/contact-point.ts";
import { readAt } from "../domain/public-state.ts";
import { badgeEndpoint, badgeOf, badgeSvg } from "./badge.ts";

const svg = (badge: ReturnType<typeof badgeOf>, style: "flat" | "flat-square" = "flat") => {
  if (badge === null) throw new Error("There is no such badge.");
  const text = badgeSvg(badge, style).toString();
  expect(XMLValidator.validate(text)).toBe(true);
  return text;
};

test("a badge says in words of whom it speaks and what is wrong", () => {
  const badge = badgeOf(contextOf(outageFacts, "en"), "p-whatsapp");
  expect(badge).toEqual({ label: "WhatsApp", message: "Down", state: "major" });
  expect(svg(badge)).toContain(
    'role="img" aria-label="WhatsApp: Down"><title>WhatsApp: Down</title>',
  );
  expect(badgeOf(contextOf(outageFacts, "fr"), null)).toMatchObject({
    label: "Centre hospitalier du Val",
    message: "Panne partielle",
    state: "partial",
  });
});

test("the badge of all of us says that we are down only where nothing works", () => {
  const [whatsapp] = outageFacts.points;
  if (whatsapp === undefined) throw new Error("The example has no contact point.");
  const alone = { ...outageFacts, points: [whatsapp] };
  expect(badgeOf(contextOf(alone, "en"), null)).toMatchObject({ message: "Down", state: "major" });
});

test("every state has a shape and a colour of its own", () => {
  const drawn = POINT_STATES.map((state) => svg({ label: "x", message: "same", state }));
  const shapes = drawn.map((text) => /<g transform[^>]*>(.*?)<\/g>/.exec(text)?.[1]);
  const colours = POINT_STATES.map((state) =>
    JSON.stringify(badgeEndpoint({ label: "x", message: "same", state })),
  );
  expect(new Set(shapes).size).toBe(POINT_STATES.length);
  expect(new Set(colours).size).toBe(POINT_STATES.length);
});

test("an old state is unknown and grey, also where it was bad", () => {
  const now = NOW + 20 * MINUTE;
  const { state } = contextOf(outageFacts, "en");
  const old = contextOf(outageFacts, "en", { state: readAt(state, now), now });
  for (const component of ["p-whatsapp", "p-phone", null]) {
    expect(badgeOf(old, component)).toMatchObject({ state: "unknown", message: "Being checked" });
  }
});

test("SEC-7: a contact point nobody may see has no badge, like one that does not exist", () => {
  expect(badgeOf(contextOf(calmFacts, "en"), "p-hidden")).toBeNull();
  expect(badgeOf(contextOf(calmFacts, "en"), "")).toBeNull();
  expect(badgeOf(contextOf(calmFacts, "en"), "__proto__")).toBeNull();
});

test("SEC-7: a hostile name does not become markup", () => {
  const evil = `"><script>alert(1)</script>]]>`;
  const facts = { ...calmFacts, points: [point({ id: "evil", name: { fr: evil, en: evil } })] };
  const text = svg(badgeOf(contextOf(facts, "en"), "evil"));
  expect(text).not.toContain("<script");
  expect(text).not.toContain("]]>");
});

test("a long name is cut, a square badge has square corners, an exercise says so", () => {
  const name = "n".repeat(300);
  const organisation = { ...calmFacts.organisation, name, mode: "training" as const };
  const badge = badgeOf(contextOf({ ...calmFacts, organisation }, "en"), null);
  expect(Array.from(badge?.label ?? "")).toHaveLength(40);
  expect(badge?.message).toBe("Exercise: Works");
  expect(svg(badge, "flat-square")).toContain('rx="0"');
});

test("the endpoint says what shields.io asks for", () => {
  const badge = badgeOf(contextOf(outageFacts, "en"), "p-whatsapp");
  expect(badge === null ? null : badgeEndpoint(badge)).toEqual({
    schemaVersion: 1,
    label: "WhatsApp",
    message: "Down",
    color: "#b3202a",
  });
});
