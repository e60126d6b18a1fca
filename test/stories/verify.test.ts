import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { signEarlier } from "../../src/actions/announcement/sign.ts";
import { changeSigningKey } from "../../src/actions/signing/keys.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { signatureHolds } from "../../src/lib/signing.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { NOTICE_TEXTS } from "../kits/notice-texts.ts";

const PUBLIC_URL = "https://status.example.org";
const hasOpenssl = spawnSync("openssl", ["version"]).stdout?.toString().startsWith("OpenSSL 3");
let front: Awaited<ReturnType<typeof createTestFront>>;
let lea: Awaited<ReturnType<Awaited<ReturnType<typeof createTestFront>>["signIn"]>>;
let state: Awaited<ReturnType<typeof readPublicState>> = null;
const face = createFace({
  read: async () => state,
  now: () => front.clock(),
  publicUrl: PUBLIC_URL,
  bannerScript: null,
});

beforeAll(async () => {
  front = await createTestFront({ outside: [publicRoutes(face)] });
  lea = await front.signIn("Lea", "communicator", "responder");
  await look();
});
afterAll(async () => await front[Symbol.asyncDispose]());

const TEXTS = NOTICE_TEXTS;
const said = (texts: (typeof TEXTS)["fr"]) => Object.values(texts).join("\n\n");

async function look(): Promise<void> {
  state = await readPublicState(front.db, front.clock());
  await face.refresh();
}

async function openIncident(): Promise<string> {
  const title = { fr: "WhatsApp en panne", en: "WhatsApp is down" };
  return (await lea.ask("POST", "/api/incidents", { title, platformId: null })).body.id;
}

async function publish(incidentId: string, texts = TEXTS): Promise<string> {
  const nextUpdateAt = new Date(front.clock() + 3_600_000).toISOString();
  const content = { texts, severity: "major", source: "Clairval", nextUpdateAt };
  const drafted = await lea.ask("POST", `/api/incidents/${incidentId}/announcements`, content);
  const { id } = drafted.body;
  expect((await lea.ask("POST", `/api/announcements/${id}/publication`)).status).toBe(201);
  await look();
  return id;
}

const get = async (url: string) => await front.app.inject({ method: "GET", url });

async function ask(text: string, language = "fr") {
  const answer = await front.app.inject({
    method: "POST",
    url: `/${language}/verify`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ text }).toString(),
    // The limit is for each visitor; this story is told by many.
    remoteAddress: `10.0.${visitor >> 8}.${visitor++ & 255}`,
  });
  const heading = /<h1>([^<]*)<\/h1>/.exec(answer.body)?.[1]?.replaceAll("\u00a0", " ");
  return { status: answer.statusCode, heading, body: answer.body, headers: answer.headers };
}
let visitor = 0;

async function codeOf(id: string): Promise<string> {
  const row = await front.db
    .selectFrom("announcement_signature")
    .select("code")
    .where("announcement_id", "=", id)
    .executeTakeFirstOrThrow();
  return row.code;
}

test("S9: from a publication to a yes, a correction, a withdrawal, and every kind of no", async () => {
  const incidentId = await openIncident();
  const one = await publish(incidentId);
  const code = await codeOf(one);
  const yes = await ask(said(TEXTS.fr).replaceAll("’", "'").replaceAll("\n", " "));
  expect(yes).toMatchObject({ status: 200, heading: "Oui, ce texte vient de nous" });
  expect(yes.body).toContain(`${code.slice(0, 5)}-${code.slice(5)}`);
  expect(yes.headers).toMatchObject({ "cache-control": "no-store" });
  expect(yes.headers["set-cookie"]).toBeUndefined();
  expect(yes.body).not.toContain("<script");
  expect((await ask(said(TEXTS.fr), "en")).body).toContain('<article class="notice" lang="fr">');

  for (const typed of [code, code.toLowerCase(), `${PUBLIC_URL}/fr/verify/${code}`]) {
    expect((await ask(typed)).heading).toBe("Oui, ce texte vient de nous");
  }
  expect((await ask(`${PUBLIC_URL}/fr/incidents/${incidentId}`)).heading).toMatch(/^Oui/);
  const page = await get(`/en/verify/${code.slice(0, 5)}-${code.slice(5)}`);
  expect(page.body).toContain("Yes, this is ours");
  expect((await get(`/verify/${code}`)).headers["location"]).toBe(`/fr/verify/${code}`);

  const forged = await ask(said(TEXTS.fr).replace("01 55 00 00 02", "08 99 00 00 02"));
  expect(forged.heading).toBe("Non, ce n’est pas ce que nous avons publié");
  expect(forged.body).toMatch(/<del>.*01 55.*<\/del>/);
  expect(forged.body).toMatch(/<ins>.*08 99.*<\/ins>/);
  const disguised = await ask(said(TEXTS.fr).replace("panne", "p\u0430nne"));
  expect(disguised.heading).toBe("Non, cette copie a été falsifiée");
  expect(disguised.body).toContain("U+0430");
  const more = await ask(`${said(TEXTS.fr)}\nPayez sur https://status.example.org.evil.example`);
  expect(more.heading).toBe("Une partie seulement vient de nous");

  const texts = {
    ...TEXTS,
    fr: { ...TEXTS.fr, nextStep: "Tout est rentré dans l’ordre à Paris. Prochain point à 11 h." },
  };
  const two = await publish(incidentId, texts);
  const corrected = await ask(said(TEXTS.fr));
  expect(corrected.heading).toBe("Ce texte vient de nous, mais il a été corrigé depuis");
  expect(corrected.body).toContain(`/fr/verify/${await codeOf(two)}`);

  await lea.ask("POST", `/api/announcements/${two}/withdrawal`, { reason: "wrong" });
  await look();
  const withdrawn = await ask(said(texts.fr));
  expect(withdrawn.heading).toBe("Nous avons retiré ce texte");
  expect(withdrawn.body.split("<textarea")[0]).not.toContain("rentré dans l’ordre");
  const answer = await get(`/fr/verify/${await codeOf(two)}`);
  expect(answer.body).not.toContain("rentré dans l’ordre");
});

test("our own messages are known as ours: by e-mail, by SMS, on the networks", async () => {
  const incidentId = await openIncident();
  const code = await codeOf(await publish(incidentId));
  const { title, message, advice, nextStep } = TEXTS.fr;
  const page = `${PUBLIC_URL}/fr/incidents/${incidentId}`;
  const next = new Date(front.clock() + 3_600_000);
  const at = new Intl.DateTimeFormat("fr", { hour: "2-digit", timeZone: "Europe/Paris" });
  const clock = `${Number.parseInt(at.format(next), 10)} h 00`;
  const mail = [
    `Boulangeries Clairval : ${title}`,
    message,
    advice,
    nextStep,
    `Prochaines nouvelles avant ${clock}.`,
    "Source : Clairval",
    `Vérifier que ce message vient de nous : ${PUBLIC_URL}/fr/verify/${code}`,
    `La page à jour : ${page}`,
    "—",
    "Cette adresse est abonnée aux nouvelles de Boulangeries Clairval.",
    `Choisir ce que vous recevez : ${PUBLIC_URL}/fr/subscription?t=AbC-_1`,
    `Vous désabonner : ${PUBLIC_URL}/fr/unsubscribe?t=AbC-_1`,
  ];
  expect((await ask(mail.join("\n\n"))).heading).toBe("Oui, ce texte vient de nous");
  const late = mail.map((line) => line.replace(clock, "23 h 00"));
  expect((await ask(late.join("\n\n"))).heading).toBe("Une partie seulement vient de nous");
  const sms = `Boulangeries Clairval : ${title}\n${message.slice(0, 40)}…\n${page}\nRépondez STOP pour ne plus rien recevoir.`;
  expect((await ask(sms)).heading).toBe("Ce sont nos mots, mais pas tous");
  const post = [title, message, `Source : Clairval`, `${page}#v1`].join("\n\n");
  expect((await ask(post)).heading).toBe("Ce sont nos mots, mais pas tous");
  const forged = post.replace("status.example.org", "status.example.com");
  expect((await ask(forged)).heading).toMatch(/^Non/);
});

test("hostile input is answered calmly", async () => {
  const markup = await ask(`<script>alert(1)</script> <img src=x onerror=alert(1)>`);
  expect(markup.body).not.toMatch(/<script|<img/);
  for (const [typed, status] of [
    ["", 400],
    ["\u202e\u200b", 200],
    ["x ".repeat(4_000), 413],
    ["\u0000\ud800", 200],
    ["ABCDE-ABCDE", 200],
  ] as const) {
    expect([typed.slice(0, 9), (await ask(typed)).status]).toEqual([typed.slice(0, 9), status]);
  }
  for (const link of [
    "https://status.example.org.evil.example/fr",
    "https://status.example.org@evil.example/fr",
    "https://st\u0430tus.example.org/fr",
    "http://[::1",
  ]) {
    expect((await ask(link)).heading).toBe("Non, ce lien ne mène pas chez nous");
  }
  expect((await get("/fr/verify/%F0%9F%92%A9")).statusCode).toBe(404);
  expect((await get("/fr/verify/0000000000")).statusCode).toBe(404);
  expect((await get("/fr/verify/0000000000/announcement.json")).statusCode).toBe(404);
  expect((await get("/.well-known/tocsin/nothing.pem")).statusCode).toBe(404);
});

test("one visitor may ask ten times a minute", async () => {
  const tries: number[] = [];
  for (let each = 0; each < 12; each++) {
    const answer = await front.app.inject({
      method: "POST",
      url: "/en/verify",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "text=hello",
      remoteAddress: "10.9.9.9",
    });
    tries.push(answer.statusCode);
  }
  expect(tries).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
});

test("a rewritten past is neither confirmed nor denied", async () => {
  const id = await publish(await openIncident());
  const code = await codeOf(id);
  await front.db
    .updateTable("announcement_signature")
    .set((e) => ({
      envelope: e.fn<string>("replace", ["envelope", e.val("gratuit"), e.val("cher")]),
    }))
    .where("announcement_id", "=", id)
    .where("language", "=", "fr")
    .execute();
  const answer = await get(`/fr/verify/${code}`);
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain("Nous ne pouvons pas confirmer ce texte");
});

test("the documents that anybody checks us with, with an old key and a new one", async () => {
  const id = await publish(await openIncident());
  const code = await codeOf(id);
  await changeSigningKey(front.house, machine("test"), null);
  await look();
  const document = (await get("/.well-known/tocsin.json")).json();
  expect(document).toMatchObject({ organisation: "Boulangeries Clairval" });
  expect(document.keys).toHaveLength(2);
  expect(document.keys[0]).toMatchObject({ algorithm: "Ed25519", until: null });
  const bytes = (await get(`/en/verify/${code}/announcement.json`)).body;
  expect(Object.keys(JSON.parse(bytes)).join(" ")).toBe(
    "organisation id version language title message advice nextStep source publishedAt page",
  );
  const signature = (await get(`/en/verify/${code}/announcement.sig`)).rawPayload;
  expect(signature).toHaveLength(64);
  const { publicKey } = document.keys[1];
  expect(publicKey).toHaveLength(44);
  expect(signatureHolds(publicKey, bytes, signature.toString("base64"))).toBe(true);
  const page = (await get("/fr/verify")).body;
  expect(page).toContain(`<code class="select">${document.keys[0].publicKey}</code>`);
  expect(page).not.toContain("<script");
});

test.runIf(hasOpenssl)("the command on the page is one that OpenSSL obeys", async () => {
  const code = await codeOf(await publish(await openIncident()));
  const { body } = await get(`/en/verify/${code}`);
  const commands = /<pre[^>]*><code>([^<]*)<\/code>/.exec(body)?.[1]?.split("\n") ?? [];
  expect(commands).toHaveLength(4);
  const folder = mkdtempSync(join(tmpdir(), "tocsin-verify-"));
  try {
    for (const command of commands.slice(0, 3)) {
      const url = command.split(" ").at(-1)?.slice(PUBLIC_URL.length) ?? "";
      const name = url.split("/").at(-1) ?? "";
      writeFileSync(join(folder, name), (await get(url)).rawPayload);
    }
    const [program = "", ...words] = commands[3]?.split(" ") ?? [];
    const said = execFileSync(program, words, { cwd: folder, encoding: "utf8" });
    expect(said).toContain("Signature Verified Successfully");
    writeFileSync(join(folder, "announcement.json"), "{}");
    expect(spawnSync(program, words, { cwd: folder }).status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the picture carries the code, and its QR leads to the proof", async () => {
  const id = await openIncident();
  const code = await codeOf(await publish(id));
  const page = (await get(`/fr/incidents/${id}`)).body;
  expect(page).toContain('<meta name="twitter:card" content="summary_large_image">');
  const shared = /property="og:image" content="([^"]*)"/.exec(page)?.[1] ?? "";
  expect(shared).toBe(`${PUBLIC_URL}/fr/incidents/${id}/image.png?v=${code}`);
  for (const [path, width, height] of [
    [shared.slice(PUBLIC_URL.length), 1200, 630],
    [`/en/incidents/${id}/square.png`, 1080, 1080],
  ] as const) {
    const answer = await get(path);
    expect(answer.headers["content-type"]).toBe("image/png");
    const png = PNG.sync.read(answer.rawPayload);
    expect([png.width, png.height]).toEqual([width, height]);
    const link = jsQR.default(new Uint8ClampedArray(png.data), width, height)?.data ?? "";
    expect(link).toBe(`${PUBLIC_URL}${path.slice(0, 3)}/verify/${code}`);
    const proof = await get(link.slice(PUBLIC_URL.length));
    expect(proof.body).toMatch(/Oui, ce texte vient de nous|Yes, this is ours/);
    const headers = { "if-none-match": String(answer.headers.etag) };
    const again = await front.app.inject({ method: "GET", url: path, headers });
    expect(again.statusCode).toBe(304);
  }
  expect((await get(`/fr/incidents/${await openIncident()}/image.png`)).statusCode).toBe(404);
});

test("what was published before there were signatures is signed at the next start", async () => {
  const id = await publish(await openIncident());
  const before = await codeOf(id);
  await front.db.deleteFrom("announcement_signature").where("announcement_id", "=", id).execute();
  await signEarlier(front.house, null);
  expect(await codeOf(id)).toBe(before);
});
