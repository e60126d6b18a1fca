import { expect, test } from "vitest";
import { SCENARIOS, TONES } from "../domain/announcement.ts";
import { lintNotice } from "../domain/announcement-lint.ts";
import { suggestedTexts } from "./suggestion.ts";

const NOW = Date.parse("2026-03-05T09:00:00Z");
const STATES = ["suspected", "confirmed", "monitoring", "resolved"] as const;

test.each(
  STATES.flatMap((state) =>
    [null, "WhatsApp"].flatMap((platform) =>
      ["general", "unknown"].map((kind) => [state, platform, kind] as const),
    ),
  ),
)("what we suggest while it is %s (%s, %s) passes our own reading", (state, platform, kind) => {
  const { texts, severity } = suggestedTexts({
    state,
    platform,
    class: kind,
    title: { fr: "Crue de la Loire", en: "Loire flood" },
    startedAt: NOW - 3_600_000,
    now: NOW,
    timeZone: "Europe/Paris",
    alternatives: [{ fr: "l’accueil", en: "the front desk" }],
  });
  const nextUpdateAt = severity === "resolved" ? null : NOW + 1_800_000;
  const notice = { texts, severity, source: "Clairval", nextUpdateAt };
  expect(lintNotice(notice, NOW)).toEqual([]);
});

const chosen = SCENARIOS.flatMap((scenario) => TONES.map((tone) => ({ scenario, tone })));
const places = [null, "WhatsApp"].flatMap((platform) =>
  [[], [{ fr: "l’accueil", en: "the front desk" }]].map((alternatives) => ({
    platform,
    alternatives,
  })),
);

test.each(chosen)("$scenario, $tone: whole, and passes our own reading", ({ scenario, tone }) => {
  for (const { platform, alternatives } of places) {
    const { texts, severity } = suggestedTexts({
      state: "confirmed",
      class: "general",
      platform,
      title: { fr: "Crue de la Loire", en: "Loire flood" },
      startedAt: NOW - 3_600_000,
      now: NOW,
      timeZone: "Europe/Paris",
      alternatives,
      chosen: { scenario, tone },
    });
    const nextUpdateAt = severity === "resolved" ? null : NOW + 1_800_000;
    const notice = { texts, severity, source: "Clairval", nextUpdateAt };
    expect(lintNotice(notice, NOW)).toEqual([]);
    expect(JSON.stringify(texts)).not.toMatch(/scenarios:|\{\{|undefined/);
    const named = JSON.stringify(texts.fr).includes("l’accueil");
    expect(named).toBe(alternatives.length > 0 && scenario !== "resolved");
  }
});
