import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureSigningKey, openSigner } from "../../src/actions/signing/keys.ts";
import { checkRecord } from "../../src/cli/record.ts";
import { recordIn, type Sign } from "../../src/copies/manifest.ts";
import { type PublicFacts, publicStateOf } from "../../src/domain/public-state.ts";
import { createCopy } from "../../src/http/public/copy.ts";
import { withOwnLinks } from "../../src/http/public/copy-links.ts";
import { createFace } from "../../src/http/public/face.ts";
import { signatureHolds } from "../../src/lib/signing.ts";
import { createWire } from "../../src/lib/wire.ts";
import { createCarrier } from "../../src/loops/carry.ts";
import { lastSeal, sealEvents } from "../../src/store/events.ts";
import { createTestFront } from "../front.ts";
import { runTocsin } from "../kits/command.ts";
import { openS3Server, type S3Server } from "../kits/s3-server.ts";
import { createPlace } from "../place.ts";
import { calmFacts, MINUTE, outageFacts, PUBLIC_URL } from "../public-example.ts";

const KEY = {
  accessKeyId: "TOCSINKEY",
  secretAccessKey: "a secret of the storage",
  region: "eu-west-3",
};
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const place = createPlace();
let storage: S3Server;
let front: Awaited<ReturnType<typeof createTestFront>>;
let admin: Awaited<ReturnType<typeof front.signIn>>;
beforeAll(async () => {
  storage = await openS3Server("copies", KEY);
  front = await createTestFront({ dataDir: place.path });
  admin = await front.signIn("Ada", "administrator");
  await ensureSigningKey(front.house, null);
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

let facts: PublicFacts = calmFacts;

/** One node: its pages, and what carries them out. */
function createNode() {
  const signing = async (): Promise<Sign | null> =>
    (await openSigner(front.house, front.db))?.sign ?? null;
  const copy = createCopy({ folder: `${place.path}/public`, signing });
  const face = createFace({
    read: async () => publicStateOf(facts, front.clock()),
    now: front.clock,
    publicUrl: PUBLIC_URL,
    bannerScript: "/*banner*/",
    keep: copy.keep,
  });
  const wire = createWire({ reach: "loopback" });
  const carrier = createCarrier({ house: front.house, log: quiet, copy, wire: () => wire });
  return {
    face,
    async turn() {
      await face.refresh();
      await carrier.begin();
      await carrier.settled();
    },
  };
}

let one: ReturnType<typeof createNode>;
let other: ReturnType<typeof createNode>;
beforeAll(() => {
  one = createNode();
  other = createNode();
});
const listed = async () => (await admin.ask("GET", "/api/copies")).body;
const words = () => storage.asked.splice(0).map((line) => line.replace("/copies/", ""));

test("an administrator adds a place; its secret is never shown again", async () => {
  const settings = { endpoint: storage.url, bucket: "copies", style: "path", ...KEY };
  const body = { kind: "s3", name: "Paris", publicUrl: "https://copy.example.net/", settings };
  const viewer = await front.signIn("Vera", "viewer");
  expect((await viewer.ask("POST", "/api/copies", body)).status).toBe(403);
  for (const wrong of [
    { ...body, kind: "ftp" },
    { ...body, publicUrl: "https://copy.example.net/below?from=here" },
    { ...body, publicUrl: "https://me:too@copy.example.net" },
    { ...body, publicUrl: "javascript:alert(1)" },
    { ...body, settings: { ...settings, bucket: "No Bucket" } },
    { ...body, everySeconds: 1 },
  ]) {
    expect((await admin.ask("POST", "/api/copies", wrong)).status).toBe(400);
  }
  const { status, body: view } = await admin.ask("POST", "/api/copies", body);
  expect(status).toBe(201);
  expect(view).toMatchObject({
    state: "waiting",
    publicUrl: "https://copy.example.net",
    everySeconds: 60,
    secretsSet: ["secretAccessKey"],
  });
  const everything = JSON.stringify([
    await listed(),
    await front.db.selectFrom("copy").selectAll().execute(),
    await front.db.selectFrom("event").selectAll().execute(),
  ]);
  expect(everything).not.toContain(KEY.secretAccessKey);
});

test("the test puts a file there, reads it, and takes it away", async () => {
  const { trouble } = (await admin.ask("POST", "/api/copies/1/test")).body;
  // This organisation is live, and the storage of this test is on this machine.
  expect(trouble).toMatchObject({ code: "copies:s3.plain" });
  expect((await admin.ask("POST", "/api/copies/99/test")).status).toBe(404);
});

test("the copy is byte for byte what is served but for its links, signed, with its types", async () => {
  await one.turn();
  expect((await listed()).copies).toMatchObject([{ state: "fine", trouble: null, failures: 0 }]);
  const { objects } = storage;
  for (const { path, kind, bytes, body } of one.face
    .assets()
    .filter(({ path }) => path.startsWith("/"))) {
    const name = kind === "page" ? `${path.slice(1)}/index.html` : path.slice(1);
    const expected = kind === "page" ? Buffer.from(withOwnLinks(body, name)) : bytes;
    expect(objects.get(name)?.bytes.equals(expected), name).toBe(true);
  }
  expect(objects.get("fr/index.html")?.type).toBe("text/html; charset=utf-8");
  expect(objects.get("feed.atom")?.type).toBe("application/atom+xml; charset=utf-8");
  expect(objects.get("404.html")?.bytes.toString()).toContain("Il n’y a rien ici");
  const { publicKey, copies } = (await admin.ask("GET", "/api/embedding")).body;
  expect(copies).toEqual([{ name: "Paris", url: "https://copy.example.net" }]);
  const summary = objects.get("api/v2/summary.json")?.bytes ?? Buffer.alloc(0);
  const signature = String(objects.get("api/v2/summary.json.sig")?.bytes);
  expect(signatureHolds(publicKey, summary, signature)).toBe(true);
  expect(signatureHolds(publicKey, Buffer.from(`${summary} `), signature)).toBe(false);
});

test("news goes at once, mere age by the clock, and one node carries it for all", async () => {
  words();
  front.clock.pass(15_000);
  await one.turn();
  expect(words()).toEqual([]);
  facts = outageFacts;
  await one.turn();
  await other.turn();
  expect(storage.objects.get("fr/banner.json")?.bytes.toString()).toContain(
    "WhatsApp ne distribue plus",
  );
  expect(words().filter((line) => line === "PUT fr/index.html")).toHaveLength(1);
  front.clock.pass(MINUTE);
  await other.turn();
  const carried = words();
  // It reads first what the other node left there.
  expect(carried[0]).toBe("GET manifest.json");
  expect(carried).toContain("PUT fr/index.html");
  expect(carried.filter((line) => line.includes("/incidents/"))).toEqual([]);
});

test("a place that fails is left alone for longer and longer, and says what to do", async () => {
  storage.outOfOrder = 403;
  front.clock.pass(2 * MINUTE);
  await one.turn();
  const [failing] = (await listed()).copies;
  expect(failing).toMatchObject({ state: "failing", failures: 1 });
  expect(failing.trouble.text.fr).toContain("Le stockage refuse notre clé pour le compartiment");
  words();
  front.clock.pass(1_000);
  await one.turn();
  expect(words()).toEqual([]);
  front.clock.pass(5_000);
  await one.turn();
  expect((await listed()).copies).toMatchObject([{ state: "failing", failures: 2 }]);
  storage.outOfOrder = null;
  front.clock.pass(MINUTE);
  await one.turn();
  expect((await listed()).copies).toMatchObject([{ state: "fine", failures: 0, trouble: null }]);
});

test("S10: each copy notes the last seal of the record, which shows later that its end was cut off", async () => {
  while ((await sealEvents(front.db)) > 0);
  front.clock.pass(2 * MINUTE);
  await one.turn();
  const manifest = storage.objects.get("manifest.json")?.bytes ?? Buffer.alloc(0);
  const noted = recordIn(manifest);
  expect(noted).toBe(await lastSeal(front.db));

  const file = `${place.path}/record.ndjson`;
  const { body } = await admin.ask("GET", "/api/events.ndjson");
  const lines: string[] = body.trim().split("\n");
  const sealed = lines.findIndex((line) => line.includes(noted ?? "none"));
  writeFileSync(file, lines.join("\n"));
  const whole = await checkRecord(file, noted);
  expect(whole).toMatchObject({ brokenAt: null, anchoredAt: JSON.parse(lines[sealed] ?? "").id });
  writeFileSync(file, lines.slice(0, sealed).join("\n"));
  expect(await checkRecord(file, noted)).toMatchObject({ brokenAt: null, anchoredAt: null });

  const list = `${place.path}/manifest.json`;
  writeFileSync(list, manifest);
  const check = async (anchor: string) =>
    await runTocsin(["check-record", file, "--anchor", anchor], {}).ended;
  const cut = await check(list);
  expect(cut).toMatchObject({ code: 1 });
  expect(cut.err).toContain("its end was cut off, or it was written anew");
  expect((await check("notes.txt")).err).toContain("The file notes.txt cannot be read (ENOENT).");
  writeFileSync(file, lines.join("\n"));
  expect(await check(list)).toMatchObject({
    code: 0,
    out: expect.stringContaining("noted elsewhere"),
  });
});

test("what is no longer public goes away there too", async () => {
  const incident = [...storage.objects.keys()].find((name) => name.startsWith("fr/incidents/"));
  expect(incident).toBeDefined();
  facts = { ...calmFacts, incidents: [] };
  front.clock.pass(1_000);
  await one.turn();
  const left = [...storage.objects.keys()].filter((name) => /^(?:fr|en)\/incidents\//.test(name));
  expect(left).toEqual([]);
});

test("a change keeps the secret that was left empty; a place taken off keeps what lies there", async () => {
  const [copy] = (await listed()).copies;
  const settings = { ...copy.settings, secretAccessKey: "" };
  const changed = { name: "Lyon", publicUrl: "", settings, everySeconds: 300, enabled: false };
  const { status, body } = await admin.ask("PUT", `/api/copies/${copy.id}`, changed);
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: "Lyon", state: "off", secretsSet: ["secretAccessKey"] });
  const count = storage.objects.size;
  expect((await admin.ask("DELETE", `/api/copies/${copy.id}`)).status).toBe(204);
  await one.turn();
  expect((await listed()).copies).toEqual([]);
  expect((await listed()).own).toMatchObject({ files: expect.any(Number) });
  expect(storage.objects.size).toBe(count);
});
