import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, machine } from "../../src/actions/action.ts";
import { bringIn } from "../../src/actions/moving/bring-in.ts";
import { CachetFiles, fromCachet, withUpdates } from "../../src/actions/moving/cachet.ts";
import { fromKuma, KumaFiles } from "../../src/actions/moving/kuma.ts";
import { fromStatuspage, StatuspageFiles } from "../../src/actions/moving/statuspage.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { readPage } from "../../src/cli/import-page.ts";
import type { Actor } from "../../src/domain/roles.ts";
import { handClock } from "../../src/lib/clock.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { createWire } from "../../src/lib/wire.ts";
import { announcementsOf } from "../../src/store/announcements.ts";
import { listContactPoints } from "../../src/store/contact-points.ts";
import { listIncidents } from "../../src/store/incidents.ts";
import { listMaintenances } from "../../src/store/maintenances.ts";
import { sourcesOf } from "../../src/store/sources.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";
import { FarEnd } from "../kits/far-end.ts";

const keyboard = machine("command line");
const clock = handClock(Date.parse("2026-11-20T10:00:00Z"));
let database: TestDatabase;
let house: House;

beforeAll(async () => {
  database = await createTestDatabase();
  const newId = () => newUuid(clock());
  house = { db: database.db, now: clock, newId, secretKey: Buffer.alloc(32, 7) };
  const fields = { name: "Shop", failureDomain: "own", capabilities: ["send"] };
  await createPlatform(house, keyboard, { id: "shop", ...fields });
});
afterAll(async () => await database[Symbol.asyncDispose]());

const STATUSPAGE = StatuspageFiles.parse({
  page: { id: "abc", name: "Shop", url: "https://status.shop.example" },
  components: [
    { name: "Orders", status: "operational", group: false },
    { name: "Support", status: "under_maintenance", group: false },
    { name: "Everything", status: "operational", group: true },
    { name: "Returns", status: "something_new", group: null },
  ],
  incidents: [
    {
      id: "p1",
      name: "Orders are slow",
      status: "resolved",
      impact: "major",
      created_at: "2026-03-05T10:14:00.000Z",
      started_at: null,
      resolved_at: "2026-03-05T11:30:00.000+01:00",
      incident_updates: [
        { status: "resolved", body: "It is over.", created_at: "2026-03-05T10:30:00Z" },
        { status: "investigating", body: "We are looking.", created_at: "2026-03-05T10:15:00Z" },
      ],
    },
    {
      id: "p2",
      name: "Payments fail",
      status: "identified",
      impact: "critical",
      created_at: "2026-11-20T09:00:00Z",
    },
  ],
  scheduled_maintenances: [
    {
      id: "m1",
      name: "New cables",
      status: "scheduled",
      scheduled_for: "2026-11-21T22:00:00Z",
      scheduled_until: "2026-11-22T02:00:00Z",
      incident_updates: [
        { status: "scheduled", body: "A quiet night.", created_at: "2026-11-18T10:00:00Z" },
      ],
      components: [{ name: "Orders" }],
    },
    {
      id: "m0",
      name: "Old cables",
      status: "completed",
      scheduled_for: "2026-10-21T22:00:00Z",
      scheduled_until: "2026-10-22T02:00:00Z",
    },
  ],
});

test("a Statuspage comes along: its points, its history, and what stays behind with a reason", async () => {
  const moved = fromStatuspage(STATUSPAGE);
  expect(moved.left.map(({ what }) => what)).toEqual(["Payments fail", "Old cables"]);
  const brought = await bringIn(house, keyboard, { moved, platformId: null });
  expect(brought).toEqual({ points: 3, watches: 0, incidents: 1, works: 1, known: 0 });

  const points = await listContactPoints(house.db);
  expect(points.map(({ name, baseline }) => [name.en, baseline])).toEqual([
    ["Orders", "operational"],
    ["Support", "maintenance"],
    // A word we do not know is no good news.
    ["Returns", "unknown"],
  ]);
  const [work] = await listMaintenances(house.db, clock());
  expect(work).toMatchObject({
    title: { fr: "New cables" },
    message: { fr: "A quiet night." },
    state: "scheduled",
    pointIds: [points[0]?.id],
  });
  const [incident] = await listIncidents(house.db, { scope: "all", limit: 10 });
  expect(incident).toMatchObject({ state: "resolved", title: { en: "Orders are slow" } });
  expect(incident?.started_at.toISOString()).toBe("2026-03-05T10:14:00.000Z");
  const told = await announcementsOf(house.db, incident?.id ?? "");
  expect(told.map(({ state, severity, texts }) => [state, severity, texts.fr.message])).toEqual([
    ["published", "resolved", "It is over."],
    ["corrected", "partial", "We are looking."],
  ]);
});

test("brought in twice, nothing is there twice", async () => {
  const moved = fromStatuspage(STATUSPAGE);
  const again = await bringIn(house, keyboard, { moved, platformId: null });
  expect(again).toEqual({ points: 0, watches: 0, incidents: 0, works: 0, known: 5 });
});

test("an Uptime Kuma brings its checks to a platform, without its passwords", async () => {
  const monitor = { interval: 60, active: true };
  const moved = fromKuma(
    KumaFiles.parse({
      version: "1.23.13",
      notificationList: [{ config: "a secret" }],
      monitorList: [
        { ...monitor, id: 1, name: "Site", type: "http", url: "https://shop.example", interval: 5 },
        { ...monitor, id: 2, name: "Mail", type: "port", hostname: "mx.shop.example", port: "25" },
        { ...monitor, id: 3, name: "Names", type: "dns", hostname: "shop.example" },
        { ...monitor, id: 4, name: "Old", type: "http", url: "https://x.example", active: 0 },
        { ...monitor, id: 5, name: "Job", type: "push" },
        { ...monitor, id: 6, name: "Key", type: "http", url: "https://me:secret@shop.example" },
        { ...monitor, id: 7, name: "Box", type: "docker" },
        { ...monitor, id: 8, name: "Nowhere", type: "port", hostname: "a.example", port: 99_999 },
      ],
    }),
  );
  expect(moved.left.map(({ what }) => what)).toEqual(["Old", "Job", "Key", "Box", "Nowhere"]);
  expect(JSON.stringify(moved)).not.toContain("secret");

  const unplaced = bringIn(house, keyboard, { moved, platformId: null });
  await expect(unplaced).rejects.toMatchObject({ code: "invalid" });
  const brought = await bringIn(house, keyboard, { moved, platformId: "shop" });
  expect(brought).toMatchObject({ watches: 3, known: 0 });
  const sources = await sourcesOf(house.db, "shop");
  expect(sources.map(({ name, sensor }) => `${name} ${sensor}`).toSorted()).toEqual([
    "Mail tcp-probe",
    "Names dns-probe",
    "Site http-probe",
  ]);
  // Five seconds is a rhythm we do not take over.
  expect(sources.find(({ name }) => name === "Site")?.every_ms).toBe(20_000);
});

test("a Cachet comes along in both of its dialects", () => {
  const times = { occurred_at: "2026-01-02 03:04:05", created_at: "2026-01-02 03:10:00" };
  const old = CachetFiles.parse({
    url: "https://two.example",
    components: [{ id: 1, name: "Desk", link: "javascript:alert(1)", status: 3, enabled: true }],
    incidents: [
      {
        id: 7,
        name: "Power cut",
        message: "Dark.",
        status: 4,
        visible: 1,
        ...times,
        updated_at: "2026-01-02 05:00:00",
        updates: [{ message: "Light.", status: 4, created_at: "2026-01-02 04:30:00" }],
      },
      { id: 8, name: "Hidden", status: 4, visible: 0, ...times },
      { id: 9, name: "Still on", status: 2, visible: 1, ...times },
    ],
  });
  const included = [
    {
      type: "updates",
      id: "70",
      attributes: {
        message: "Light.",
        status: { human: "Fixed", value: 4 },
        created: { string: "2026-01-02 04:30:00" },
      },
    },
  ];
  const newer = CachetFiles.parse({
    url: "https://three.example",
    components: withUpdates({
      data: [{ id: "1", attributes: { name: "Desk", link: null, status: { value: 3 } } }],
    }),
    incidents: withUpdates({
      data: [
        {
          id: "7",
          attributes: {
            id: 7,
            name: "Power cut",
            message: "Dark.",
            status: { human: "Fixed", value: 4 },
            visible: true,
            occurred: { string: "2026-01-02 03:04:05" },
            created: { string: "2026-01-02 03:10:00" },
          },
          relationships: { updates: { data: [{ type: "updates", id: "70" }] } },
        },
      ],
      included,
    }),
  });
  const [two, three] = [fromCachet(old), fromCachet(newer)];
  expect(two.points).toEqual([{ name: "Desk", baseline: "partial", link: null }]);
  expect(two.left.map(({ what }) => what)).toEqual(["Still on"]);
  expect(two.incidents).toEqual(three.incidents);
  expect(two.incidents[0]).toMatchObject({
    startedAt: Date.parse("2026-01-02T03:04:05Z"),
    endedAt: Date.parse("2026-01-02T04:30:00Z"),
    updates: [
      { severity: "partial", message: "Dark." },
      { severity: "resolved", message: "Light." },
    ],
  });
});

test("a page is read over the wire, and what is no such page is refused with a sentence", async () => {
  await using page = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  page.behaviour = { status: 200, body: { page: { id: "x" }, components: [] } };
  expect(await readPage("statuspage", `${page.url}/`, wire)).toMatchObject({ origin: "x" });
  expect(page.seen.map(({ url }) => url)).toContain("/api/v2/components.json");

  page.behaviour = { status: 200, body: "<html>" };
  await expect(readPage("statuspage", page.url, wire)).rejects.toThrow(/not with JSON/);
  page.behaviour = { status: 200, body: { components: "none" } };
  await expect(readPage("statuspage", page.url, wire)).rejects.toThrow(
    /cannot be understood: page/,
  );
  page.behaviour = { status: 404 };
  await expect(readPage("cachet", page.url, wire)).rejects.toThrow(/could not be read \(404\)/);
  await expect(readPage("uptime-kuma", page.url, wire)).rejects.toThrow(/read from its backup/);
  await expect(readPage("cachet", "nowhere.json", wire)).rejects.toThrow(
    /cannot be read \(ENOENT\)/,
  );
  await wire.close();
});

test("only an administrator brings anything in", async () => {
  const reader: Actor = { kind: "person", id: "1", name: "Reader", roles: ["viewer"] };
  const asked = bringIn(house, reader, { moved: fromStatuspage(STATUSPAGE), platformId: null });
  await expect(asked).rejects.toMatchObject({ code: "forbidden" });
});
