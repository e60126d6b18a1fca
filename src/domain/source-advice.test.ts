import { expect, test } from "vitest";
import { wordsFor } from "../lib/words.ts";
import { sentence } from "./sentence.ts";
import { adviceOn } from "./source-advice.ts";

const looks = Object.keys(
  JSON.parse(JSON.stringify(wordsFor("en")("crisis:look", { returnObjects: true }))),
);

test.each(looks)("there is something to do when a look ends in %s, in both languages", (why) => {
  const advice = adviceOn({
    enabled: true,
    health: "unhealthy",
    note: sentence(`crisis:look.${why}`),
  });
  if (advice === null) throw new Error("no advice");
  for (const language of ["fr", "en"] as const) {
    const said = wordsFor(language)(advice.code, advice.params);
    expect(said).not.toContain("advice.");
    expect(said.length).toBeGreaterThan(20);
  }
  expect(advice.code).not.toBe("platform:advice.other");
});

test("a source that looks needs nothing, and one that is paused can go on", () => {
  expect(adviceOn({ enabled: true, health: "healthy", note: null })).toBeNull();
  expect(adviceOn({ enabled: true, health: "unknown", note: null })).toBeNull();
  expect(adviceOn({ enabled: false, health: "unhealthy", note: null })?.code).toBe(
    "platform:advice.paused",
  );
  const strange = sentence("sensors:something.new");
  expect(adviceOn({ enabled: true, health: "unhealthy", note: strange })?.code).toBe(
    "platform:advice.other",
  );
});
