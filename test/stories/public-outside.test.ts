import { XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PublicFacts, publicStateOf } from "../../src/domain/public-state.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { createWire } from "../../src/lib/wire.ts";
import { statuspage } from "../../src/sensors/statuspage.ts";
import { createTestFront } from "../front.ts";
import { quietMoment } from "../kits/sensor-kit.ts";
import { calmFacts, NOW, outageFacts, PUBLIC_URL, point } from "../public-example.ts";

const GONE = "0193a000-0000-7000-8000-00000000dead";
const EVIL = `"><script>alert(1)</script>]]>`;
let facts: PublicFacts = outageFacts;
const face = createFace({
  read: async () => publicStateOf(facts, NOW),
  now: () => NOW,
  publicUrl: PUBLIC_URL,
  bannerScript: "/*banner*/",
  pinned: ["/*banner*/"],
});
let front: Awaited<ReturnType<typeof createTestFront>>;
beforeAll(async () => {
  front = await createTestFront({ outside: [publicRoutes(face)] });
  await face.refresh();
});
afterAll(async () => await front[Symbol.asyncDispose]());

const ask = async (url: string, method: "GET" | "HEAD" = "GET", headers = {}) =>
  await front.app.inject({ method, url, headers });
/** What has an address of its own, rather than standing behind another. */
const addresses = () =>
  face.assets().filter(({ path }) => path.startsWith("/") && !path.includes("#"));

test("what we publish as Statuspage, our own sensor reads as we meant it", async () => {
  const url = await front.app.listen({ host: "127.0.0.1", port: 0 });
  const wire = createWire({ reach: "loopback" });
  const look = async (component = "") =>
    await statuspage.look({ url, component }, wire, quietMoment({ now: NOW }));
  expect(await look("WhatsApp")).toMatchObject({ verdict: "down" });
  expect(await look("Téléphone")).toMatchObject({ verdict: "up" });
  expect(await look()).toMatchObject({
    verdict: "degraded",
    evidence: { params: { name: "WhatsApp ne distribue plus les messages" } },
  });
  // An hour later the same words tell nothing about now.
  const late = quietMoment({ now: NOW + 3_600_000 });
  expect(await statuspage.look({ url, component: "" }, wire, late)).toMatchObject({
    verdict: "unknown",
  });
  facts = calmFacts;
  await face.refresh();
  expect(await look()).toMatchObject({ verdict: "up" });
  facts = outageFacts;
  await face.refresh();
  await wire.close();
});

test("every address answers HEAD, and 304 to whoever holds it", async () => {
  for (const { path } of addresses()) {
    const got = await ask(path);
    expect(got.statusCode, path).toBe(200);
    const head = await ask(path, "HEAD");
    expect([head.statusCode, head.body, head.headers.etag], path).toEqual([
      200,
      "",
      got.headers.etag,
    ]);
    const held = await ask(path, "GET", { "if-none-match": String(got.headers.etag) });
    expect([held.statusCode, held.body], path).toEqual([304, ""]);
  }
});

test("a page names its feeds and its Markdown to programs, and they are there", async () => {
  for (const path of ["/fr", "/en", "/", `/en/incidents/${outageFacts.incidents[0]?.id}`]) {
    const link = String((await ask(path)).headers.link);
    const named = [...link.matchAll(/<([^>]+)>; rel="alternate"; type="([^"]+)"/g)];
    expect(named.map(([, , type]) => type)).toEqual([
      "text/markdown",
      "application/atom+xml",
      "application/rss+xml",
      "application/feed+json",
    ]);
    for (const [, target = "", type] of named) {
      const there = await ask(target);
      expect([there.statusCode, String(there.headers["content-type"]).split(";")[0]]).toEqual([
        200,
        type,
      ]);
    }
  }
});

test("one build of the widget is kept for ever under its own address, and may be checked from anywhere", async () => {
  const pinned = addresses().find(({ kind }) => kind === "pinned");
  const { headers, body } = await ask(pinned?.path ?? "");
  expect(body).toBe("/*banner*/");
  expect(headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
  });
  expect((await ask("/banner.0000000000000000.js")).statusCode).toBe(404);
  expect((await ask("/banner.../../secret.js")).statusCode).toBe(404);
});

test("SEC-7: a contact point that is hidden or gone answers like one that never was, everywhere", async () => {
  const below = ["feed.atom", "history.atom", "history.rss", "feed.json"];
  const places = (id: string) => [
    `/badge.svg?component=${id}`,
    `/badge.json?component=${id}`,
    ...below.flatMap((name) => [`/fr/points/${id}/${name}`, `/en/points/${id}/${name}`]),
  ];
  const hidden = point({ id: GONE, name: { fr: "Ligne secrète", en: "Secret line" } });
  facts = { ...outageFacts, points: [...outageFacts.points, hidden] };
  await face.refresh();
  for (const path of places(GONE)) expect((await ask(path)).statusCode, path).toBe(200);
  facts = outageFacts;
  await face.refresh();
  for (const [index, path] of places(GONE).entries()) {
    const gone = await ask(path);
    const never = await ask(places("0193a000-0000-7000-8000-00000000beef")[index] ?? "");
    expect([gone.statusCode, gone.body], path).toEqual([404, never.body]);
  }
  for (const { path, body } of addresses()) expect(body, path).not.toContain(GONE);
});

test("SEC-7: hostile names leave every badge, feed and drawing well-formed, and nothing in them runs", async () => {
  const points = outageFacts.points.map((each) => ({ ...each, name: { fr: EVIL, en: EVIL } }));
  facts = {
    ...outageFacts,
    organisation: { ...outageFacts.organisation, name: EVIL },
    points,
    platforms: outageFacts.platforms.map((each) => ({ ...each, name: EVIL })),
  };
  await face.refresh();
  const xml = addresses().filter(({ kind }) => ["feed", "rss", "badge", "map"].includes(kind));
  expect(xml.length).toBeGreaterThan(8);
  const badge = `/badge.svg?component=${points[0]?.id}`;
  for (const path of [badge, ...xml.map(({ path }) => path)]) {
    const { body, headers } = await ask(path);
    expect(XMLValidator.validate(body), path).toBe(true);
    expect(body, path).not.toContain("<script");
    expect(headers["content-security-policy"], path).toContain("default-src 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
  for (const { path, body, kind } of addresses()) {
    if (kind === "page") expect(body, path).not.toContain("<script>alert");
  }
  facts = outageFacts;
});
