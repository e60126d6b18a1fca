import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
  platform,
  point,
} from "../../test/public-example.ts";
import { dayHistories, HISTORY_DAYS } from "../domain/day-history.ts";
import { type PublicFacts, readAt } from "../domain/public-state.ts";
import { historySection } from "./history.ts";
import { statusPage } from "./status.ts";

const DAY = 1_440 * MINUTE;
const days = (facts: PublicFacts, id: string, now = NOW) =>
  dayHistories(contextOf(facts, "en", { now }).state, now).get(id) ?? [];
const states = (facts: PublicFacts, id: string) => days(facts, id).map((day) => day.state);
const section = (facts: PublicFacts, language: "fr" | "en" = "en") =>
  String(historySection(contextOf(facts, language)));

describe("the days of a contact point", () => {
  test("an incident colours its days, the worst it was; what was before our records is not known", () => {
    const found = states(outageFacts, "p-whatsapp");
    expect(found).toHaveLength(HISTORY_DAYS);
    expect(found.at(-1)).toBe("major");
    expect(found.at(-2)).toBe("none");
    expect(found.slice(0, 29)).toEqual(Array.from({ length: 29 }, () => null));
    expect(found[29]).toBe("none");
    expect(states(outageFacts, "p-messenger").indexOf("degraded")).toBe(HISTORY_DAYS - 10);
  });

  test("one that lasts from day to day is on each of them", () => {
    const long = incident({ startedAt: NOW - 3 * DAY });
    const found = days({ ...outageFacts, incidents: [long] }, "p-whatsapp");
    expect(found.filter((day) => day.incidentIds.length > 0)).toHaveLength(4);
  });

  test("a false alarm was no trouble, and a withdrawn word weighs nothing", () => {
    const closed = { state: "dismissed", closedAt: NOW } as const;
    const dismissed = { ...outageFacts, incidents: [incident(closed)] };
    expect(states(dismissed, "p-whatsapp").at(-1)).toBe("none");
    const withdrawn = notice({ state: "withdrawn", severity: "major" });
    const partial = notice({ id: "b", severity: "partial", version: 3 });
    const facts = { ...outageFacts, notices: [withdrawn, partial] };
    expect(states(facts, "p-whatsapp").at(-1)).toBe("partial");
  });

  test("of a state that is old, today is unknown, and the days since then are not told", () => {
    const aged = (later: number) => {
      const { state } = contextOf(calmFacts, "en");
      const now = NOW + later;
      return (
        dayHistories(readAt(state, now), now)
          .get("p-whatsapp")
          ?.map((day) => day.state) ?? []
      );
    };
    expect(aged(20 * MINUTE).at(-1)).toBe("unknown");
    expect(aged(2 * DAY).slice(-3)).toEqual(["none", null, null]);
  });

  test("where nothing is watched there is no history to show", () => {
    expect(days(outageFacts, "p-phone")).toEqual([]);
  });

  test.each(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris", "America/New_York"])(
    "in %s every day is there once, also where clocks change",
    (timeZone) => {
      const organisation = { ...calmFacts.organisation, timeZone };
      for (const hour of [0, 6, 12, 23]) {
        const now = Date.parse("2026-11-20T00:30:00Z") + hour * 60 * MINUTE;
        const format = new Intl.DateTimeFormat("sv-SE", { timeZone });
        const found = days({ ...calmFacts, organisation }, "p-whatsapp", now);
        const names = found.map((day) => format.format(day.at));
        expect(new Set(names).size).toBe(HISTORY_DAYS);
        expect(names.at(-1)).toBe(format.format(now));
      }
    },
  );
});

test("a day of announced work is told as such, and an incident on it has the word", () => {
  const work = {
    id: "w",
    title: { fr: "Câble", en: "Cable" },
    message: { fr: "", en: "" },
    from: NOW - 2 * DAY,
    until: NOW - 2 * DAY + 60 * MINUTE,
    pointIds: ["p-whatsapp"],
    effect: "major" as const,
    firm: true,
    state: "completed" as const,
    version: 2,
    beganAt: NOW - 2 * DAY,
    endedAt: NOW - 2 * DAY + 60 * MINUTE,
    updatedAt: NOW,
    updates: [],
  };
  const latest = (facts: PublicFacts, id: string) => states(facts, id).slice(-3);
  const worked = { ...calmFacts, works: [work] };
  expect(latest(worked, "p-whatsapp")).toEqual(["maintenance", "none", "none"]);
  expect(latest(worked, "p-messenger")).toEqual(["none", "none", "none"]);
  const off = { ...work, state: "cancelled" as const, beganAt: null };
  expect(latest({ ...calmFacts, works: [off] }, "p-whatsapp")).toEqual(["none", "none", "none"]);
  const trouble = incident({ startedAt: work.from, closedAt: work.until, state: "resolved" });
  const both = { ...worked, incidents: [trouble] };
  expect(latest(both, "p-whatsapp")[0]).not.toBe("maintenance");
});

test("the strip has a name, a height for each state, and a table that says the same", () => {
  const page = section(outageFacts);
  expect(page).toContain(
    'role="img" aria-label="WhatsApp, last 90 days: 1 day with an incident. Recorded for 61 days."',
  );
  expect(page).toContain('<path class="major" stroke-width="24" d="M445 12h5"/>');
  expect(page).toContain('<tr data-day="89"><th scope="row">20 November</th><td>Down</td>');
  expect(page).toContain("Messenger: pictures refused</a>");
  expect(page).not.toMatch(/public:|undefined|NaN/);
});

test("a point without trouble says so instead of an empty table", () => {
  const [sms] = section(outageFacts)
    .split("<li>")
    .filter((row) => row.includes("Text message"));
  expect(sms).toContain("No incident recorded. Recorded for 61 days.");
  expect(sms).not.toContain("<table>");
});

test("SEC-7: a hostile name does not become markup", () => {
  const evil = `"><script>alert(1)</script>`;
  const both = { fr: evil, en: evil };
  const facts: PublicFacts = {
    ...outageFacts,
    points: [point({ id: "p", name: both, platformId: "whatsapp" })],
    incidents: [incident({ title: both })],
  };
  expect(section(facts)).toContain("alert(1)");
  expect(section(facts)).not.toContain("<script");
});

test.each(["fr", "en"] as const)("with a full history the page in %s stays light", (language) => {
  const platforms = Array.from({ length: 20 }, (_, at) =>
    platform({ id: `f-${at}`, name: `Platform ${at}` }),
  );
  const points = platforms.map(({ id, name }) =>
    point({ id: `p-${id}`, name: { fr: name, en: name }, platformId: id }),
  );
  const incidents = Array.from({ length: 50 }, (_, at) =>
    incident({
      id: `0193a000-0000-7000-8000-${String(at * 7919).padStart(12, "0")}`,
      platformId: `f-${at % 20}`,
      state: "resolved",
      title: { fr: `Panne numéro ${at}`, en: `Outage number ${at}` },
      startedAt: NOW - at * 1.7 * DAY,
      closedAt: NOW - at * 1.7 * DAY + 60 * MINUTE,
    }),
  );
  const facts = { ...calmFacts, platforms, points, incidents };
  const page = statusPage(contextOf(facts, language)).toString();
  expect(gzipSync(page).length).toBeLessThan(20_000);
});
