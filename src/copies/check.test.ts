import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import { newSigningPair, publicKeyPem, rawPublicKey, signer } from "../lib/signing.ts";
import { checkCopy } from "./check.ts";
import { fileOf, manifestOf } from "./manifest.ts";

const hasTools = ["openssl", "sha256sum", "base64", "sed"].every(
  (name) => !spawnSync(name, ["--version"]).error,
);
const pair = newSigningPair();
const PAGES = { "fr/index.html": "<p>Tout va bien.", "en/index.html": "<p>All is well." };
let place: ReturnType<typeof createPlace>;

/** A copy as a host holds it. */
beforeEach(() => {
  place = createPlace();
  const held = Object.entries(PAGES).map(([name, body]) => {
    return [name, fileOf(Buffer.from(body), "text/html", "")] as const;
  });
  const sums = held.map(([name, { sha256 }]) => [name, sha256] as const);
  const moment = { generatedAt: 1_000, staleAfter: 2_000, record: "ab".repeat(32) };
  for (const [name, { bytes }] of [...held, ...manifestOf(sums, moment, signer(pair.privateKey))]) {
    mkdirSync(dirname(join(place.path, name)), { recursive: true });
    writeFileSync(join(place.path, name), bytes);
  }
});
afterEach(() => place[Symbol.dispose]());

const whole = {
  signed: true,
  whole: 2,
  changed: [],
  missing: [],
  strange: [],
  generatedAt: 1_000,
};
const flip = (name: string, at: number) => {
  const bytes = readFileSync(join(place.path, name));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(place.path, name), bytes);
};

test("a copy that nobody touched is whole and ours", async () => {
  expect(await checkCopy(place.path, pair.publicKey)).toEqual(whole);
});

test("one bit of one page is found out, and one of the list as well", async () => {
  flip("fr/index.html", 4);
  expect(await checkCopy(place.path, pair.publicKey)).toEqual({
    ...whole,
    whole: 1,
    changed: ["fr/index.html"],
  });
  flip("manifest.json", 20);
  expect(await checkCopy(place.path, pair.publicKey)).toMatchObject({ signed: false });
});

test("what was taken away or put there is named; another key proves nothing", async () => {
  rmSync(join(place.path, "en/index.html"));
  writeFileSync(join(place.path, "fr/pay-here.html"), "Send money");
  expect(await checkCopy(place.path, pair.publicKey)).toEqual({
    ...whole,
    whole: 1,
    missing: ["en/index.html"],
    strange: ["fr/pay-here.html"],
  });
  const { publicKey } = newSigningPair();
  expect(await checkCopy(place.path, publicKey)).toMatchObject({ signed: false });
  rmSync(join(place.path, "manifest.json"));
  expect(await checkCopy(place.path, pair.publicKey)).toMatchObject({ signed: false, whole: 0 });
});

test("a key is read from both of its forms, and nothing else is one", () => {
  expect(rawPublicKey(` ${pair.publicKey}\n`)).toBe(pair.publicKey);
  expect(rawPublicKey(publicKeyPem(pair.publicKey))).toBe(pair.publicKey);
  for (const wrong of ["", "abc", publicKeyPem(pair.publicKey).replace("MCow", "MCox")]) {
    expect(rawPublicKey(wrong)).toBeNull();
  }
});

test.runIf(hasTools)("the recipe of the documentation finds the same", () => {
  const recipe = readFileSync(new URL("../../docs/public-face.md", import.meta.url), "utf8");
  const [, commands = ""] = /```\n(base64 -d manifest[^`]*)```/.exec(recipe) ?? [];
  writeFileSync(join(place.path, "key.pem"), publicKeyPem(pair.publicKey));
  const script = commands.replace("<key>.pem", "key.pem");
  const run = () => spawnSync("sh", ["-ec", script], { cwd: place.path, encoding: "utf8" });
  expect(execFileSync("sh", ["-ec", script], { cwd: place.path, encoding: "utf8" })).toContain(
    "Signature Verified Successfully",
  );
  flip("fr/index.html", 4);
  expect(run().status).not.toBe(0);
  flip("fr/index.html", 4);
  flip("manifest.json", 20);
  expect(run().status).not.toBe(0);
});
