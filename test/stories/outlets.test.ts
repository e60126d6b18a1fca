import { expect, test } from "vitest";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { withdrawAnnouncement } from "../../src/actions/announcement/withdraw.ts";
import { leaseDuePosts } from "../../src/actions/outlet/machine.ts";
import { answerForPost, sendPost } from "../../src/actions/outlet/settle.ts";
import { NETWORKS } from "../../src/domain/outlet.ts";
import { MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { publishDueOnce } from "../../src/loops/publish-due.ts";
import { createOutletWorld } from "./outlets-world.ts";
import { subscribed, writer } from "./subscriber-world.ts";

/** Where we say it ourselves. */
const OURS = ["page", "incident", "banner", "feed", "api", "mail"];

test("one publication says it everywhere, one correction changes all, and so does a withdrawal", async () => {
  await using world = await createOutletWorld();
  const { networks, face, get, simulators } = world;
  for (const network of NETWORKS) await world.outlet(network);
  await subscribed(world, "ana@example.org");
  const incident = await world.incident();
  const everywhere = async (): Promise<Record<string, string>> => {
    await world.speak();
    await world.pass(2 * SECOND_MS);
    await face.refresh();
    const body = async (path: string) => (await get(path)).body;
    return {
      page: await body("/fr"),
      incident: await body(`/fr/incidents/${incident}`),
      banner: await body("/fr/banner.json"),
      feed: await body("/feed.atom"),
      api: await body("/api/v2/incidents.json"),
      mail: simulators.mail.received.textsOf("ana@example.org").at(-1) ?? "",
      ...Object.fromEntries(
        NETWORKS.map((network) => [network, networks.on(network).at(-1)?.text ?? ""]),
      ),
    };
  };

  await world.say(incident, "Panne un");
  const first = await everywhere();
  for (const network of NETWORKS) {
    expect(first[network], network).toContain("Message Panne un");
    expect(first[network], network).toContain(`/fr/incidents/${incident}#v1`);
    expect(networks.on(network), network).toHaveLength(1);
  }
  for (const place of OURS) expect(first[place], place).toContain("Panne un");

  const second = await world.say(incident, "Panne deux");
  const then = await everywhere();
  for (const network of NETWORKS) {
    expect(then[network], network).toContain("Message Panne deux");
    expect(then[network], network).toMatch(/Mis à jour/);
  }
  for (const place of OURS) expect(then[place], place).toContain("Panne deux");
  // Where a network can edit, the same post says it; elsewhere an answer follows under the first.
  for (const network of ["mastodon", "facebook-page", "telegram-channel", "wordpress"]) {
    expect(networks.on(network), network).toHaveLength(1);
  }
  for (const network of ["x", "bluesky"]) {
    const [one, two] = networks.on(network);
    expect(two?.answers, network).toBe(one?.id);
  }

  await withdrawAnnouncement(world.house, writer, { id: second, reason: "faux" });
  const last = await everywhere();
  for (const network of NETWORKS) {
    expect(last[network], network).toMatch(/retiré ce message/);
    expect(last[network], network).not.toContain("Panne deux");
  }
  for (const place of ["page", "incident", "banner", "feed", "api"]) {
    expect(last[place], place).not.toContain("Message Panne deux");
  }
  expect(networks.on("wordpress")[0]?.title).toBe("Annonce retirée");
  const states = (await world.lines()).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["told"]));
});

test("no answer is no second post: the network is looked at first", async () => {
  await using world = await createOutletWorld();
  const { networks } = world;
  const kinds = ["x", "bluesky", "facebook-page", "wordpress", "mastodon"];
  for (const kind of kinds) await world.outlet(kind);
  networks.mood = "takes it and hangs up";
  await world.say(await world.incident(), "Panne");
  await world.speak();
  networks.mood = "answers";
  await world.later(MINUTE_MS);
  await world.later(MINUTE_MS);
  for (const kind of kinds) expect(networks.on(kind), kind).toHaveLength(1);
  expect((await world.lines()).map(({ state, remote_id: id }) => [state, id !== null])).toEqual(
    kinds.map(() => ["told", true]),
  );

  // What surely never arrived is said, once.
  networks.mood = "hangs up";
  await world.say(await world.incident(null), "Autre");
  await world.speak();
  networks.mood = "answers";
  await world.later(MINUTE_MS);
  await world.later(MINUTE_MS);
  for (const kind of kinds) {
    expect(networks.on(kind).filter(({ text }) => text.includes("Autre"))).toHaveLength(1);
  }
});

test("a worker that dies with the words in its hands says nothing twice", async () => {
  await using world = await createOutletWorld();
  const { house, clock, networks } = world;
  await world.outlet("x");
  await world.say(await world.incident(), "Panne");
  const lease = { until: clock() + MINUTE_MS, token: house.newId(), limit: 8 };
  const [dead] = await leaseDuePosts(house, lease);
  expect(dead).toMatchObject({ state: "sending", was: "waiting" });
  await world.speak();
  expect(networks.on("x")).toEqual([]);
  await world.later(2 * MINUTE_MS);
  await world.later(MINUTE_MS);
  expect(networks.on("x")).toHaveLength(1);
  expect(await world.lines()).toMatchObject([{ state: "told" }]);
});

test("where nobody can look, a person does, and newer words do not wait for them", async () => {
  await using world = await createOutletWorld();
  const { house, networks } = world;
  await world.outlet("telegram-channel");
  networks.mood = "takes it and hangs up";
  const incident = await world.incident();
  await world.say(incident, "Panne un");
  await world.speak();
  const [line] = await world.lines();
  expect(line).toMatchObject({ state: "unknown", due_at: null });
  networks.mood = "answers";
  await world.later(10 * MINUTE_MS);
  expect(networks.on("telegram-channel")).toHaveLength(1);
  await answerForPost(house, writer, { id: line?.id ?? 0, stands: true });
  await world.say(incident, "Panne deux");
  await world.speak();
  expect((await world.lines()).map(({ state }) => state)).toEqual(["told", "told"]);
  await expect(
    answerForPost(house, writer, { id: line?.id ?? 0, stands: false }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("a network that is away is told later, and only the newest words", async () => {
  await using world = await createOutletWorld();
  const { networks } = world;
  await world.outlet("mastodon", "automatic", ["fr", "en"]);
  networks.mood = "is away";
  const incident = await world.incident();
  await world.say(incident, "Panne un");
  await world.speak();
  networks.mood = "is busy";
  await world.later(MINUTE_MS);
  await world.say(incident, "Panne deux");
  networks.mood = "answers";
  await world.later(MINUTE_MS);
  const texts = networks.on("mastodon").map(({ text }) => text);
  expect(texts).toHaveLength(2);
  expect(texts.join(" ")).not.toContain("Panne un");
  for (const words of ["Panne deux (fr)", "Panne deux (en)"]) {
    expect(texts.filter((text) => text.includes(words))).toHaveLength(1);
  }
});

test("an outlet that asks first waits for its yes, and is never asked about a correction", async () => {
  await using world = await createOutletWorld();
  const { house, networks } = world;
  await world.outlet("x", "ask");
  await world.outlet("mastodon", "ask");
  const incident = await world.incident();
  await world.say(incident, "Panne un");
  await world.speak();
  expect(networks.posts).toEqual([]);
  const [first] = await world.lines();
  await sendPost(house, writer, { id: first?.id ?? 0 });
  await world.speak();
  expect(networks.posts.map(({ network }) => network)).toEqual(["x"]);
  await world.say(incident, "Panne deux");
  await world.speak();
  // X follows its own first post; Mastodon never heard of it and asks again.
  expect(networks.on("x")).toHaveLength(2);
  expect((await world.lines()).map(({ state }) => state)).toEqual([
    "told",
    "dropped",
    "told",
    "asked",
  ]);
});

test("a post that somebody deleted over there is said anew", async () => {
  await using world = await createOutletWorld();
  const { networks } = world;
  await world.outlet("wordpress");
  const incident = await world.incident();
  await world.say(incident, "Panne un");
  await world.speak();
  networks.posts.length = 0;
  await world.say(incident, "Panne deux");
  await world.speak();
  expect(networks.on("wordpress")).toMatchObject([{ before: [] }]);
  expect(networks.on("wordpress")[0]?.text).toContain("Panne deux");
});

test("over HTTP: secrets go in and never out, and a failure says what to do", async () => {
  await using world = await createOutletWorld();
  const { networks } = world;
  const ines = await world.signIn("Ines", "administrator");
  const leila = await world.signIn("Leila", "communicator");
  const body = {
    kind: "mastodon",
    name: "Notre compte",
    settings: { base: networks.url, token: "wrong token with spaces" },
    languages: ["fr"],
    mode: "automatic",
  };
  expect((await leila.ask("POST", "/api/outlets", body)).status).toBe(403);
  const made = await ines.ask("POST", "/api/outlets", body);
  expect(made.status).toBe(201);
  expect(JSON.stringify(made.body)).not.toContain("wrong token");
  expect(made.body).toMatchObject({ secretsSet: ["token"], corrects: "edit" });
  const incident = await world.incident();
  const id = await world.say(incident, "Panne");
  await world.speak();
  const told = await leila.ask("GET", `/api/incidents/${incident}/posts`);
  const [post] = told.body.posts;
  expect(post).toMatchObject({ state: "failed", may: { send: true } });
  expect(post.says.text.en).toMatch(/Correct the settings of this account/);
  const fixed = { settings: { token: "right-token-0123456789" } };
  expect((await ines.ask("PUT", `/api/outlets/${made.body.id}`, fixed)).status).toBe(200);
  expect((await leila.ask("POST", `/api/posts/${post.id}/attempt`)).status).toBe(201);
  await world.speak();
  expect(networks.on("mastodon")).toHaveLength(1);
  await expect(publishAnnouncement(world.house, writer, { id })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("by the clock: once, read again at that moment, and never over newer words", async () => {
  await using world = await createOutletWorld();
  const { house, clock, networks } = world;
  await world.outlet("mastodon");
  const leila = await world.signIn("Leila", "communicator");
  const incident = await world.incident();
  const draft = async (message: string) => {
    const text = { title: "Panne", message, advice: "Appelez.", nextStep: "À suivre." };
    const made = await leila.ask("POST", `/api/incidents/${incident}/announcements`, {
      texts: { fr: text, en: text },
      severity: "major",
      source: "Clairval",
      nextUpdateAt: new Date(clock() + 60 * MINUTE_MS).toISOString(),
    });
    return String(made.body.id);
  };
  const setTime = async (id: string, minutes: number) => {
    const at = new Date(clock() + minutes * MINUTE_MS).toISOString();
    return await leila.ask("POST", `/api/announcements/${id}/schedule`, { at });
  };
  const stateOf = async (id: string) => {
    const found = await leila.ask("GET", `/api/incidents/${incident}`);
    return found.body.announcements.find((each: { id: string }) => each.id === id);
  };
  const first = await draft("Un");
  expect((await setTime(first, -1)).status).toBe(400);
  expect((await setTime(first, 10)).body).toMatchObject({ scheduledBy: "Leila", state: "draft" });
  await Promise.all([publishDueOnce({ house }), publishDueOnce({ house })]);
  expect(await stateOf(first)).toMatchObject({ state: "draft" });
  clock.pass(10 * MINUTE_MS);
  await Promise.all([publishDueOnce({ house }), publishDueOnce({ house })]);
  expect(await stateOf(first)).toMatchObject({ state: "published", publishAt: null });
  await world.speak();
  expect(networks.on("mastodon")).toHaveLength(1);

  // Newer words came first; a promise made too early has passed; and one was called off.
  const second = await draft("Deux");
  await setTime(second, 10);
  const third = await draft("Trois");
  expect((await leila.ask("POST", `/api/announcements/${third}/publication`)).status).toBe(201);
  const called = await draft("Quatre");
  await setTime(called, 10);
  expect((await leila.ask("DELETE", `/api/announcements/${called}/schedule`)).status).toBe(200);
  clock.pass(11 * MINUTE_MS);
  await publishDueOnce({ house });
  const held = await stateOf(second);
  expect(held).toMatchObject({ state: "draft", publishAt: null });
  expect(held.held.text.en).toMatch(/Something newer was published/);
  expect(await stateOf(called)).toMatchObject({ state: "draft", held: null });
  expect(await stateOf(third)).toMatchObject({ state: "published" });
});
