import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { noteAnswered } from "../../src/actions/subscriber/confirm.ts";
import { codeOf, signSubscriberLink } from "../../src/actions/subscriber/links.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { pushSubscription } from "../../src/simulators/web-push.ts";
import { createSubscriberWorld, linkIn, PAGE, subscribed } from "./subscriber-world.ts";

const NUMBER = "+33612345678";

test("SEC-3 a link fits one person, one purpose, one page and its time", async () => {
  await using world = await createSubscriberWorld();
  const { house } = world;
  await subscribed(world, "ana@example.org");
  await subscribed(world, "ben@example.org");
  const [ana, ben] = await world.db.selectFrom("subscriber").selectAll().orderBy("id").execute();
  if (!ana || !ben) throw new Error("Two people subscribed.");
  const now = house.now();
  const signer = { secretKey: house.secretKey, page: PAGE };
  const good = signSubscriberLink(signer, "manage", { subscriber: ana, now });
  const ofBen = good.replace(/^(m\.)[^.]+/, `$1${ben.id.toString(36)}`);
  const elsewhere = signSubscriberLink({ ...signer, page: "https://other.example.org" }, "manage", {
    subscriber: ana,
    now,
  });
  const confirm = signSubscriberLink(signer, "confirm", { subscriber: ana, now });
  const old = signSubscriberLink(signer, "manage", { subscriber: ana, now: now - 91 * DAY_MS });
  const longer = good.replace(/\.[^.]+(?=\.[^.]+$)/, ".zzzzzz");
  expect((await world.get(`/fr/subscription?t=${good}`)).statusCode).toBe(200);
  const bad = [
    ofBen,
    elsewhere,
    confirm,
    confirm.replace(/^c/, "m"),
    old,
    longer,
    "",
    "m.1",
    "m...",
    "x".repeat(9_000),
  ];
  for (const token of bad) {
    expect((await world.get(`/fr/subscription?t=${token}`)).statusCode).toBe(404);
    const left = await world.post(`/fr/subscription?t=${token}`, { do: "leave" });
    expect(left.statusCode).toBe(404);
    expect((await world.post(`/fr/unsubscribe?t=${token}`, {})).statusCode).toBe(404);
    expect((await world.post(`/fr/subscribe/confirm?t=${token}`, {})).statusCode).not.toBe(500);
  }
  expect(await world.db.selectFrom("subscriber").select("id").execute()).toHaveLength(2);
});

test("SEC-3 nobody learns who is on the list: the same answer, byte for byte", async () => {
  await using world = await createSubscriberWorld();
  const { db } = world;
  await subscribed(world, "known@example.org");
  await db
    .insertInto("subscriber")
    .values({
      kind: "sms",
      address: Buffer.from("x"),
      address_hash: Buffer.from("y"),
      language: "fr",
      state: "active",
      nonce: "n",
      created_at: new Date(),
      confirmed_at: new Date(),
    })
    .execute();
  const ask = async (by: string, address: string) => {
    const answer = await world.post("/fr/subscribe", { by, address });
    const { "x-ratelimit-reset": _reset, date: _date, ...headers } = answer.headers;
    const at = String(headers.location).replace(/t=[\w-]+/, (found) => `t=${found.length}`);
    const page = await world.get(String(headers.location));
    const shown = page.body.replaceAll(/t=[\w-]{60,}/g, "t=");
    return {
      status: answer.statusCode,
      ...headers,
      location: at,
      shown: shown.replaceAll(/data-at="\d+"/g, ""),
    };
  };
  expect(await ask("email", "known@example.org")).toEqual(await ask("email", "other@example.org"));
  const [first, second] = [await ask("sms", "0612345678"), await ask("sms", "0612345679")];
  expect(first).toEqual(second);
  // A trap that was filled in answers the same, too, and nothing comes of it.
  const trapped = await world.post("/fr/subscribe", {
    by: "email",
    address: "bot@example.org",
    website: "x",
  });
  expect(trapped.headers.location).toBe("/fr/subscribe/sent?by=email");
  const rows = await db.selectFrom("subscriber").select("kind").execute();
  expect(rows.filter(({ kind }) => kind === "email")).toHaveLength(2);
});

test("SEC-4 a code lives a quarter of an hour and five tries, and stands nowhere", async () => {
  await using world = await createSubscriberWorld();
  const { house, simulators, clock } = world;
  const asked = await world.post("/fr/subscribe", { by: "sms", address: NUMBER });
  const page = String(asked.headers.location);
  await world.settle();
  const codeIn = () =>
    /code est (\d{6})/.exec(simulators.sms.received.textsOf(NUMBER).at(-1) ?? "")?.[1] ?? "";
  const code = codeIn();
  const row = await world.db.selectFrom("subscriber").selectAll().executeTakeFirstOrThrow();
  expect(code).toBe(codeOf(house.secretKey, row, row.code_sent_at?.getTime() ?? 0));
  const written = JSON.stringify([
    row,
    await world.db.selectFrom("told").selectAll().execute(),
    await world.db.selectFrom("telling").selectAll().execute(),
    await world.db.selectFrom("subscriber_meter").selectAll().execute(),
  ]);
  expect(written).not.toContain(code);
  expect(written).not.toContain(NUMBER);
  const wrong = code === "000000" ? "000001" : "000000";
  for (let time = 0; time < 5; time++) {
    expect((await world.post(page, { code: wrong })).statusCode).toBe(400);
  }
  expect((await world.post(page, { code })).statusCode).toBe(400);

  // Within a minute no second one is sent; after it, a new one makes the old one void.
  await world.post("/fr/subscribe", { by: "sms", address: NUMBER });
  await world.settle();
  expect(simulators.sms.received.textsOf(NUMBER)).toHaveLength(1);
  await world.pass(MINUTE_MS);
  const again = await world.post("/fr/subscribe", { by: "sms", address: NUMBER });
  await world.settle();
  const second = codeIn();
  expect(simulators.sms.received.textsOf(NUMBER)).toHaveLength(2);
  clock.pass(14 * MINUTE_MS);
  if (second !== code) expect((await world.post(page, { code })).statusCode).toBe(400);
  clock.pass(2 * MINUTE_MS);
  expect((await world.post(String(again.headers.location), { code: second })).statusCode).toBe(400);
});

test("SEC-4 however often an address signs up it gets four letters a day, and the page has a cap", async () => {
  await using world = await createSubscriberWorld();
  const { mail } = world.simulators;
  const letters = () => mail.received.textsOf("victim@example.org").length;
  for (let round = 0; round < 6; round++) {
    const asks = Array.from({ length: 3 }, async () =>
      world.post("/fr/subscribe", { by: "email", address: "victim@example.org" }),
    );
    await Promise.all(asks);
    await world.pass(MINUTE_MS);
  }
  expect(letters()).toBe(4);
  // Machines that name somebody else as their owner write to the same mailbox, under the same cap.
  const hook = { by: "webhook", address: "https://hook.example.org/1" };
  await world.post("/fr/subscribe", { ...hook, owner: "Victim@example.org" });
  await world.settle();
  expect(letters()).toBe(4);
  const minute = world.clock() - (world.clock() % MINUTE_MS);
  await world.db.deleteFrom("subscriber_meter").where("what", "=", "minute:letters").execute();
  await world.db
    .insertInto("subscriber_meter")
    .values({ what: "minute:letters", since: new Date(minute), n: 118, last_at: new Date(minute) })
    .execute();
  for (let n = 0; n < 5; n++) {
    await world.post("/fr/subscribe", { by: "email", address: `p${n}@example.org` });
  }
  await world.settle();
  expect(mail.received.summary().accepted).toBe(4 + 2);
});

test("SEC-5 one visitor has a limit, others have theirs, and no header changes whose it is", async () => {
  await using world = await createSubscriberWorld();
  const ask = async (ip: string, forged = "") =>
    await world.app.inject({
      method: "POST",
      url: "/fr/subscribe",
      remoteAddress: "10.1.1.1",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-forwarded-for": `${forged}${ip}`,
      },
      payload: "by=email&address=nobody",
    });
  for (let time = 0; time < 10; time++) expect((await ask("10.2.2.2")).statusCode).toBe(400);
  expect((await ask("10.2.2.2")).statusCode).toBe(429);
  expect((await ask("10.2.2.2", "10.7.7.7, ")).statusCode).toBe(429);
  expect((await ask("10.3.3.3")).statusCode).toBe(400);
  const foreign = await world.app.inject({
    method: "POST",
    url: "/fr/subscribe",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "cross-site",
    },
    payload: "by=email&address=ana%40example.org",
  });
  expect(foreign.statusCode).toBe(403);
});

test("SEC-2 what strangers' endpoints and numbers provoke takes no channel down", async () => {
  await using world = await createSubscriberWorld();
  const hand = async (endpoint: string) => {
    const { keys } = JSON.parse(pushSubscription("x"));
    const payload = { subscription: { endpoint, keys }, language: "fr" };
    return await world.app.inject({ method: "POST", url: "/subscriptions/push", payload });
  };
  expect((await hand("https://push.apple.com.evil.test/x")).statusCode).toBe(400);
  expect((await hand("https://127.0.0.1/x")).statusCode).toBe(400);
  await world.simulators.push.setConduct({ state: "erring", errorCode: 403 });
  expect((await hand(JSON.parse(pushSubscription("eve")).endpoint)).statusCode).toBe(202);
  await world.simulators.sms.setConduct({ state: "erring", errorCode: 20_003 });
  await world.post("/fr/subscribe", { by: "sms", address: NUMBER });
  await world.settle();
  await world.say(await world.incident(), "Panne");
  await world.settle();
  const channels = await world.db.selectFrom("channel").select("state").execute();
  expect(channels.map(({ state }) => state)).toEqual(["up", "up", "up"]);
});

test("SEC-7 hostile names come out as text on every page, and the feed of a point that is none is missing", async () => {
  await using world = await createSubscriberWorld();
  const evil = await world.point('"><script>alert(1)</script>', "whatsapp");
  await world.point("Phone", null);
  for (const page of ["/fr/subscribe", "/en/subscribe?by=webhook", "/en/subscribe?by=push"]) {
    expect((await world.get(page)).body).not.toContain("<script>alert");
  }
  const back = await world.post("/fr/subscribe", {
    by: "email",
    address: '"><script>alert(1)</script>',
  });
  expect(back.statusCode).toBe(400);
  expect(back.body).not.toContain("<script>alert");
  const incident = await world.incident();
  await world.say(incident, "Panne ]]> <b>");
  const feed = await world.get(`/fr/points/${evil}/feed.atom`);
  expect(feed.statusCode).toBe(200);
  expect(feed.body).toContain("Panne ]]&gt; &lt;b&gt;");
  expect(feed.body).not.toContain("<script>");
  expect((await world.get(`/fr/points/${incident}/feed.atom`)).statusCode).toBe(404);
  expect((await world.get("/fr")).headers.link).toContain(
    '</fr/feed.atom>; rel="alternate"; type="application/atom+xml"',
  );
});

test("SEC-8 what looks like a template in an announcement arrives as it was written", async () => {
  await using world = await createSubscriberWorld();
  await subscribed(world, "ana@example.org");
  const trick = "{{name}} $t(subscribers:page.title) ${1+1} {name} <script>";
  await world.say(await world.incident(), trick);
  await world.settle();
  const text = world.simulators.mail.received.textsOf("ana@example.org").at(-1);
  expect(text).toContain(`Message ${trick}`);
});

test("SEC-13 what the crowd or a sensor opens is told to nobody before a person publishes", async () => {
  await using world = await createSubscriberWorld();
  await subscribed(world, "ana@example.org");
  const id = await world.incident();
  await confirmIncident(world.house, machine("assess"), { id, note: "" });
  await world.settle();
  const told = await world.db.selectFrom("telling").select("what").execute();
  expect(told).toEqual([{ what: "letter" }]);
});

test("SEC-13 an answer that nobody asked a machine for makes nobody a subscriber", async () => {
  await using world = await createSubscriberWorld();
  await world.post("/fr/subscribe", {
    by: "webhook",
    address: "https://hook.example.org/1",
    owner: "ana@example.org",
  });
  const row = await world.db.selectFrom("subscriber").selectAll().executeTakeFirstOrThrow();
  expect(await noteAnswered(world.house, { id: row.id })).toBe(false);
  await world.settle();
  const [letter] = world.simulators.mail.received.textsOf("ana@example.org");
  expect(letter).toContain("https://hook.example.org/…");
  const owned = await world.post(linkIn(letter, "subscribe/confirm"), {});
  expect(owned.body).toContain("À votre machine de répondre");
  const after = await world.db.selectFrom("subscriber").select("state").executeTakeFirstOrThrow();
  expect(after.state).toBe("owned");
});
