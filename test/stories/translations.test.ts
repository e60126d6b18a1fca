import { expect, test } from "vitest";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { publishDueOnce } from "../../src/loops/publish-due.ts";
import { createOutletWorld } from "./outlets-world.ts";
import { createSubscriberWorld, subscribed, writer } from "./subscriber-world.ts";

const FRENCH = {
  title: "WhatsApp ne répond plus",
  message: "Nos messages n’arrivent pas.",
  advice: "Appelez-nous.",
  nextStep: "Nous regardons.",
};
const ENGLISH = {
  title: "WhatsApp does not answer",
  message: "Our messages do not arrive.",
  advice: "Call us.",
  nextStep: "We are looking.",
};
const HALF = { ...ENGLISH, title: "Unfinished", message: "", advice: "" };
const LABEL = "This notice is not translated yet; here it is in French.";

test("French goes out now, English follows: each reader is told once, and honestly", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  await subscribed(world, "ana@example.org");
  await subscribed(world, "ben@example.org", { language: "en" });
  const leila = await world.signIn("Leila", "communicator");
  const incident = await world.incident();
  const nextUpdateAt = new Date(world.clock() + HOUR_MS).toISOString();
  const rest = { severity: "major", source: "Clairval", nextUpdateAt };
  const draft = async (content: object) =>
    await leila.ask("POST", `/api/incidents/${incident}/announcements`, { ...rest, ...content });
  const publish = async (id: string) => {
    const answer = await leila.ask("POST", `/api/announcements/${id}/publication`, {});
    await world.settle();
    await world.face.refresh();
    return answer;
  };
  const texts = (address: string) => mail.received.textsOf(address);
  const body = async (path: string) => (await world.get(path)).body;

  // Nothing is skipped in silence: without being told so, both languages are owed.
  const refused = await draft({ texts: { fr: FRENCH, en: HALF } });
  expect((await publish(refused.body.id)).status).toBe(400);

  const half = await draft({ texts: { fr: FRENCH, en: HALF }, laterLanguage: "en" });
  expect(half.body.translations).toMatchObject({ en: { state: "draft" } });
  const first = await publish(half.body.id);
  expect(first.body.translations).toMatchObject({
    fr: { state: "checked", by: expect.any(String), at: expect.any(String) },
    en: { state: "draft", by: null },
  });
  const page = await body(`/en/incidents/${incident}`);
  expect(page).toContain(LABEL);
  expect(page).toContain(`<p lang="fr">${FRENCH.message}</p>`);
  expect(page).toContain(`<h1 lang="fr">${FRENCH.title}</h1>`);
  for (const path of ["/en", "/en/banner.json", "/en/feed.atom", `/en/incidents/${incident}.md`]) {
    const shown = await body(path);
    expect(shown, path).toContain(LABEL);
    expect(shown, path).toContain(FRENCH.title);
    expect(shown, path).not.toContain(HALF.title);
  }
  const french = await body(`/fr/incidents/${incident}`);
  expect(french).not.toContain("pas encore traduit");
  expect(french).not.toContain(`lang="en">${HALF.title}`);
  expect(texts("ben@example.org").at(-1)).toContain(LABEL);
  expect(texts("ana@example.org").at(-1)).not.toContain("pas encore traduit");

  await world.pass(MINUTE_MS);
  const feed = await body("/fr/feed.atom");
  const entries = [...feed.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id);
  const whole = await draft({ texts: { fr: FRENCH, en: ENGLISH } });
  const second = await publish(whole.body.id);
  expect(second.status).toBe(201);
  // The words of the French were read when they first went out, and by whom.
  const { translations } = second.body;
  expect(translations.fr.at).toBe(first.body.translations.fr.at);
  expect(translations.en.at).not.toBe(translations.fr.at);
  const translated = await body(`/en/incidents/${incident}`);
  expect(translated).toContain(ENGLISH.message);
  expect(translated).not.toContain(LABEL);
  expect(translated).not.toContain(FRENCH.message);
  // The first letter was the confirmation. To readers of French nothing happened: no second message, no second entry in the feed.
  expect(texts("ana@example.org")).toHaveLength(2);
  expect(texts("ben@example.org")).toHaveLength(3);
  expect(texts("ben@example.org").at(-1)).toContain(ENGLISH.message);
  const after = await body("/fr/feed.atom");
  expect([...after.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id)).toEqual(entries);

  // What says something else is a correction, for everybody.
  const other = { ...FRENCH, message: "Nos messages arrivent en retard." };
  const third = await draft({ texts: { fr: other, en: ENGLISH } });
  await world.pass(MINUTE_MS);
  expect((await publish(third.body.id)).status).toBe(201);
  expect(texts("ana@example.org")).toHaveLength(3);
  expect(texts("ben@example.org")).toHaveLength(4);
});

test("an outlet of both languages waits for the second; one of that alone borrows the first", async () => {
  await using world = await createOutletWorld();
  await world.outlet("mastodon", "automatic", ["fr", "en"]);
  await world.outlet("telegram-channel", "automatic", ["en"]);
  const incidentId = await world.incident();
  const publish = async (content: { en: typeof FRENCH; laterLanguage?: "en" }) => {
    const { en, ...rest } = content;
    const { id } = await draftAnnouncement(world.house, writer, {
      incidentId,
      texts: { fr: FRENCH, en },
      severity: "major",
      source: "Clairval",
      nextUpdateAt: world.clock() + HOUR_MS,
      ...rest,
    });
    await publishAnnouncement(world.house, writer, { id });
    await world.speak();
    await world.later(MINUTE_MS);
  };
  const said = async () =>
    (await world.lines()).map(({ language, version }) => `${language} ${version}`).sort();

  await publish({ en: HALF, laterLanguage: "en" });
  expect(await said()).toEqual(["en 1", "fr 1"]);
  expect(world.networks.on("mastodon")).toHaveLength(1);
  const [borrowed] = world.networks.on("telegram-channel");
  expect(borrowed?.text).toContain(LABEL);
  expect(borrowed?.text).toContain(FRENCH.message);

  await publish({ en: ENGLISH });
  expect(await said()).toEqual(["en 1", "en 2", "en 2", "fr 1"]);
  expect(world.networks.on("mastodon")).toHaveLength(2);
  const translated = world.networks.on("telegram-channel").at(-1)?.text;
  expect(translated).toContain(ENGLISH.message);
  expect(translated).not.toContain(LABEL);
});

test("a language is checked by somebody, and keeps the mark until its words change", async () => {
  await using world = await createOutletWorld();
  const leila = await world.signIn("Leila", "communicator");
  const marc = await world.signIn("Marc", "communicator");
  const vera = await world.signIn("Vera", "viewer");
  const incident = await world.incident();
  const nextUpdateAt = new Date(world.clock() + HOUR_MS).toISOString();
  const rest = { severity: "major", source: "Clairval", nextUpdateAt };
  const both = { texts: { fr: FRENCH, en: ENGLISH }, ...rest };
  const list = async () =>
    (await leila.ask("GET", `/api/incidents/${incident}`)).body.announcements;

  const made = await leila.ask("POST", `/api/incidents/${incident}/announcements`, {
    ...both,
    read: ["fr"],
  });
  const { id } = made.body;
  expect(made.body.translations).toMatchObject({
    fr: { state: "checked", by: "Leila" },
    en: { state: "draft", by: null },
  });
  expect(made.body.may.check).toEqual(["en"]);
  // Other words are words that nobody has read.
  const other = { ...FRENCH, advice: "Écrivez-nous." };
  const edited = await marc.ask("PUT", `/api/announcements/${id}`, {
    ...both,
    texts: { fr: other, en: ENGLISH },
  });
  expect(edited.body.translations.fr.state).toBe("draft");
  const again = await leila.ask("PUT", `/api/announcements/${id}`, { ...both, read: ["fr"] });
  expect(again.body.translations.fr).toMatchObject({ state: "checked", by: "Leila" });

  // Said yes to without a second pair of eyes: it goes out, and stands there as not checked.
  const out = await leila.ask("POST", `/api/announcements/${id}/publication`, { read: [] });
  expect(out.status).toBe(201);
  expect(out.body).toMatchObject({
    state: "published",
    translations: { fr: { state: "checked" }, en: { state: "draft" } },
    may: { check: ["en"] },
  });
  await world.later(MINUTE_MS);
  const check = `/api/announcements/${id}/checks`;
  expect((await vera.ask("POST", check, { language: "en" })).status).toBe(403);
  const checked = await marc.ask("POST", check, { language: "en" });
  expect(checked.body.translations.en).toMatchObject({
    state: "checked",
    by: "Marc",
    at: new Date(world.clock()).toISOString(),
  });
  expect(checked.body).toMatchObject({ state: "published", may: { check: [] } });
  expect((await marc.ask("POST", check, { language: "en" })).status).toBe(409);

  // One language first, then the other: the first was translated, not corrected.
  const half = { ...both, texts: { fr: other, en: HALF }, laterLanguage: "en" };
  const first = await leila.ask("POST", `/api/incidents/${incident}/announcements`, half);
  await leila.ask("POST", `/api/announcements/${first.body.id}/publication`, {});
  const late = `/api/announcements/${first.body.id}/checks`;
  expect((await marc.ask("POST", late, { language: "en" })).status).toBe(409);
  await world.face.refresh();
  const banner = (await world.get("/en/banner.json")).json();
  expect(banner).toMatchObject({ lang: "fr", label: LABEL, title: FRENCH.title });
  expect(banner.text).toBe(`${LABEL} ${FRENCH.message}`);
  expect((await world.get("/fr/banner.json")).json()).toMatchObject({ lang: "fr", label: "" });
  expect((await world.get("/en")).body).toContain(`<h1 lang="fr">${FRENCH.title}</h1>`);

  const whole = { ...both, texts: { fr: other, en: ENGLISH } };
  const second = await leila.ask("POST", `/api/incidents/${incident}/announcements`, whole);
  await leila.ask("POST", `/api/announcements/${second.body.id}/publication`, {});
  expect((await list()).map(({ state }: { state: string }) => state)).toEqual([
    "published",
    "translated",
    "corrected",
  ]);
  await world.face.refresh();
  expect((await world.get("/en/banner.json")).json()).toMatchObject({ lang: "en", label: "" });
  const names = await world.db
    .selectFrom("event")
    .select("name")
    .where("name", "=", "announcement.check")
    .execute();
  expect(names).toHaveLength(1);
});

test("what goes out by the clock was read when the hour was set", async () => {
  await using world = await createOutletWorld();
  const leila = await world.signIn("Leila", "communicator");
  const incident = await world.incident();
  const at = world.clock() + 10 * MINUTE_MS;
  const schedule = async (read: object) => {
    const made = await leila.ask("POST", `/api/incidents/${incident}/announcements`, {
      texts: { fr: FRENCH, en: ENGLISH },
      severity: "major",
      source: "Clairval",
      nextUpdateAt: new Date(at + HOUR_MS).toISOString(),
    });
    const body = { at: new Date(at).toISOString(), ...read };
    await leila.ask("POST", `/api/announcements/${made.body.id}/schedule`, body);
  };
  await schedule({ read: ["fr"] });
  await schedule({});
  world.clock.pass(10 * MINUTE_MS);
  await publishDueOnce({ house: world.house });
  const { body } = await leila.ask("GET", `/api/incidents/${incident}`);
  const states = body.announcements.map(
    ({ translations }: { translations: Record<"fr" | "en", { state: string }> }) =>
      `${translations.fr.state} ${translations.en.state}`,
  );
  expect(states).toEqual(["checked checked", "checked draft"]);
});
