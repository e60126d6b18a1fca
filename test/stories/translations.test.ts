import { expect, test } from "vitest";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
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
