import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createContactPoint } from "../../src/actions/contact-point/create.ts";
import { planMaintenance } from "../../src/actions/maintenance/plan.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { listPublicPages } from "../../src/store/public-pages.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";

const installer = machine("test");
const HOME = "status.example.org";
let desk: Awaited<ReturnType<typeof openDesk>>;

async function openDesk() {
  const late: { parts: Pick<Parameters<typeof createFace>[0], "read" | "pages" | "now"> } = {
    parts: { read: async () => null, pages: async () => [], now: () => 0 },
  };
  const face = createFace({
    read: async () => await late.parts.read(),
    pages: async () => (await late.parts.pages?.()) ?? [],
    now: () => late.parts.now(),
    trustedHops: 1,
    publicUrl: `https://${HOME}`,
    bannerScript: "0",
  });
  const front = await createTestFront({ outside: [publicRoutes(face)] });
  const { house, clock, app, db } = front;
  late.parts = {
    read: async () => await readPublicState(db, clock()),
    pages: async () => await listPublicPages(db),
    now: clock,
  };
  for (const [id, name] of [
    ["whatsapp", "WhatsApp"],
    ["messenger", "Messenger"],
  ] as const) {
    await createPlatform(house, installer, { id, name, failureDomain: "meta", capabilities: [] });
  }
  const point = async (name: string, platformId: string | null, position: number) =>
    await createContactPoint(house, installer, {
      name: { fr: name, en: name },
      kind: "phone",
      platformId,
      link: null,
      hours: null,
      languages: ["fr"],
      waitingMinutes: null,
      baseline: "operational",
      position,
    });
  const lyon = await point("Accueil Lyon", "whatsapp", 0);
  const nice = await point("Accueil Nice", "messenger", 1);
  await planMaintenance(house, installer, {
    title: { fr: "Câble à Nice", en: "Cable in Nice" },
    message: { fr: "", en: "" },
    from: clock() + HOUR_MS,
    until: clock() + 2 * HOUR_MS,
    pointIds: [nice.id],
    effect: "major",
    firm: true,
  });
  return Object.assign(front, {
    lyon: lyon.id,
    nice: nice.id,
    admin: await front.signIn("Ada", "administrator"),
    cleo: await front.signIn("Cleo", "communicator"),
    async get(url: string, headers: Record<string, string> = {}) {
      await face.refresh();
      return await app.inject({ url, headers: { host: HOME, ...headers } });
    },
  });
}

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => await desk[Symbol.asyncDispose]());

const colours = {
  light: { accent: "#0b4fa8", header: "#152238" },
  dark: { accent: "#8fc0ff", header: "#0a1019" },
};
const lyonPage = () => ({
  slug: "lyon",
  name: { fr: "Clairval Lyon", en: "Clairval of Lyon" },
  domain: null as string | null,
  language: "en",
  colours: null as typeof colours | null,
  footer: { text: { fr: "Nos boutiques", en: "Our shops" }, url: "https://clairval.example/" },
  pointIds: [desk.lyon],
  platformIds: ["whatsapp"],
  generalIncidents: true,
});

test("a second page shows its own ways under its own name, with everything that a page has", async () => {
  expect((await desk.cleo.ask("POST", "/api/pages", lyonPage())).status).toBe(403);
  const made = await desk.admin.ask("POST", "/api/pages", lyonPage());
  expect(made).toMatchObject({ status: 201, body: { url: `https://${HOME}/p/lyon/`, logo: null } });

  const page = (await desk.get("/p/lyon")).body;
  expect(page).toContain("Clairval of Lyon");
  expect(page).toContain("Accueil Lyon");
  expect(page).not.toContain("Accueil Nice");
  expect(page).not.toContain("Cable in Nice");
  expect(page).toContain('href="/p/lyon/en/platforms"');
  expect(page).toContain('<a href="https://clairval.example/" rel="noopener">Our shops</a>');
  expect(page).toContain(`<link rel="canonical" href="https://${HOME}/p/lyon/en">`);
  expect((await desk.get("/p/lyon", { "accept-language": "fr" })).body).toContain("Clairval Lyon");
  // The page at the root has not changed.
  const root = (await desk.get("/fr")).body;
  expect(root).toContain("Boulangeries Clairval");
  expect(root).toContain("Accueil Nice");

  const summary = (await desk.get("/p/lyon/api/v2/summary.json")).json();
  expect(summary.components.map(({ name }: { name: string }) => name)).toEqual(["Accueil Lyon"]);
  expect(summary.page).toMatchObject({ url: `https://${HOME}/p/lyon`, name: "Clairval of Lyon" });
  // Nothing is wrong: there is no banner to show, and that is an answer.
  expect((await desk.get("/p/lyon/banner.json?lang=fr")).body).toBe("null");
  expect((await desk.get("/p/lyon/badge.svg?lang=en")).body).toContain("Clairval of Lyon");
  for (const path of ["/en/feed.atom", "/fr/history.rss", "/feed.json", "/fr/maintenance.ics"]) {
    expect([path, (await desk.get(`/p/lyon${path}`)).statusCode]).toEqual([path, 200]);
  }
  for (const path of [
    "/p/nowhere",
    "/p/lyon/fr/nothing",
    `/p/lyon/fr/points/${desk.nice}/feed.json`,
  ]) {
    expect([path, (await desk.get(path)).statusCode]).toEqual([path, 404]);
  }
  expect((await desk.get("/p/nowhere/badge.svg")).statusCode).toBe(404);
  const taken = await desk.admin.ask("POST", "/api/pages", lyonPage());
  expect(taken.status).toBe(409);
});

test("colours that nobody could read are refused by name, others come with a policy of their own", async () => {
  const pale = { ...colours, light: { ...colours.light, accent: "#8fc0ff" } };
  const asked = { ...lyonPage(), id: null, shown: "fr", colours: pale };
  const preview = await desk.cleo.ask("POST", "/api/pages/preview", asked);
  expect(preview.body.pale).toMatchObject([
    {
      ratio: 1.74,
      text: {
        fr: "Liens et boutons, mode clair\u00a0: 1,74\u00a0:\u00a01 sur son fond. Il faut 4,5\u00a0:\u00a01 pour rester lisible.",
      },
    },
  ]);
  expect(preview.body.html).toContain("--link:#8fc0ff");
  const root = { ...lyonPage(), slug: null, colours: pale, pointIds: [], platformIds: [] };
  const refused = await desk.admin.ask("POST", "/api/pages", root);
  expect(refused).toMatchObject({ status: 400 });
  const hostile = { light: { accent: "red}*{color:red", header: "#152238" }, dark: colours.dark };
  const injected = await desk.admin.ask("POST", "/api/pages", { ...root, colours: hostile });
  expect(injected.status).toBe(400);

  const plain = (await desk.get("/fr")).headers["content-security-policy"];
  const kept = await desk.admin.ask("POST", "/api/pages", { ...root, colours });
  expect(kept.status).toBe(201);
  const themed = await desk.get("/fr");
  expect(themed.body).toContain("<style>:root{--link:#0b4fa8;--head:#152238}");
  expect(themed.headers["content-security-policy"]).not.toBe(plain);
  expect(String(themed.headers["content-security-policy"])).not.toContain("unsafe");
  const lyon = await desk.get("/p/lyon/en");
  expect(lyon.headers["content-security-policy"]).toBe(plain);
  await desk.admin.ask("DELETE", `/api/pages/${kept.body.id}`);
  expect((await desk.get("/fr")).body).toContain("Boulangeries Clairval");
});

/** The smallest picture that is one: a head that says 3 by 2. */
function png(): Buffer {
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  const sides = Buffer.from([0x49, 0x48, 0x44, 0x52, 0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  return Buffer.concat([head, sides, deflateSync(Buffer.alloc(20))]);
}

test("a logo is what its bytes say: pictures only, served inert, under a name of its bytes", async () => {
  const { body: all } = await desk.admin.ask("GET", "/api/pages");
  const path = `/api/pages/${all.pages[0].id}/logo`;
  const give = async (bytes: Buffer | null) =>
    await desk.admin.ask("PUT", path, { base64: bytes?.toString("base64") ?? null });
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  expect((await give(svg)).status).toBe(400);
  expect((await give(Buffer.from("GIF89a..."))).status).toBe(400);
  expect((await give(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).status).toBe(400);
  const heavy = await give(Buffer.concat([png(), Buffer.alloc(200_000)]));
  expect(heavy.status).toBe(413);

  const kept = await give(png());
  expect(kept.body.logo).toMatch(/^https:\/\/status\.example\.org\/p\/lyon\/logo\/\w{12}\.png$/);
  const served = await desk.get(new URL(kept.body.logo).pathname);
  expect(served.rawPayload).toEqual(png());
  expect(served.headers).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=31536000, immutable",
  });
  expect(String(served.headers["content-security-policy"])).toContain("sandbox");
  expect((await desk.get("/p/lyon/en")).body).toContain('width="3" height="2" alt=""');
  expect((await give(null)).body.logo).toBeNull();
});

test("a host of its own leads to that page, and no header can make a cache keep the wrong one", async () => {
  const { body: all } = await desk.admin.ask("GET", "/api/pages");
  const { id } = all.pages[0];
  const move = async (domain: string) =>
    await desk.admin.ask("PUT", `/api/pages/${id}`, { ...lyonPage(), domain });
  expect((await move(HOME)).status).toBe(409);
  expect((await move("localhost")).status).toBe(400);
  expect((await move("lyon.example.com/evil")).status).toBe(400);
  const moved = await move("Lyon.Example.com");
  expect(moved.body.url).toBe("https://lyon.example.com/");

  const own = await desk.get("/en", { host: "lyon.example.com:443" });
  expect(own.body).toContain('<link rel="canonical" href="https://lyon.example.com/en">');
  expect(own.body).toContain('href="/en/platforms"');
  expect(own.headers["link"]).toContain("</en/feed.atom>");
  const api = await desk.get("/api/v2/summary.json", { host: "lyon.example.com" });
  expect(api.json().components).toHaveLength(1);
  const form = await desk.get("/fr/report", { host: "lyon.example.com" });
  expect(form.body).toContain("Clairval Lyon");
  expect(form.body).not.toContain("Messenger");
  const gone = await desk.get("/p/lyon/fr/maintenance");
  expect([gone.statusCode, gone.headers.location]).toEqual([
    302,
    "https://lyon.example.com/fr/maintenance",
  ]);

  const rootName = "Boulangeries Clairval";
  for (const headers of [
    { host: "evil.example" },
    { host: "lyon.example.com.evil.example" },
    { host: "[::1]" },
    // Our own name with somebody else's word about it: the page under our name stays ours.
    { "x-forwarded-host": "lyon.example.com" },
  ]) {
    expect((await desk.get("/fr", headers)).body).toContain(rootName);
  }
  // A proxy that calls us by an inner name is believed, because we were told that there is one.
  const proxied = { host: "tocsin-1", "x-forwarded-host": "evil.example, lyon.example.com" };
  expect((await desk.get("/fr", proxied)).body).toContain("Clairval Lyon");
});
