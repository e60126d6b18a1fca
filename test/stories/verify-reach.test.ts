import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countEarlier } from "../../src/actions/announcement/sign.ts";
import { checkCopy } from "../../src/copies/check.ts";
import { createCopy } from "../../src/http/public/copy.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { newSigningPair, signatureHolds, signer } from "../../src/lib/signing.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { NOTICE_TEXTS as TEXTS } from "../kits/notice-texts.ts";
import { createPlace } from "../place.ts";

const PUBLIC_URL = "https://status.example.org";
/** As many as are compared word by word, in two languages. */
const NEWER = 520;
let front: Awaited<ReturnType<typeof createTestFront>>;
let oldIncident = "";
const face = createFace({
  read: async () => await readPublicState(front.db, front.clock()),
  now: () => front.clock(),
  publicUrl: PUBLIC_URL,
  bannerScript: null,
});

beforeAll(async () => {
  front = await createTestFront({ outside: [publicRoutes(face)] });
  const lea = await front.signIn("Lea", "communicator", "responder");
  await face.refresh();
  const title = { fr: "WhatsApp en panne", en: "WhatsApp is down" };
  const opened = await lea.ask("POST", "/api/incidents", { title, platformId: null });
  oldIncident = opened.body.id;
  const nextUpdateAt = new Date(front.clock() + 3_600_000).toISOString();
  const content = { texts: TEXTS, severity: "major", source: "Clairval", nextUpdateAt };
  const drafted = await lea.ask("POST", `/api/incidents/${oldIncident}/announcements`, content);
  await lea.ask("POST", `/api/announcements/${drafted.body.id}/publication`);
});
afterAll(async () => await front[Symbol.asyncDispose]());

async function ask(
  text: string,
  language: "fr" | "en",
): Promise<{ heading: string; said: string }> {
  const { body } = await front.app.inject({
    method: "POST",
    url: `/${language}/verify`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ text }).toString(),
    remoteAddress: `10.1.${visitor >> 8}.${visitor++ & 255}`,
  });
  const plain = (body.split("<main")[1] ?? "").replaceAll("\u00a0", " ");
  return { heading: /<h1>([^<]*)<\/h1>/.exec(plain)?.[1] ?? "", said: plain };
}
let visitor = 0;

/** Years of other announcements, each newer than the one before; their bytes are never looked at. */
async function yearsGoBy(): Promise<void> {
  await sql`
    update announcement set published_at = published_at - interval '900 days'`.execute(front.db);
  await sql`
    with model as (select * from announcement limit 1),
    made as (
      insert into announcement (id, incident_id, state, severity, texts, source, version, drafted_by,
        updated_at, published_at)
      select gen_random_uuid(), incident_id, 'corrected', severity, texts, source, 1 + n, drafted_by,
        updated_at, published_at + interval '1 hour' * n
      from model, generate_series(1, ${NEWER}::int) n returning id, version, published_at
    )
    insert into announcement_signature (announcement_id, language, code, envelope, signature, key_id)
    select made.id, language,
      'Z' || lpad(translate(made.version::text, '', ''), 9, '0'),
      json_build_object('version', made.version, 'title', 'Nummer ' || made.version,
        'message', 'Nous vous tiendrons au courant de la suite dès que possible.', 'advice', '',
        'nextStep', '', 'source', 'x', 'publishedAt', made.published_at, 'page', '/fr'),
      'x', key_id
    from made, (select distinct language, key_id from announcement_signature) known`.execute(
    front.db,
  );
}

const whole = (texts: (typeof TEXTS)["fr"]): string => Object.values(texts).join("\n\n");
const FR = whole(TEXTS.fr);
const EN = whole(TEXTS.en);
const SINCE_FR = /Comparé mot à mot avec nos annonces depuis le \d+ \p{L}+ \d{4}\./u;
const SINCE_EN = /Compared word by word with our announcements since \d+ \p{L}+ \d{4}\./u;

test("the copy proves what was published where nobody can be asked", async () => {
  using place = createPlace();
  const pair = newSigningPair();
  const sign = signer(pair.privateKey);
  const copy = createCopy({ folder: place.path, signing: async () => sign });
  const carried = createFace({
    read: async () => await readPublicState(front.db, front.clock()),
    now: () => front.clock(),
    publicUrl: PUBLIC_URL,
    bannerScript: null,
    keep: copy.keep,
  });
  await carried.refresh();
  const file = (name: string) => readFileSync(join(place.path, name));
  const code = /verify\/(\w{10})\/index\.html"/.exec(file("fr/verify/index.html").toString())?.[1];
  expect(file("fr/verify/index.html").toString()).not.toContain("<form");
  const page = file(`en/verify/${code}/index.html`).toString();
  expect(page).toContain("Yes, this is ours");
  expect(page).toContain(`../../../en/verify/${code}/announcement.sig`);
  expect(page).not.toMatch(/<form|href="\/(?!\/)/);
  const { keys } = JSON.parse(String(file(".well-known/tocsin.json")));
  expect(String(file(`.well-known/tocsin/${keys[0].id}.pem`))).toContain("BEGIN PUBLIC KEY");
  const bytes = file(`fr/verify/${code}/announcement.json`);
  const signature = file(`fr/verify/${code}/announcement.sig`).toString("base64");
  expect(signatureHolds(keys[0].publicKey, bytes, signature)).toBe(true);
  expect(await checkCopy(place.path, pair.publicKey)).toMatchObject({
    signed: true,
    changed: [],
    missing: [],
    strange: [],
  });
});

test("while everything fits, a no says since when everything was compared", async () => {
  const no = await ask("Votre compte sera fermé ce soir, payez vite.", "fr");
  expect(no.heading).toBe("Non, ce texte ne figure pas parmi nos annonces");
  expect(no.said).toMatch(/avec toutes nos annonces signées, depuis la première, le \d+ \p{L}+\./u);
  expect((await ask("Pay tonight.", "en")).said).toMatch(/all our signed announcements, from the/);
});

describe("when more was published than is compared word by word", () => {
  beforeAll(async () => {
    await yearsGoBy();
    await front.db.updateTable("announcement_signature").set({ word_runs: sql`null` }).execute();
    while ((await countEarlier(front.house, null)) > 0);
    await face.refresh();
  });

  test.each([
    ["the whole text", FR, "fr", "Oui, ce texte vient de nous"],
    ["the whole text", EN, "en", "Yes, this is ours"],
    [
      "it in one line, without accents",
      FR.replaceAll("\n", " ").replaceAll("é", "e"),
      "fr",
      /^Oui/,
    ],
    ["it in the other language", EN, "fr", "Oui, ce texte vient de nous"],
    ["one paragraph", TEXTS.en.message, "en", "These are our words, but not all of them"],
    ["a title of few words", TEXTS.fr.title, "fr", "Ce sont nos mots, mais pas tous"],
    [
      "eight words from the middle",
      "vos messages n’arrivent plus. La panne vient",
      "fr",
      /^Ce sont nos/,
    ],
    ["a disguise", FR.replace("panne", "p\u0430nne"), "fr", "Non, cette copie a été falsifiée"],
    ["another number", EN.replace("00 02", "00 99"), "en", "No, this is not what we published"],
    ["its page", `${PUBLIC_URL}/fr/incidents/OLD`, "fr", "Oui, ce texte vient de nous"],
    ["a page of nobody", `${PUBLIC_URL}/en/incidents/x`, "en", "We know no such code"],
  ] as const)("%s of long ago: %#", async (_, typed, language, heading) => {
    const answer = await ask(typed.replace("OLD", oldIncident), language);
    if (typeof heading === "string") expect(answer.heading).toBe(heading);
    else expect(answer.heading).toMatch(heading);
  });

  test("a no says how far every word was compared, and what may have been missed", async () => {
    const no = await ask("Votre compte sera fermé ce soir, payez vite.", "fr");
    expect(no.heading).toBe("Non, ce texte ne figure pas parmi nos annonces");
    expect(no.said).toMatch(SINCE_FR);
    expect(no.said).toContain("peut nous échapper");
    expect((await ask("Your account will be closed tonight.", "en")).said).toMatch(SINCE_EN);
    expect((await ask(EN.replace("00 02", "00 99"), "en")).said).toMatch(SINCE_EN);
  });
});
