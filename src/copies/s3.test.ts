import { expect, test } from "vitest";
import { openS3Server } from "../../test/kits/s3-server.ts";
import { createWire } from "../lib/wire.ts";
import type { Shelf } from "./destination.ts";
import { fileOf } from "./manifest.ts";
import { type S3Settings, s3, signedHeaders } from "./s3.ts";

const NOW = Date.parse("2026-11-20T09:42:00Z");
const KEY = {
  accessKeyId: "TOCSINKEY",
  secretAccessKey: "a secret of the storage",
  region: "eu-west-3",
};
const page = (words: string) =>
  fileOf(Buffer.from(words), "text/html; charset=utf-8", "public, max-age=5");

async function shelfAt(url: string, change: Partial<S3Settings> = {}): Promise<Shelf> {
  const settings = s3.settings.parse({
    endpoint: url,
    bucket: "copies",
    style: "path",
    ...KEY,
    ...change,
  });
  const opened = await s3.open(
    settings,
    createWire({ reach: "loopback", now: () => NOW }),
    () => NOW,
  );
  if (!opened.ok) throw new Error(opened.why.code);
  return opened.shelf;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, the examples.
test.each([
  [
    "GET Bucket Lifecycle",
    "?lifecycle",
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  ],
  [
    "Get Bucket (List Objects)",
    "?max-keys=2&prefix=J",
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  ],
])("signs as Amazon's own example: %s", async (_, query, signature) => {
  const headers = await signedHeaders(
    {
      region: "us-east-1",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    },
    {
      method: "GET",
      url: `https://examplebucket.s3.amazonaws.com/${query}`,
      file: undefined,
      at: Date.parse("2013-05-24T00:00:00Z"),
    },
  );
  expect(headers["authorization"]).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, " +
      `SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
  );
});

test("a file is put, read and taken away, with its type and how long to keep it", async () => {
  await using storage = await openS3Server("copies", KEY);
  const shelf = await shelfAt(storage.url, { folder: "page/one" });
  expect(await shelf.read("fr/index.html")).toEqual({ kind: "nothing" });
  expect(await shelf.write("fr/index.html", page("Bonjour"))).toBeNull();
  expect(await shelf.write("@status.example.org/l'été (1).json", page("à"))).toBeNull();
  expect([...storage.objects.keys()]).toEqual([
    "page/one/fr/index.html",
    "page/one/@status.example.org/l'été (1).json",
  ]);
  expect(storage.objects.get("page/one/fr/index.html")).toMatchObject({
    type: "text/html; charset=utf-8",
    caching: "public, max-age=5",
  });
  expect(await shelf.read("fr/index.html")).toEqual({
    kind: "read",
    bytes: Buffer.from("Bonjour"),
  });
  expect(await shelf.remove("fr/index.html")).toBeNull();
  expect(await shelf.remove("fr/index.html")).toBeNull();
  expect(storage.objects.size).toBe(1);
});

test("the bucket may stand before the host", async () => {
  await using storage = await openS3Server("copies", KEY);
  const { port } = new URL(storage.url);
  const lookup = async () => ["127.0.0.1"];
  const wire = createWire({ reach: "loopback", now: () => NOW, lookup });
  const settings = s3.settings.parse({
    ...KEY,
    bucket: "copies",
    endpoint: `http://storage.test:${port}`,
  });
  const opened = await s3.open(settings, wire, () => NOW);
  if (!opened.ok) throw new Error(opened.why.code);
  expect(await opened.shelf.write("index.html", page("Hello"))).toBeNull();
  expect([...storage.objects.keys()]).toEqual(["index.html"]);
  await wire.close();
});

test("what goes wrong is a sentence that says what to do", async () => {
  await using storage = await openS3Server("copies", KEY);
  const thief = await shelfAt(storage.url, { secretAccessKey: "another secret" });
  expect(await thief.write("index.html", page("x"))).toMatchObject({ code: "copies:s3.refused" });
  const lost = await shelfAt(storage.url, { bucket: "nowhere" });
  expect(await lost.write("index.html", page("x"))).toMatchObject({ code: "copies:s3.no_bucket" });
  const shelf = await shelfAt(storage.url);
  storage.outOfOrder = 301;
  expect(await shelf.write("index.html", page("x"))).toMatchObject({ code: "copies:s3.elsewhere" });
  storage.outOfOrder = 500;
  expect(await shelf.read("index.html")).toMatchObject({ why: { code: "copies:s3.answer" } });
  expect(storage.objects.size).toBe(0);
});

test("it speaks https to the world, and leaves what is private alone", async () => {
  const wire = createWire({ reach: "public", lookup: async () => ["10.0.0.5"] });
  const settings = { ...KEY, bucket: "copies", style: "path", folder: "" } as const;
  const plain = await s3.open({ ...settings, endpoint: "http://storage.example" }, wire, () => NOW);
  expect(plain).toEqual({ ok: false, why: { code: "copies:s3.plain", params: {} } });
  const inside = await s3.open(
    { ...settings, endpoint: "https://storage.example" },
    wire,
    () => NOW,
  );
  if (!inside.ok) throw new Error(inside.why.code);
  expect(await inside.shelf.write("index.html", page("x"))).toMatchObject({
    code: "copies:unreachable",
    params: { why: "storage.example leads to a private address" },
  });
  await wire.close();
});
