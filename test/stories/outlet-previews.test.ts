import { expect, test } from "vitest";
import { openIncident } from "../../src/actions/incident/open.ts";
import { planMaintenance } from "../../src/actions/maintenance/plan.ts";
import { NETWORKS } from "../../src/domain/outlet.ts";
import { WORK } from "../../src/domain/training/notices.ts";
import { shownCode } from "../../src/domain/verify/code.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { openTrainingOutlets } from "../../src/loops/training-outlets.ts";
import { createOutletWorld } from "./outlets-world.ts";
import { admin, createSubscriberWorld, subscribed, writer } from "./subscriber-world.ts";

const FRENCH = {
  title: "WhatsApp ne répond plus",
  message: "Nos messages n’arrivent plus depuis ce matin, ni dans un sens ni dans l’autre.",
  advice: "Appelez le 01 55 00 00 02, ou envoyez un SMS.",
  nextStep: "Nous regardons, et nous donnons des nouvelles.",
};
const ENGLISH = {
  title: "WhatsApp does not answer",
  message: "Our messages have not been arriving since this morning, in either direction.",
  advice: "Call 01 55 00 00 02, or send a text message.",
  nextStep: "We are looking, and we will tell you more.",
};
const NUMBER = "+33612345678";

test("each outlet shows what its preview showed, with its code, and nothing is kept before", async () => {
  await using world = await createOutletWorld();
  const { simulators, networks } = world;
  const leila = await world.signIn("Leila", "communicator");
  await world.point("WhatsApp", "whatsapp");
  await world.db.updateTable("contact_point").set({ link: "https://wa.me/33600000001" }).execute();
  const incident = await world.incident();
  const draft = {
    texts: { fr: FRENCH, en: ENGLISH },
    severity: "major",
    source: "Clairval",
    nextUpdateAt: new Date(world.clock() + HOUR_MS).toISOString(),
    posts: { bluesky: { fr: "WhatsApp est muet. Appelez-nous." } },
  };
  const preview = async (language: "fr" | "en", more: object = {}) => {
    const path = `/api/incidents/${incident}/outlet-previews`;
    const { status, body } = await leila.ask("POST", path, { ...draft, language, ...more });
    expect(status).toBe(200);
    return body;
  };
  const postIn = (body: Awaited<ReturnType<typeof preview>>, network: string) =>
    body.posts.find((each: { network: string }) => each.network === network);

  // Nothing is connected yet: each network shows how it would read, and says so.
  const bare = await preview("fr");
  expect(bare.posts).toHaveLength(NETWORKS.length);
  expect(new Set(bare.posts.map(({ outletId }: { outletId: null }) => outletId))).toEqual(
    new Set([null]),
  );
  for (const network of NETWORKS) await world.outlet(network);
  await subscribed(world, "ana@example.org");
  const asked = await world.post("/fr/subscribe", { by: "sms", address: NUMBER });
  await world.settle();
  const [letter = ""] = simulators.sms.received.textsOf(NUMBER);
  await world.post(String(asked.headers.location), { code: /\d{6}/.exec(letter)?.[0] ?? "" });

  const shown = await preview("fr");
  expect(shown).toMatchObject({
    hidden: false,
    email: { connected: true, cut: false },
    sms: { connected: true },
    push: { connected: true },
    banner: { other: false },
    card: { title: FRENCH.title, address: "status.example.org" },
  });
  expect(shown.sms.parts.join("")).toBe(shown.sms.text);
  const english = await preview("en");
  expect(english.email.subject).toContain(ENGLISH.title);
  expect(postIn(english, "x").outletId).toBeNull();
  const announcements = await world.db.selectFrom("announcement").selectAll().execute();
  expect([announcements, await world.lines()]).toEqual([[], []]);

  const made = await leila.ask("POST", `/api/incidents/${incident}/announcements`, draft);
  await leila.ask("POST", `/api/announcements/${made.body.id}/publication`, {});
  await world.settle();
  await world.speak();
  await world.face.refresh();
  const { code } = await world.db
    .selectFrom("announcement_signature")
    .select("code")
    .executeTakeFirstOrThrow();
  /** What was sent, with the code back in its place and nobody's own links. */
  const plain = (text: string | undefined) =>
    (text ?? "")
      .replaceAll(code, "XXXXXXXXXX")
      .replaceAll(shownCode(code), shown.code)
      .replaceAll(/\?t=[\w.-]+/g, "?t=…");
  for (const network of NETWORKS) {
    const post = postIn(shown, network);
    const [said] = networks.on(network);
    expect(plain(said?.text), network).toBe(network === "wordpress" ? post.html : post.text);
    expect(said?.text, network).toContain(shownCode(code));
    expect(post.length, network).toBeLessThanOrEqual(post.max);
  }
  expect(postIn(shown, "bluesky").text).toContain("WhatsApp est muet.");
  // Bluesky draws nothing by itself: what stands on the card is what we send along.
  expect(networks.on("bluesky")[0]?.card).toEqual({
    uri: expect.stringContaining(`/fr/incidents/${incident}#`),
    ...postIn(shown, "bluesky").ownCard,
  });
  expect(postIn(shown, "bluesky").ownCard.title).toBe(FRENCH.title);
  const mail = plain(simulators.mail.received.textsOf("ana@example.org").at(-1));
  for (const paragraph of shown.email.text.split("\n\n")) expect(mail).toContain(paragraph);
  expect(plain(simulators.sms.received.textsOf(NUMBER).at(-1))).toBe(shown.sms.text);
  expect(shown.sms.parts.length).toBeLessThanOrEqual(3);
  expect(shown.sms.text).toContain(shown.code);
  const banner = (await world.get("/fr/banner.json")).json();
  const { title, text, lang, severity, alternatives, key } = shown.banner.shown;
  expect(banner).toMatchObject({ title, text, lang, severity, alternatives, key });
  expect((await world.get("/fr/feed.json")).json().items[0]).toMatchObject({
    title: shown.feed.title,
    content_text: shown.feed.body,
    url: shown.feed.link,
  });
  expect((await world.get(`/fr/incidents/${incident}.md`)).body).toContain(
    `/verify/${shownCode(code)}`,
  );
  // Its proof holds for a copy of any of them, with all that stands around the words.
  for (const copy of [networks.on("x")[0]?.text, simulators.sms.received.textsOf(NUMBER).at(-1)]) {
    const answer = await world.post("/fr/verify", { text: copy ?? "" });
    expect(answer.body).toMatch(/ce texte vient de nous|Ce sont nos mots/);
  }
});

test("a title and a link that fill an SMS leave room for the code, and a picture is drawn", async () => {
  await using world = await createOutletWorld();
  const leila = await world.signIn("Leila", "communicator");
  const incident = await world.incident();
  const long = {
    ...FRENCH,
    title: "Où êtes-vous ? ".repeat(6).trim(),
    message: "Ça dure. ".repeat(60),
  };
  const draft = {
    texts: { fr: long, en: ENGLISH },
    severity: "major",
    source: "",
    nextUpdateAt: null,
    language: "fr",
  };
  const ask = async (path: string, body: object) =>
    await leila.ask("POST", `/api/incidents/${incident}/${path}`, body);
  const { body } = await ask("outlet-previews", draft);
  expect(body.sms).toMatchObject({ cut: true, alphabet: "gsm7" });
  expect(body.sms.parts.length).toBeLessThanOrEqual(3);
  expect(body.sms.text).toContain(body.code);
  expect(body.sms.text).toContain("STOP");
  // A title is never cut: one that takes a part more is counted as sent, and the reader of the draft says so.
  const endless = { ...long, title: "Où êtes-vous ? 📞 ".repeat(9).trim() };
  const costly = { ...draft, texts: { fr: endless, en: ENGLISH } };
  const { sms } = (await ask("outlet-previews", costly)).body;
  expect(sms.parts.length).toBeGreaterThan(sms.partsMax);
  expect(sms.parts.join("")).toBe(sms.text);
  expect(sms.text.split("📞")).toHaveLength(endless.title.split("📞").length);
  const said = async (of: object) =>
    (await ask("announcement-check", of)).body.findings.find(
      ({ code }: { code: string }) => code === "sms_long",
    );
  expect(await said(costly)).toMatchObject({
    level: "warning",
    language: "fr",
    part: "title",
    says: { text: { fr: expect.stringContaining(`prend ${sms.parts.length} parties`) } },
  });
  expect(await said(draft)).toBeUndefined();
  const x = body.posts.find(({ network }: { network: string }) => network === "x");
  expect(x.text).toContain(body.code);
  expect(x.leftOut).toContain("message");
  const picture = await ask("share-picture", draft);
  expect(picture.body.picture).toMatch(/^data:image\/png;base64,iVBOR/);
  // A draft is seen while it is empty as well.
  const nothing = { title: "", message: "", advice: "", nextStep: "" };
  const empty = { ...draft, texts: { fr: nothing, en: nothing } };
  expect((await ask("outlet-previews", empty)).status).toBe(200);
  expect((await ask("share-picture", empty)).status).toBe(200);
});

test("the end of our own planned work may be announced, and no other end", async () => {
  await using world = await createOutletWorld();
  const leila = await world.signIn("Leila", "communicator");
  const incident = await world.incident();
  const clock = (at: number) =>
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: "Europe/Paris",
    }).format(at);
  const until = world.clock() + 2 * HOUR_MS;
  const [hour, minute] = clock(until).split(":");
  const texts = {
    fr: {
      ...FRENCH,
      nextStep: `Fin prévue des travaux : ${hour} h ${minute}, retour à la normale.`,
    },
    en: {
      ...ENGLISH,
      nextStep: `We will be back before ${hour}:${minute}, when the planned work ends.`,
    },
  };
  const nextUpdateAt = new Date(world.clock() + 30 * MINUTE_MS).toISOString();
  const content = { texts, severity: "partial", source: "Clairval", nextUpdateAt };
  const codes = async () => {
    const path = `/api/incidents/${incident}/announcement-check`;
    const { body } = await leila.ask("POST", path, content);
    return body.findings.map(({ code }: { code: string }) => code);
  };
  const { id } = (await leila.ask("POST", `/api/incidents/${incident}/announcements`, content))
    .body;
  expect(await codes()).toEqual(["end_promised", "end_promised"]);
  expect((await leila.ask("POST", `/api/announcements/${id}/publication`, {})).status).toBe(400);
  await planMaintenance(world.house, writer, {
    title: { fr: "Travaux", en: "Work" },
    message: { fr: "", en: "" },
    from: world.clock() - MINUTE_MS,
    until,
    pointIds: [],
    effect: "maintenance",
    firm: true,
  });
  expect(await codes()).toEqual([]);
  expect((await leila.ask("POST", `/api/announcements/${id}/publication`, {})).status).toBe(201);
});

test("what a drill says stands on simulated networks alone, and marked; life stands on none of them", async () => {
  await using world = await createOutletWorld();
  const ground = await openTrainingOutlets(world.house);
  try {
    for (const network of NETWORKS) await world.outlet(network);
    await subscribed(world, "ana@example.org");
    const leila = await world.signIn("Leila", "communicator");
    const title = { fr: "Panne d’exercice", en: "Drill outage" };
    const drill = { platformId: "whatsapp", title, drill: true, note: "" };
    const { id } = await openIncident(world.house, admin, drill);
    const draft = { severity: "major", source: "Clairval", nextUpdateAt: null };
    const { body } = await leila.ask("POST", `/api/incidents/${id}/outlet-previews`, {
      ...draft,
      texts: { fr: FRENCH, en: ENGLISH },
      language: "fr",
    });
    expect(body).toMatchObject({ hidden: true, email: { connected: false } });
    const names = body.posts
      .filter(({ outletId }: { outletId: number | null }) => outletId !== null)
      .map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual([
      "Facebook (simulation)",
      "Mastodon (simulation)",
      "WordPress (simulation)",
    ]);

    await world.say(id, "Panne");
    await world.speak();
    await world.settle();
    expect(world.networks.posts).toEqual([]);
    expect(ground.posts).toHaveLength(4);
    for (const { text, title: heading } of ground.posts) {
      expect(`${heading} ${text}`).toMatch(/EXERCICE|EXERCISE|DRILL/);
    }
    // The confirmation is the only letter; the page knows nothing.
    expect(world.simulators.mail.received.textsOf("ana@example.org")).toHaveLength(1);
    expect((await world.get(`/fr/incidents/${id}`)).statusCode).toBe(404);

    await world.say(await world.incident(null), "Vraie panne");
    await world.speak();
    expect(world.networks.posts).toHaveLength(NETWORKS.length);
    expect(ground.posts).toHaveLength(4);
    // At the next start the same accounts are pointed anew, and there are no more of them.
    const again = await openTrainingOutlets(world.house);
    await again.stop();
    const rows = await world.db.selectFrom("outlet").select("drill").execute();
    expect(rows.filter((row) => row.drill)).toHaveLength(3);
  } finally {
    await ground.stop();
  }
});

test("planned work of a training organisation is an exercise wherever it is told", async () => {
  await using world = await createSubscriberWorld({ mode: "training" });
  await planMaintenance(world.house, writer, {
    ...WORK,
    from: world.clock() + HOUR_MS,
    until: world.clock() + 2 * HOUR_MS,
    pointIds: [],
    effect: "degraded",
    firm: true,
  });
  await world.face.refresh();
  const [item] = (await world.get("/fr/feed.json")).json().items;
  expect(item.title).toMatch(/^Exercice/);
  expect((await world.get("/fr/maintenance")).body).toContain("Exercice");
  const told = await world.db.selectFrom("telling").select(["what", "drill"]).execute();
  expect(told).toEqual([{ what: "work-planned", drill: true }]);
});
