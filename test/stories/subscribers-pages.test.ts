import { expect, test } from "vitest";
import { planMaintenance } from "../../src/actions/maintenance/plan.ts";
import { createPage } from "../../src/actions/page/keep.ts";
import { removePage } from "../../src/actions/page/remove.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { pushSubscription } from "../../src/simulators/web-push.ts";
import {
  admin,
  createSubscriberWorld,
  linkIn,
  PAGE,
  type SubscriberWorld,
  subscribed,
  writer,
} from "./subscriber-world.ts";

const PLATFORM = { failureDomain: "meta", capabilities: [] };
const PAGES_WALKED_MAX = 200;

/** Every form of a page, filled in. */
const FORMS: Record<string, Record<string, string>> = {
  report: { platform: "whatsapp", quick: "1" },
  contact: { name: "Ana", reply: "ana@example.org", message: "Bonjour, une question." },
  "rumours/ask": { words: "Est-il vrai que le standard ferme ?" },
  subscribe: { by: "email", address: "ana@example.org" },
  "help/vote": { id: "none", helped: "1" },
};

/** A page for the town below our address, and one for the port at a host of its own. */
async function withPages(world: SubscriberWorld) {
  const { house, face } = world;
  await createPlatform(house, admin, { id: "messenger", name: "Messenger", ...PLATFORM });
  const chat = await world.point("WhatsApp", "whatsapp");
  const phone = await world.point("Téléphone", null);
  const other = await world.point("Messenger", "messenger");
  const page = async (slug: string, domain: string | null) =>
    await createPage(house, admin, {
      publicUrl: PAGE,
      page: {
        slug,
        domain,
        name: { fr: `Ville ${slug}`, en: `Town of ${slug}` },
        language: "fr",
        colours: null,
        footer: null,
        pointIds: [chat, phone],
        platformIds: ["whatsapp"],
        generalIncidents: false,
      },
    });
  const town = await page("ville", null);
  const port = await page("port", "port.example.net");
  await face.refresh();
  return { town, port, chat, other };
}

/** What a reader, a form, a browser or a program is led to from something of ours. */
function linksIn(body: string): string[] {
  const marked = [...body.matchAll(/ (?:href|action|src)="([^"#][^"]*)"/g)].map(([, link]) => link);
  const spelt = body.match(/https:\/\/(?:status\.example\.org|port\.example\.net)[^\s"<>)\\]*/g);
  const known = [...marked, ...(spelt ?? [])].flatMap(
    (link) => link?.replaceAll("&amp;", "&") ?? [],
  );
  // The keys are those of the organisation, at an address that a standard fixes (RFC 8615).
  // And "CODE" stands for what a reader has in their hands.
  return known.filter((link) => !/\/\.well-known\/|\/CODE\//.test(link));
}

test.each([
  { slug: "ville", base: "/p/ville", host: "status.example.org", url: `${PAGE}/p/ville` },
  { slug: "port", base: "", host: "port.example.net", url: "https://port.example.net" },
])("every link of the page $url stays on it, and leads somewhere", async ({ base, host, url }) => {
  await using world = await createSubscriberWorld();
  const { chat } = await withPages(world);
  const incident = await world.incident();
  await world.say(incident, "Panne");
  const from = world.clock() + HOUR_MS;
  const words = { fr: "Câble", en: "Cable" };
  await planMaintenance(world.house, writer, {
    title: words,
    message: words,
    from,
    until: from + HOUR_MS,
    pointIds: [chat],
    effect: "major",
    firm: true,
  });
  await world.face.refresh();
  const get = async (path: string) => await world.app.inject({ url: path, headers: { host } });

  const seeds = ["fr", "en"].flatMap((language) =>
    ["", "/subscribe?by=sms", "/subscribe?by=push", "/subscribe/code?t=x", "/unsubscribe?t=x"]
      .concat(["/subscribe/sent?by=email", "/help?q=panne", "/rumours/ask?done=taken"])
      .map((path) => `${base}/${language}${path}`),
  );
  const seen = new Set<string>();
  const wait = [...seeds];
  for (let path = wait.shift(); path !== undefined; path = wait.shift()) {
    if (seen.has(path) || seen.size >= PAGES_WALKED_MAX) continue;
    seen.add(path);
    const answer = await get(path);
    const isGone = path.endsWith("?t=x");
    expect(`${path} ${answer.statusCode < 400 || isGone}`).toBe(`${path} true`);
    // What was signed names its place below the address of the organisation.
    if (/image|octet-stream/.test(String(answer.headers["content-type"]))) continue;
    for (const link of linksIn(answer.body)) {
      const isHere = link.startsWith(`${base}/`) && !(base === "" && link.startsWith("/p/"));
      const isOurs = isHere || link === url || link.startsWith(`${url}/`);
      expect(`${path}: ${isOurs ? "" : link}`).toBe(`${path}: `);
      wait.push(link.replace(url, base).replace(/#.*/, "") || "/");
    }
  }
  const walked = [...seen].join(" ");
  for (const part of ["/verify/", "/image.png", "/contact", "/report", "/maintenance.ics"]) {
    expect(walked).toContain(part);
  }
  expect(seen.size).toBeLessThan(PAGES_WALKED_MAX);
  expect((await get(`${base}/fr/subscribe`)).body).toContain(
    `Ville ${base === "" ? "port" : "ville"}`,
  );
  // What is sent on a page ends on it, too.
  for (const [path, fields] of Object.entries(FORMS)) {
    const payload = new URLSearchParams(fields).toString();
    const headers = { host, "content-type": "application/x-www-form-urlencoded" };
    const url = `${base}/fr/${path}`;
    const sent = await world.app.inject({ method: "POST", url, payload, headers });
    expect([path, sent.statusCode]).toEqual([path, 303]);
    expect(sent.headers.location).toMatch(new RegExp(`^${base}/fr/${path.split("/")[0]}`));
    expect((await get(String(sent.headers.location))).statusCode).toBe(200);
  }
  // What is drawn on request is no way to a page that does not exist.
  expect((await get("/p/nowhere/fr/subscribe")).statusCode).toBe(404);
});

test("who asks on a page hears of what that page shows, from that page, and nothing twice", async () => {
  await using world = await createSubscriberWorld();
  const { mail, push } = world.simulators;
  const { town, chat, other } = await withPages(world);
  const inTown = await world.get("/p/ville/fr/subscribe");
  expect(inTown.body).not.toContain(other);
  await subscribed(world, "ana@example.org", { base: "/p/ville" });
  await subscribed(world, "ben@example.org");
  await world.pass(MINUTE_MS);
  // Both pages: a subscription each, and one message of what both show.
  await subscribed(world, "ana@example.org");
  const post = { subscription: JSON.parse(pushSubscription("dan")), language: "fr" };
  const handed = await world.app.inject({
    method: "POST",
    url: "/p/ville/subscriptions/push",
    payload: post,
  });
  expect(handed.statusCode).toBe(202);
  const letters = mail.received.textsOf("ana@example.org");
  expect(letters[0]).toContain("nouvelles de Ville ville");
  expect(letters[0]).toContain(`${PAGE}/p/ville/fr/subscribe/confirm?t=`);

  const elsewhere = await world.incident("messenger");
  await world.say(elsewhere, "Ailleurs");
  const here = await world.incident("whatsapp");
  await world.say(here, "Panne");
  await world.settle();
  const read = (who: string, what: string) =>
    mail.received.textsOf(`${who}@example.org`).filter((text) => text.includes(`Message ${what}`));
  expect(read("ana", "Ailleurs")).toHaveLength(1);
  expect(read("ben", "Ailleurs")).toHaveLength(1);
  expect(push.received.textsOf("dan").join()).not.toContain("Ailleurs");
  expect(push.received.textsOf("dan").join()).toContain("Panne");
  expect(read("ben", "Panne")).toHaveLength(1);
  const [told = "", ...again] = read("ana", "Panne");
  expect(again).toEqual([]);
  expect(told).toMatch(/^Message Panne/);
  expect(told).toContain(`${PAGE}/p/ville/fr/incidents/${here}`);
  expect(told).toContain("abonnée aux nouvelles de Ville ville");
  // Whoever got it there can have it verified there, as it came.
  const received = `Ville ville\u00a0: Panne (fr)\n\n${told}`;
  const verified = await world.post("/p/ville/fr/verify", { text: received });
  expect(verified.body).toContain("Oui, ce texte vient de nous");

  const manage = linkIn(told, "subscription");
  expect(manage).toMatch(/^\/p\/ville\/fr\/subscription/);
  expect((await world.get(manage)).body).toContain(`value="${chat}"`);
  // A link that is opened elsewhere leads home, and only its own words count.
  const strayed = await world.get(manage.replace("/p/ville", ""));
  expect(strayed.headers.location).toBe(`${PAGE}${manage}`);
  const renamed = await world.get(manage.replace("/p/ville", "/p/altstadt"));
  expect(renamed.headers.location).toBe(`${PAGE}${manage}`);
  expect((await world.get("/p/altstadt/fr/subscription?t=m.1.1.x")).statusCode).toBe(404);
  const saved = await world.post(manage, { do: "save", language: "en", point: other });
  expect(saved.headers.location).toMatch(/^\/p\/ville\/en\/subscription\?t=.+&saved=1$/);
  const rows = await world.db.selectFrom("subscriber").select(["page_id", "point_ids"]).execute();
  expect(rows.filter(({ page_id }) => page_id === town.id).map((row) => row.point_ids)).toEqual([
    [],
    [],
  ]);

  const list = async (page: string) =>
    (await leila.ask("GET", `/api/subscribers/list?page=${page}`)).body.subscribers.length;
  const leila = await world.signIn("Leila", "communicator");
  expect([await list("root"), await list(town.id)]).toEqual([2, 2]);
  const seen = (await leila.ask("GET", "/api/subscribers")).body;
  expect(seen.pages.map(({ people }: { people: number }) => people)).toEqual([2, 0, 2]);

  const left = await world.post(linkIn(told, "unsubscribe"), "List-Unsubscribe=One-Click");
  expect(left.statusCode).toBe(200);
  await removePage(world.house, admin, { id: town.id });
  await world.face.refresh();
  expect(await world.db.selectFrom("subscriber").select("page_id").execute()).toEqual([
    { page_id: null },
    { page_id: null },
  ]);
  const ends = await world.db.selectFrom("subscriber_end").select(["reason", "shown"]).execute();
  expect(ends).toEqual([
    { reason: "left", shown: null },
    { reason: "page", shown: null },
  ]);
});

test("a draft is shown as each page would have it, or as one that says nothing of it", async () => {
  await using world = await createSubscriberWorld();
  const leila = await world.signIn("Leila", "communicator");
  const { town, port } = await withPages(world);
  const part = { title: "Rien n’arrive", message: "Nous cherchons.", advice: "", nextStep: "" };
  const draft = {
    texts: { fr: part, en: part },
    severity: "major",
    source: "",
    nextUpdateAt: null,
  };
  const ask = async (path: string, body: object) =>
    await leila.ask("POST", path, { ...draft, language: "fr", ...body });
  const previews = async (incident: string, pageId: string | null) =>
    (await ask(`/api/incidents/${incident}/outlet-previews`, { pageId })).body;
  const drawn = async (incidentId: string, pageId: string) =>
    (await ask("/api/announcements/preview", { incidentId, pageId })).body.html;
  const tells = (of: Awaited<ReturnType<typeof previews>>) =>
    of.pages.map(({ id, tells }: { id: string | null; tells: boolean }) => [id, tells]);

  const incident = await world.incident("whatsapp");
  const root = await previews(incident, null);
  expect(tells(root)).toEqual([
    [null, true],
    [port.id, true],
    [town.id, true],
  ]);
  for (const [page, url] of [
    [town, `${PAGE}/p/ville`],
    [port, "https://port.example.net"],
  ] as const) {
    const shown = await previews(incident, page.id);
    expect(shown.email.subject).toContain(page.name.fr);
    expect(shown.sms.text).toContain(`${url}/fr/incidents/${incident}`);
    expect(shown.banner.shown.link).toBe(`${url}/fr/incidents/${incident}`);
    // Posts lead to the page at the root, whichever is looked at.
    expect(shown.posts).toEqual(root.posts);
    expect(await drawn(incident, page.id)).toMatch(new RegExp(`${page.name.fr}[^]*Rien n’arrive`));
  }
  const elsewhere = await world.incident("messenger");
  expect(tells(await previews(elsewhere, town.id))).toEqual([
    [null, true],
    [port.id, false],
    [town.id, false],
  ]);
  expect(await drawn(elsewhere, town.id)).not.toContain("Rien n’arrive");
  const asked = { incidentId: incident, pageId: incident };
  expect((await ask("/api/announcements/preview", asked)).status).toBe(404);
});
