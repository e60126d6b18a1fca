import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { createPlace } from "../../../test/place.ts";
import {
  calmFacts,
  INCIDENT,
  MINUTE,
  NOW,
  outageFacts,
  PUBLIC_URL,
} from "../../../test/public-example.ts";
import { type PublicFacts, type PublicState, publicStateOf } from "../../domain/public-state.ts";
import { handClock } from "../../lib/clock.ts";
import { sha256 } from "../../lib/crypto.ts";
import { newSigningPair, signatureHolds, signer } from "../../lib/signing.ts";
import { pinnedPath } from "../../pages/site.ts";
import { createCopy } from "./copy.ts";
import { withOwnLinks } from "./copy-links.ts";
import { createFace, type FaceParts } from "./face.ts";

afterEach(() => vi.useRealTimers());

function world(parts: Partial<FaceParts> = {}) {
  const now = handClock(NOW);
  const database = {
    facts: calmFacts as PublicFacts | null,
    down: false,
    reads: 0,
    takesMs: 0,
    async read(): Promise<PublicState | null> {
      database.reads += 1;
      if (database.down) throw new Error("connect ECONNREFUSED");
      const state = database.facts === null ? null : publicStateOf(database.facts, now());
      now.pass(database.takesMs);
      return state;
    },
  };
  const face = createFace({
    read: database.read,
    now,
    publicUrl: PUBLIC_URL,
    bannerScript: "/*banner*/",
    ...parts,
  });
  return { now, database, face };
}

test("what changes in the database changes everywhere at the next look", async () => {
  const { now, database, face } = world();
  await face.refresh();
  const before = face.find("/en");
  const drawn = (path: string) => face.find(path)?.drawnAt;
  expect(before?.body).toContain("You can reach us as usual");
  expect(face.find("/en/banner.json")?.body).toBe("null");

  database.facts = outageFacts;
  expect(await face.refresh()).toEqual({ fresh: true, trouble: null });
  expect(face.find("/en")?.body).toContain("WhatsApp is not working");
  expect(face.find("/en")?.etag).not.toBe(before?.etag);
  // Two pages in one second: no date can tell which of them a reader has seen.
  const twins = () => ["/favicon.svg", "/en"].map((path) => face.find(path)?.twin);
  expect(twins()).toEqual([false, true]);
  // What has not changed is as old as it was; what has is as old as its bytes.
  now.pass(MINUTE);
  await face.refresh();
  expect(twins()).toEqual([false, false]);
  expect([drawn("/favicon.svg"), drawn("/en")]).toEqual([NOW, NOW + MINUTE]);
  expect(face.find("/fr/banner.json")?.body).toContain("WhatsApp ne distribue plus");
  expect(face.find("/feed.atom")?.body).toContain("WhatsApp ne distribue plus");
  expect(face.find("/api/v2/summary.json")?.body).toContain("major_outage");
  expect(face.find(`/fr/incidents/${INCIDENT}`)).not.toBeNull();
});

test("with the database down it goes on, admits its age, and vouches for nothing", async () => {
  const { now, database, face } = world();
  await face.refresh();
  database.down = true;
  now.pass(8 * MINUTE);

  expect(await face.refresh()).toEqual({ fresh: false, trouble: "connect ECONNREFUSED" });
  const page = face.find("/en")?.body;
  expect(page).toContain('<div id="stale" class="stale">');
  expect(page).toContain("(8 minutes ago)");
  expect(page).toContain("We do not know the present state");
  const summary = JSON.parse(face.find("/api/v2/summary.json")?.body ?? "");
  expect(summary.x_generated_at).toBe(new Date(NOW).toISOString());
  expect(summary.components[0]).toMatchObject({ x_observation: "unknown" });

  database.down = false;
  expect(await face.refresh()).toEqual({ fresh: true, trouble: null });
  expect(face.find("/en")?.body).toContain("You can reach us as usual");
});

test("what a slow database has just told is not old, however fast the clock of a play runs", async () => {
  const { database, face } = world();
  database.takesMs = 8 * MINUTE;
  await face.refresh();
  expect(face.find("/en")?.body).toContain("You can reach us as usual");
});

test("a database too slow to be waited for is told late, and not never", async () => {
  const told = Promise.withResolvers<PublicState>();
  let reads = 0;
  const read = async () => {
    reads += 1;
    return await told.promise;
  };
  const { face } = world({ read });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const looked = face.refresh();
  vi.advanceTimersByTime(10_000);
  expect(await looked).toEqual({ fresh: false, trouble: "The database does not answer." });
  expect(face.find("/en")).toBeNull();
  const drawn = new Promise<void>((resolve) => face.onChange(resolve));
  told.resolve(publicStateOf(outageFacts, NOW));
  await drawn;
  expect(face.find("/en")?.body).toContain("WhatsApp is not working");
  expect(reads).toBe(1);
});

test("what has not changed keeps its bytes, and they unpack to what was written", async () => {
  const { now, face } = world();
  await face.refresh();
  const before = face.find("/robots.txt");
  now.pass(MINUTE);
  await face.refresh();
  expect(face.find("/robots.txt")).toBe(before);
  for (const asset of face.assets()) {
    expect(gunzipSync(asset.gzip).equals(asset.bytes)).toBe(true);
    expect(asset.bytes.toString()).toBe(asset.body);
  }
});

test("calls that come while it looks share one more look", async () => {
  const { database, face } = world();
  await Promise.all([face.refresh(), face.refresh(), face.refresh(), face.refresh()]);
  expect(database.reads).toBe(2);
});

test("before anything is set up there is nothing to find", async () => {
  const { database, face } = world();
  database.facts = null;
  expect(await face.refresh()).toEqual({ fresh: true, trouble: null });
  expect(face.find("/fr")).toBeNull();
  expect(face.context("fr")).toBeNull();
});

test("the copy on disk is what is served with links of its own, and forgets what is gone", async () => {
  using place = createPlace();
  const folder = join(place.path, "public");
  mkdirSync(join(folder, "fr/incidents/gone"), { recursive: true });
  writeFileSync(join(folder, "fr/incidents/gone/index.html"), "an incident of another life");
  const { database, face } = world({ keep: createCopy({ folder }).keep });
  database.facts = outageFacts;
  await face.refresh();

  const file = (name: string) => readFileSync(join(folder, name));
  const page = face.find("/fr")?.body ?? "";
  expect(file("fr/index.html").toString()).toBe(withOwnLinks(page, "fr/index.html"));
  expect(file("index.html").toString()).toBe(withOwnLinks(page, "index.html"));
  expect(file("404.html").toString()).toContain("Il n’y a rien ici");
  // For hosts that look for a file of that name: its links begin one folder higher.
  expect(file("fr.html").toString()).toBe(withOwnLinks(page, "fr.html"));
  expect(file(`en/incidents/${INCIDENT}/index.html`).toString()).toContain("All updates");
  expect(JSON.parse(file("api/v2/incidents/unresolved.json").toString()).incidents).toHaveLength(1);
  expect(file("banner.js").toString()).toBe("/*banner*/");
  expect(() => file("fr/incidents/gone/index.html")).toThrow("ENOENT");

  database.facts = { ...calmFacts, incidents: [] };
  await face.refresh();
  expect(() => file(`en/incidents/${INCIDENT}/index.html`)).toThrow("ENOENT");
  expect(file("en/index.html").toString()).toContain("You can reach us as usual");
});

test("the files that programs believe are signed, and a list tells what belongs to the copy", async () => {
  using place = createPlace();
  const pair = newSigningPair();
  const sign = signer(pair.privateKey);
  const copy = createCopy({ folder: place.path, signing: async () => sign });
  const { database, face } = world({ keep: copy.keep });
  database.facts = outageFacts;
  await face.refresh();
  const file = (name: string) => readFileSync(join(place.path, name));
  for (const name of ["fr/banner.json", "api/v2/summary.json", "manifest.json"]) {
    const holds = (bytes: Buffer) =>
      signatureHolds(pair.publicKey, bytes, String(file(`${name}.sig`)));
    expect(holds(file(name))).toBe(true);
    expect(holds(Buffer.concat([file(name), Buffer.from(" ")]))).toBe(false);
  }
  const { files, generatedAt, staleAfter } = JSON.parse(String(file("manifest.json")));
  expect([generatedAt, staleAfter]).toEqual([NOW, NOW + 90_000]);
  const names = readdirSync(place.path, { recursive: true, withFileTypes: true }).flatMap(
    (entry) => (entry.isFile() ? [relative(place.path, join(entry.parentPath, entry.name))] : []),
  );
  expect(names.filter((name) => !name.startsWith("manifest.json")).sort()).toEqual(
    Object.keys(files).sort(),
  );
  for (const [name, sum] of Object.entries(files)) {
    expect(sha256(file(name)).toString("hex")).toBe(sum);
  }
  const served = face.assets().filter(({ path, kind }) => path.startsWith("/") && kind !== "page");
  for (const { path, bytes } of served) expect(file(path.slice(1)).equals(bytes)).toBe(true);
});

test("what was known goes on without a database, from the first moment and with its age", async () => {
  const recalled = publicStateOf(outageFacts, NOW - 20 * MINUTE);
  const { database, face } = world({ recalled });
  database.down = true;
  expect((await face.refresh()).fresh).toBe(false);
  expect(face.find("/en")?.body).toContain('<div id="stale" class="stale">');
  expect(face.find("/en")?.body).toContain("(20 minutes ago)");
});

test("each build of the widget keeps its own address, whatever the newest one is", async () => {
  const { face } = world({ pinned: ["/*banner*/", "/*older*/"] });
  await face.refresh();
  expect(face.find(pinnedPath("/*banner*/"))?.body).toBe("/*banner*/");
  expect(face.find(pinnedPath("/*older*/"))?.body).toBe("/*older*/");
  expect(pinnedPath("/*older*/")).toMatch(/^\/banner\.[0-9a-f]{16}\.js$/);
});

test("a disk that is full does not stop the page", async () => {
  const keep = () => Promise.reject(new Error("ENOSPC"));
  const { face } = world({ keep });
  expect((await face.refresh()).trouble).toContain("ENOSPC");
  expect(face.find("/fr")).not.toBeNull();
});
