import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { selfLinkLifeMs, signSelfLink } from "../../src/actions/contact/self-link.ts";
import { signLink } from "../../src/actions/reply/by-link.ts";
import { addSuppression } from "../../src/actions/suppression/add.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { createWire } from "../../src/lib/wire.ts";
import { proveOnce } from "../../src/loops/prove.ts";
import { startTwilioSimulator } from "../../src/simulators/twilio.ts";
import { findContact } from "../../src/store/contacts.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";

const PAGE = "https://status.example.org";

/** A public page, and Zoé, who agreed to e-mail and has a number besides. */
async function createOwnPage() {
  const late: { read: () => ReturnType<typeof readPublicState>; now: () => number } = {
    read: async () => null,
    now: () => 0,
  };
  const face = createFace({
    read: () => late.read(),
    now: () => late.now(),
    publicUrl: PAGE,
    bannerScript: null,
  });
  const front = await createTestFront({ outside: [publicRoutes(face)] });
  const { db, clock, app, house } = front;
  Object.assign(late, { read: () => readPublicState(db, clock()), now: clock });
  await face.refresh();
  const at = new Date(clock());
  const contact = {
    name: "Zoé <b>",
    language: "fr",
    country: "FR",
    lat: 45.76,
    lon: 4.84,
  } as const;
  const { id } = await db
    .insertInto("contact")
    .values({ ...contact, attributes: '{"ville":"Lyon"}', created_at: at, updated_at: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  const ways = { email: "zoe.martin@example.org", sms: "+33612345678" };
  for (const [kind, value] of Object.entries(ways)) {
    await db.insertInto("address").values({ contact_id: id, kind, value }).execute();
  }
  const proof = { wording: "J’accepte les alertes.", source: "formulaire", at };
  await db
    .insertInto("consent")
    .values({ contact_id: id, kind: "email", state: "given", ...proof })
    .execute();
  const signer = { secretKey: house.secretKey, page: PAGE };
  const token = signSelfLink(signer, "own", { contactId: id, now: clock() });
  let visitors = 0;
  return {
    ...front,
    id,
    token,
    signer,
    get: async (url: string) => await app.inject({ method: "GET", url }),
    async post(fields: Record<string, string>, headers: Record<string, string> = {}, link = token) {
      return await app.inject({
        method: "POST",
        url: `/fr/me?t=${link}`,
        payload: new URLSearchParams(fields).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        remoteAddress: `10.8.0.${(visitors += 1)}`,
      });
    },
    consents: async () => (await findContact(db, id))?.consents ?? [],
  };
}

test("somebody reads what we know about them, masked, escaped, for their eyes only", async () => {
  await using world = await createOwnPage();
  const short = await world.get(`/me/${world.token}`);
  expect([short.statusCode, short.headers.location]).toEqual([303, `/fr/me?t=${world.token}`]);
  const page = await world.get(`/fr/me?t=${world.token}`);
  expect(page.statusCode).toBe(200);
  expect(page.headers).toMatchObject({
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  });
  expect(page.headers["cache-control"]).toContain("no-store");
  for (const told of ["z…@example.org", "+336 … 78", "J’accepte les alertes.", "Lyon", "45,76"]) {
    expect(page.body).toContain(told);
  }
  for (const hidden of ["zoe.martin", "612345", "Zoé <b>", "<script"]) {
    expect(page.body).not.toContain(hidden);
  }
  const english = await world.get(`/en/me?t=${world.token}`);
  expect(english.body).toContain("What we know about you");
});

test("they change their name and language, agree with the wording they saw, and stop it again", async () => {
  await using world = await createOwnPage();
  const saved = await world.post({ do: "save", name: "Zoé Martin", language: "en" });
  expect(saved.headers.location).toBe(`/en/me?t=${world.token}&done=saved`);
  expect((await findContact(world.db, world.id))?.contact).toMatchObject({
    name: "Zoé Martin",
    language: "en",
  });
  await world.post({ do: "give", kind: "sms" });
  await world.post({ do: "withdraw", kind: "email" });
  // The button pressed twice is said once.
  await world.post({ do: "withdraw", kind: "email" });
  const [email, sms] = await world.consents();
  expect(email).toMatchObject({ kind: "email", state: "withdrawn", source: "page personnelle" });
  expect(sms).toMatchObject({ kind: "sms", state: "given" });
  expect(sms?.wording).toContain("J’accepte que Boulangeries Clairval m’écrive par SMS");
  expect((await world.get(`/fr/me?t=${world.token}`)).body).toContain(sms?.wording);
  // A way they do not have is no way to agree to.
  await world.post({ do: "give", kind: "telegram" });
  expect(await world.consents()).toHaveLength(2);
  const voice = { contact_id: world.id, kind: "voice", value: "+33155000001" };
  await world.db.insertInto("address").values(voice).execute();
  const french = (await world.get(`/fr/me?t=${world.token}`)).body;
  expect(french).toContain("m’écrive par appel téléphonique");
  const names = world.db.selectFrom("event").select(["name", "actor"]).orderBy("id");
  expect(await names.execute()).toEqual([
    { name: "contact.change", actor: "contact" },
    { name: "contact.record-consent", actor: "contact" },
    { name: "contact.record-consent", actor: "contact" },
  ]);
});

test("they are forgotten when they are sure, and then the link speaks for nobody", async () => {
  await using world = await createOwnPage();
  await world.post({ do: "erase" });
  expect((await findContact(world.db, world.id))?.contact.erased_at).toBeNull();
  expect((await world.post({ do: "erase", sure: "yes" })).body).toContain("Nous vous avons oublié");
  expect((await findContact(world.db, world.id))?.addresses).toEqual([]);
  expect((await world.get(`/fr/me?t=${world.token}`)).statusCode).toBe(404);
});

test("every link that does not speak for somebody gets the same answer", async () => {
  await using world = await createOwnPage();
  const { id, token, signer, clock } = world;
  const [letter, who, until, signature] = token.split(".");
  const whose = { contactId: id, now: clock() };
  const wrong = [
    "",
    "x",
    "p...",
    `${token}.x`,
    `p.${(id + 1).toString(36)}.${until}.${signature}`,
    `${letter}.${who}.${(Number.parseInt(until ?? "", 36) + 1).toString(36)}.${signature}`,
    `${letter}.${who}.${until}.${(signature ?? "").replace(/^./, (one) => (one === "A" ? "B" : "A"))}`,
    signSelfLink({ ...signer, page: "https://other.example.org" }, "own", whose),
    signSelfLink({ ...signer, secretKey: Buffer.alloc(32, 1) }, "own", whose),
    signSelfLink(signer, "own", { ...whose, contactId: id + 1 }),
    token.replace(/^p/, "q"),
    signSelfLink(signer, "own", { ...whose, now: clock() - selfLinkLifeMs - 1_000 }),
    signLink(signer.secretKey, "optOut", { broadcastId: 1, ordinal: 0, rung: 0, try: 0 }),
    "p.1.zzzzzz.%00",
    "é".repeat(500),
  ];
  const answers = await Promise.all(
    wrong.map((one) => world.get(`/fr/me?t=${encodeURIComponent(one)}`)),
  );
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  const strange = await world.post(
    { do: "withdraw", kind: "email" },
    { "sec-fetch-site": "cross-site" },
  );
  expect([strange.statusCode, (await world.consents())[0]?.state]).toEqual([404, "given"]);
  expect((await world.post({ do: "everything" })).statusCode).toBe(404);
});

test("staff make a link for whoever asks, and the record keeps it", async () => {
  await using world = await createOwnPage();
  const leila = await world.signIn("Leila", "communicator");
  const made = await leila.ask("POST", `/api/contacts/${world.id}/own-page`);
  expect(made.status).toBe(201);
  expect((await world.get(new URL(made.body.url).pathname)).statusCode).toBe(303);
  const vic = await world.signIn("Vic", "viewer");
  expect((await vic.ask("POST", `/api/contacts/${world.id}/own-page`)).status).toBe(403);
});

test("a new address counts when its code comes back, and tells nobody whose address it is", async () => {
  await using world = await createOwnPage();
  const { db, house, clock, id } = world;
  await using carrier = await createCarrier(world);
  const ask = async (address: string) => {
    const asked = await world.post({ do: "ask", kind: "sms", address });
    await carrier.prove();
    return asked.headers.location;
  };
  const told = `/fr/me?t=${world.token}&done=asked&code=sms`;
  expect(await ask("06 98 76 54 32")).toBe(told);
  const [sent] = carrier.codes("+33698765432");
  expect((await world.get(told)).body).toContain("one-time-code");
  const prove = async (code: string) =>
    (await world.post({ do: "prove", kind: "sms", code })).headers.location;
  expect(await prove("000000")).toContain("done=wrong-code");
  expect(await prove(` ${sent} `)).toContain("done=proved");
  expect(await prove(sent ?? "")).toContain("done=wrong-code");
  const { addresses } = (await findContact(db, id)) ?? { addresses: [] };
  expect(addresses.find(({ kind }) => kind === "sms")?.value).toBe("+33698765432");
  // What nobody may write to gets no code, and the answer is the same.
  const held = { address: "+33611111111", reason: "x", source: "y" };
  await addSuppression(house, person("Leila", "communicator"), held);
  expect(await ask("+33611111111")).toBe(told);
  expect(carrier.codes("+33611111111")).toEqual([]);
  expect(await ask("06 12")).toContain("done=wrong-address");
  // Five tries, a quarter of an hour.
  await ask("+33622222222");
  const [second = ""] = carrier.codes("+33622222222");
  for (let round = 0; round < 5; round++) await prove("000000");
  expect(await prove(second)).toContain("done=wrong-code");
  await ask("+33633333333");
  clock.pass(16 * 60_000);
  expect(await prove(carrier.codes("+33633333333")[0] ?? "")).toContain("done=wrong-code");
});

test("a link out of a message changes no address and erases nobody", async () => {
  await using world = await createOwnPage();
  const to = { contactId: world.id, now: world.clock() };
  const link = signSelfLink(world.signer, "message", to);
  const page = await world.get(`/fr/me?t=${link}`);
  expect(page.body).toContain("demandez-nous un lien personnel");
  expect(page.body).not.toContain('value="erase"');
  for (const heavy of ["erase", "ask", "prove"]) {
    const done = await world.post({ do: heavy, sure: "yes", kind: "sms" }, {}, link);
    expect(done.headers.location).toContain("done=not-here");
  }
  await world.post({ do: "withdraw", kind: "email" }, {}, link);
  expect((await world.consents())[0]?.state).toBe("withdrawn");
});

test("a link that asks for a second way adds one where there was none, and takes none away", async () => {
  await using world = await createOwnPage();
  const { db, id, clock, signer } = world;
  await using carrier = await createCarrier(world);
  const link = signSelfLink(signer, "second", { contactId: id, now: clock() });
  const post = async (fields: Record<string, string>) =>
    (await world.post(fields, {}, link)).headers.location ?? "";
  // The number that is there already stays; neither it nor the person can be taken away.
  expect((await world.get(`/fr/me?t=${link}`)).body).toContain("toutes les adresses");
  for (const heavy of ["erase", "ask", "prove"]) {
    expect(await post({ do: heavy, sure: "yes", kind: "sms", address: "0612121212" })).toContain(
      "done=not-here",
    );
  }
  await db.deleteFrom("address").where("contact_id", "=", id).where("kind", "=", "sms").execute();
  const page = (await world.get(`/fr/me?t=${link}`)).body;
  expect(page).toContain("Ajouter une deuxième adresse");
  expect(page).not.toContain('value="erase"');
  const asked = await post({ do: "ask", kind: "sms", address: "06 98 76 54 32" });
  await carrier.prove();
  // What is agreed to stands above the code.
  expect((await world.get(asked)).body).toContain("m’écrive par SMS");
  const [code = ""] = carrier.codes("+33698765432");
  expect(await post({ do: "prove", kind: "sms", code })).toContain("done=proved");
  const found = await findContact(db, id);
  expect(found?.addresses).toMatchObject([
    { kind: "email", state: "usable", verified_by: null },
    { kind: "sms", value: "+33698765432", verified_by: "code" },
  ]);
  const consent = found?.consents.find(({ kind }) => kind === "sms");
  expect(consent).toMatchObject({ state: "given", source: "page personnelle" });
  expect(consent?.wording).toContain("m’écrive par SMS");
});

/** A carrier of text messages, and the loop that sends codes stepped by hand. */
async function createCarrier({ house, clock }: Awaited<ReturnType<typeof createOwnPage>>) {
  const secrets = { authToken: "auth-token-123" };
  const simulator = await startTwilioSimulator({ now: clock, secrets });
  const wire = createWire({ reach: "loopback" });
  await createChannel(house, person("Ines", "administrator"), {
    transport: "twilio-sms",
    name: "SMS",
    settings: {
      base: simulator.url,
      accountSid: `AC${"0".repeat(32)}`,
      sender: "Clairval",
      ...secrets,
    },
    perSecond: 100,
  });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return {
    prove: async () => await proveOnce({ house, wireFor: () => wire, publicUrl: PAGE, log }),
    codes: (to: string) =>
      simulator.received.textsOf(to).map((text) => /\b\d{6}\b/.exec(text)?.[0] ?? text),
    async [Symbol.asyncDispose]() {
      await wire.close();
      await simulator.stop();
    },
  };
}
