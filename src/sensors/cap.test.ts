import { describe, expect, test } from "vitest";
import { type CapDraft, capArea, capInfo, capXml, SENDER } from "../../test/kits/cap.ts";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Wire } from "../lib/wire.ts";
import { cap } from "./cap.ts";
import { readCap } from "./cap-document.ts";

sensorKit(cap, {
  settings: (url) => ({ url, token: "cap-token-of-a-long-test" }),
  speaksHttp: true,
});

const url = "https://alerts.example.org/feed.atom";
const look = async (xml: string, settings: object = {}) =>
  await cap.look({ url, ...settings }, lineWhere({}, told(xml)), quietMoment());
const alertsOf = async (draft: CapDraft, settings: object = {}) => {
  const found = await look(capXml(draft), settings);
  return found.kind === "alerts" ? found.alerts : found;
};

test("an alert is told in the languages it was given in", async () => {
  const english = { language: "en-GB", headline: "The Seine floods", description: "Leave." };
  expect(await alertsOf({ infos: [capInfo(), capInfo(english)] })).toMatchObject([
    {
      key: `${SENDER},crue-1,2026-03-05T11:50:00.000Z`,
      state: "open",
      severity: "severe",
      title: { fr: "La Seine déborde & monte", en: "The Seine floods" },
      text: { fr: "Quittez les quais.", en: "Leave." },
      expiresAt: Date.parse("2026-03-05T18:00:00Z"),
      drill: false,
    },
  ]);
});

test("one language has to do for both readers", async () => {
  const [alert] = [await alertsOf({ infos: [capInfo({ headline: "" })] })].flat();
  expect(alert).toMatchObject({ title: { fr: "Crue", en: "Crue" } });
});

const earlier = `${SENDER},crue-1,2026-03-05T11:50:00+00:00`;
test.each<[string, CapDraft, object, unknown]>([
  ["an exercise is set aside", { status: "Exercise" }, {}, []],
  ["an exercise may open a drill", { status: "Exercise" }, { exercises: true }, [{ drill: true }]],
  ["a test never opens anything", { status: "Test" }, { exercises: true }, []],
  ["nor does a draft", { status: "Draft" }, { exercises: true }, []],
  ["nor a message to machines", { status: "System" }, {}, []],
  ["what is not public is not for us", { scope: "Restricted" }, {}, []],
  ["an acknowledgement says nothing", { msgType: "Ack", references: earlier }, {}, []],
  [
    "a cancel ends what it names",
    { msgType: "Cancel", references: earlier, infos: [] },
    {},
    [{ state: "over", references: [`${SENDER},crue-1,2026-03-05T11:50:00.000Z`] }],
  ],
  ["a cancel that names nothing", { msgType: "Cancel" }, {}, []],
  [
    "an update names what it replaces",
    { identifier: "crue-2", msgType: "Update", references: earlier },
    {},
    [{ state: "open", references: [expect.any(String)] }],
  ],
  ["too mild", { infos: [capInfo({ severity: "Moderate" })] }, {}, [{ state: "minor" }]],
  [
    "mild enough",
    { infos: [capInfo({ severity: "Moderate" })] },
    { severityMin: "Moderate" },
    [{ state: "open" }],
  ],
  ["too late", { infos: [capInfo({ urgency: "Past" })] }, {}, [{ state: "minor" }]],
  ["too uncertain", { infos: [capInfo({ certainty: "Possible" })] }, {}, [{ state: "minor" }]],
  [
    "the gravest part counts",
    { infos: [capInfo({ severity: "Minor" }), capInfo({ severity: "Extreme" })] },
    {},
    [{ state: "open", severity: "extreme" }],
  ],
  ["we are within", {}, { places: "48.85,2.35" }, [{ state: "open" }]],
  ["we are elsewhere", {}, { places: "43.3,5.4" }, [{ state: "minor" }]],
  [
    "a circle around us",
    { infos: [capInfo({}, capArea("<circle>48.8,2.3 20</circle>"))] },
    { places: "48.85,2.35" },
    [{ state: "open" }],
  ],
  [
    "a circle elsewhere",
    { infos: [capInfo({}, capArea("<circle>48.8,2.3 1</circle>"))] },
    { places: "48.85,2.35" },
    [{ state: "minor" }],
  ],
  ["our code", {}, { areas: "FR-13, FR-75" }, [{ state: "open" }]],
  ["another code", {}, { areas: "FR-13" }, [{ state: "minor" }]],
  ["a word of the area", {}, { areas: "PETITE COURONNE" }, [{ state: "open" }]],
  [
    "no area at all is not near",
    { infos: [capInfo({}, "")] },
    { places: "48.85,2.35" },
    [{ state: "minor" }],
  ],
])("%s", async (_name, draft, settings, expected) => {
  expect(await alertsOf(draft, settings)).toMatchObject(expected as object[]);
});

test.each([
  ["1.1", { namespace: "urn:oasis:names:tc:emergency:cap:1.1" }],
  [
    "1.0, without a scope, and with a word of its own",
    {
      namespace: "http://www.incident.com/cap/1.0",
      scope: "",
      infos: [capInfo({ certainty: "Very Likely" })],
    },
  ],
])("CAP %s is read where it is clear", (_name, draft) => {
  expect(readCap(capXml(draft))).toMatchObject({ identifier: "crue-1" });
});

test.each<[string, string]>([
  ["an external entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/x">]>${capXml()}`],
  ["an entity bomb", `<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${capXml()}`],
  [
    "tags without an end",
    `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">${"<info>".repeat(9_000)}`,
  ],
  ["another namespace", capXml({ namespace: "urn:example" })],
  ["no scope in 1.2", capXml({ scope: "" })],
  ["a status that is none", capXml({ status: "Real" })],
  ["a time without its offset", capXml({ sent: "2026-03-05T11:50:00" })],
  ["a day that is none", capXml({ sent: "2026-13-45T11:50:00+00:00" })],
  ["an identifier with a comma", capXml({ identifier: "a,b" })],
  ["a severity that is none", capXml({ infos: [capInfo({ severity: "Terrible" })] })],
  ["two senders", capXml().replace("<sender>", "<sender>x</sender><sender>")],
  [
    "a ring that stays open",
    capXml({ infos: [capInfo({}, capArea("<polygon>1,1 1,2 2,2 2,1</polygon>"))] }),
  ],
  [
    "a place that is not on the earth",
    capXml({ infos: [capInfo({}, capArea("<circle>95,1 2</circle>"))] }),
  ],
  ["JSON", `{"alert":{}}`],
  ["nothing", ""],
])("%s is refused", async (_name, xml) => {
  expect(readCap(xml)).toBeNull();
  expect(await look(xml)).toMatchObject({
    verdict: "unknown",
    evidence: { code: "triggers:cap.unreadable" },
  });
});

describe("a feed", () => {
  const entries = (...hrefs: string[]) =>
    hrefs
      .map((href) => `<entry><title>x</title><updated>1</updated><link href="${href}"/></entry>`)
      .join("");
  const atom = (inside: string) => `<feed xmlns="http://www.w3.org/2005/Atom">${inside}</feed>`;
  /** Answers by address, and remembers what was asked. */
  const server = (pages: Record<string, string>) => {
    const asked: string[] = [];
    const wire: Wire = {
      ...lineWhere({}),
      request: async ({ url: address }) => {
        asked.push(address);
        const page = pages[address];
        return page === undefined
          ? await lineWhere({}).request({ method: "GET", url: address })
          : told(page);
      },
    };
    return { wire, asked };
  };
  const feedLook = async (wire: Wire) => await cap.look({ url }, wire, quietMoment());

  test("leads to its alerts, and each is asked for once", async () => {
    const { wire, asked } = server({
      [url]: atom(entries("/a.cap?x=1&amp;y=2", "b.cap")),
      "https://alerts.example.org/a.cap?x=1&y=2": capXml(),
      "https://alerts.example.org/b.cap": capXml({ identifier: "crue-2" }),
    });
    const seen = { kind: "alerts", alerts: [{ state: "open" }, { state: "open" }] };
    expect(await feedLook(wire)).toMatchObject(seen);
    expect(await feedLook(wire)).toMatchObject(seen);
    expect(asked).toHaveLength(4);
  });

  test("an alert that cannot be read hides no other, and is told of", async () => {
    const { wire } = server({
      [url]: atom(entries("a.cap", "b.cap", "c.cap")),
      "https://alerts.example.org/a.cap": capXml(),
      "https://alerts.example.org/b.cap": "<html></html>",
    });
    expect(await feedLook(wire)).toMatchObject({
      alerts: [{ state: "open" }],
      evidence: { code: "triggers:cap.partly", params: { read: 1, missing: 2 } },
    });
  });

  test("a long one is read in several looks, and what is left is not told as broken", async () => {
    const names = Array.from({ length: 100 }, (_, n) => `n${n}.cap`);
    const pages = names.map((name, n) => [
      `https://alerts.example.org/${name}`,
      capXml({ identifier: `crue-${n}` }),
    ]);
    const { wire } = server({ [url]: atom(entries(...names)), ...Object.fromEntries(pages) });
    const read = async () => (await feedLook(wire)).evidence;
    expect(await read()).toMatchObject({ code: "triggers:cap.seen", params: { read: 40 } });
    await read();
    expect(await read()).toMatchObject({ code: "triggers:cap.seen", params: { read: 100 } });
  });

  test("one that holds its alerts is not asked twice", async () => {
    const inside = capXml().replace(/<\?xml[^>]*>/, "");
    const { wire, asked } = server({
      [url]: atom(`<entry><content type="text/xml">${inside}</content></entry>`),
    });
    expect(await feedLook(wire)).toMatchObject({ alerts: [{ state: "open" }] });
    expect(asked).toEqual([url]);
  });

  test("RSS, whose links are text", async () => {
    const rss = `<rss version="2.0"><channel><title>x</title><link>https://example.org</link><item><link>https://alerts.example.org/a.cap</link></item></channel></rss>`;
    const { wire } = server({ [url]: rss, "https://alerts.example.org/a.cap": capXml() });
    expect(await feedLook(wire)).toMatchObject({ alerts: [{ state: "open" }] });
  });

  test("when nothing of what it promises can be read, we are blind", async () => {
    const { wire } = server({ [url]: atom(entries("a.cap", "file:///etc/passwd")) });
    expect(await feedLook(wire)).toMatchObject({ verdict: "unknown" });
  });

  test("an empty one is a quiet day", async () => {
    expect(await look(atom(""))).toMatchObject({ kind: "alerts", alerts: [] });
    expect(
      await look(`<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>`),
    ).toMatchObject({ kind: "alerts", alerts: [] });
  });
});

test("without an address it waits for alerts to be sent, and without a token it cannot", async () => {
  const asked = async (settings: object) => await cap.look(settings, lineWhere({}), quietMoment());
  expect(await asked({})).toMatchObject({ evidence: { code: "triggers:cap.nowhere" } });
  const token = "cap-token-of-a-long-test";
  expect(await asked({ token })).toMatchObject({
    kind: "nothing",
    evidence: { code: "triggers:listening" },
  });
});
