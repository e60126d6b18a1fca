import { Lexicons } from "@atproto/lexicon";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fitsPost, postLength } from "../../src/domain/post-length.ts";
import { createWire, type Wire } from "../../src/lib/wire.ts";
import { type Networks, startNetworksSimulator } from "../../src/simulators/networks.ts";
import type { Outlet } from "../../src/transports/outlet.ts";
import { bluesky } from "../../src/transports/outlet-bluesky.ts";
import { facebookPage } from "../../src/transports/outlet-facebook.ts";
import { mastodon } from "../../src/transports/outlet-mastodon.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aPost } from "../kits/outlet-kit.ts";
import { closed, published } from "./published.ts";

const TOKEN = { bearer: "token-of-the-test" };
const SETTINGS: Record<string, object> = {
  mastodon: { token: "mastodon-token-0123456789" },
  "facebook-page": { page: "102030405060", token: "EAAB-page-token-0123456789" },
  bluesky: { identifier: "town.bsky.social", password: "abcd-efgh-ijkl-mnop" },
};

let networks: Networks;
let wire: Wire;
beforeAll(async () => {
  networks = await startNetworksSimulator();
  wire = createWire({ reach: "loopback" });
});
afterAll(async () => await Promise.all([wire.close(), networks.stop()]));

/** What an outlet really asks, request by request; the far end answers what the simulator would. */
async function asked(outlet: Outlet, change: object, id?: string) {
  await using end = await FarEnd.open();
  end.behaviour = ({ url }) => ({
    status: 200,
    body: url.endsWith("createSession") ? { accessJwt: "jwt-of-the-session", did: DID } : {},
  });
  const settings = outlet.settings.parse({ base: end.url, ...SETTINGS[outlet.kind] });
  if (id === undefined) await outlet.say(aPost(change), settings, wire);
  else await outlet.change?.(aPost(change), id, settings, wire);
  return end.seen.map((seen) => ({ ...seen, json: JSON.parse(seen.body || "null") }));
}

const get = async (path: string) =>
  (await wire.request({ method: "GET", url: networks.url + path, secret: TOKEN })).json;
const post = async (path: string, json: object) =>
  await wire.request({ method: "POST", url: networks.url + path, secret: TOKEN, json });

const spec = published("mastodon.json");

function mastodonReferee() {
  const components = closed(structuredClone(spec.components), ["TextStatus"]);
  const shown = components.examples.Status.value.account;
  // Its own example of a post lacks fields that came later, and has an hour where a day is asked for.
  const { Account } = components.schemas;
  Account.required = Account.required.filter((name: string) => name in shown);
  delete Account.properties.last_status_at.format;
  const ajv = new Ajv2020({ strict: false, logger: false });
  formats.default(ajv);
  ajv.addSchema({ $id: "mastodon", components, paths: spec.paths });
  return (pointer: string, value: unknown): boolean => {
    const judge = ajv.getSchema(`mastodon#${pointer}`);
    if (!judge) throw new Error(`The referee knows no ${pointer}.`);
    return judge(value) === true;
  };
}

describe("Mastodon's specification", () => {
  const judge = mastodonReferee();
  const STATUS = "/components/schemas/Status";
  const ERROR = "/components/schemas/Error";
  const TEXT = "/components/schemas/TextStatus";

  test("the referee itself: it takes its own examples", () => {
    for (const [name, { value }] of Object.entries<{ value: unknown }>(spec.components.examples)) {
      expect(judge(name === "Status" ? STATUS : ERROR, value)).toBe(true);
    }
  });

  test("what we say and change is what it describes, with a key", async () => {
    const [said] = await asked(mastodon, {});
    expect([said?.method, said?.url]).toEqual(["POST", "/api/v1/statuses"]);
    expect(said?.headers["idempotency-key"]).toBe(aPost().reference);
    expect(judge(TEXT, said?.json)).toBe(true);
    const names = Object.keys(spec.components.schemas.BaseStatus.properties);
    expect(["status", ...names]).toEqual(expect.arrayContaining(Object.keys(said?.json)));
    const [changed] = await asked(mastodon, {}, "103");
    expect([changed?.method, changed?.url]).toEqual(["PUT", "/api/v1/statuses/103"]);
    const put = spec.paths["/api/v1/statuses/{id}"].put.requestBody.content["application/json"];
    const fields = Object.keys(put.schema.properties);
    expect(fields).toEqual(expect.arrayContaining(Object.keys(changed?.json)));
    for (const mutant of [{ status: 7 }, { status: "x", visibility: "all" }, { language: "fr" }]) {
      expect(judge(TEXT, mutant)).toBe(false);
    }
  });

  test("what our simulator answers is what it describes", async () => {
    const said = await post("/api/v1/statuses", { status: aPost().text });
    expect(judge(STATUS, said.json)).toBe(true);
    const listed = await get("/api/v1/accounts/1/statuses");
    expect(Object(listed)).toHaveLength(1);
    expect(judge(STATUS, Object(listed)[0])).toBe(true);
    expect(
      judge("/components/schemas/Account", await get("/api/v1/accounts/verify_credentials")),
    ).toBe(true);
    const long = await post("/api/v1/statuses", { status: "x".repeat(501) });
    expect([long.status, judge(ERROR, long.json)]).toEqual([422, true]);
    for (const name of ["id", "account", "created_at", "content", "visibility"]) {
      expect(judge(STATUS, { ...Object(said.json), [name]: undefined })).toBe(false);
    }
  });
});

const DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
const CID = "bafyreib2rxk3rybk3aobmv5cjuql3bm2twh4jo5uxgf5kpqcsgz7soitae";
const POST = "app.bsky.feed.post";
const CREATE = "com.atproto.repo.createRecord";

describe("Bluesky's lexicons", () => {
  const lexicons = new Lexicons(published("atproto-lexicons.json"));
  const holds = (check: () => void): boolean => {
    try {
      check();
      return true;
    } catch {
      return false;
    }
  };
  const isRecord = (record: unknown) => holds(() => lexicons.assertValidRecord(POST, record));
  const isAnswer = (name: string, answer: unknown) =>
    holds(() => lexicons.assertValidXrpcOutput(name, answer));
  const at = (key: string) => ({ uri: `at://${DID}/${POST}/${key}`, cid: CID });
  const idOf = (key: string) => Object.values(at(key)).join(" ");

  test.each([
    ["a first word", {}],
    ["an answer in a thread", { thread: { first: idOf("3kfirst"), last: idOf("3klast") } }],
    [
      "links in a sentence, after emoji",
      { text: "🔔👨‍👩‍👧‍👦 Ici : https://a.example/b_c. (https://d.example/e)" },
    ],
    ["in English", { language: "en" }],
  ])("%s is what they describe, and its facets cover its links", async (_name, change) => {
    const [session, created] = await asked(bluesky, change);
    expect(
      holds(() => lexicons.assertValidXrpcInput("com.atproto.server.createSession", session?.json)),
    ).toBe(true);
    const input = created?.json;
    expect(holds(() => lexicons.assertValidXrpcInput(CREATE, input))).toBe(true);
    expect(isRecord(input.record)).toBe(true);
    const bytes = Buffer.from(input.record.text);
    expect(input.record.facets).not.toEqual([]);
    for (const { index, features } of input.record.facets) {
      const [{ uri }] = features;
      expect(bytes.subarray(index.byteStart, index.byteEnd).toString()).toBe(uri);
      expect(uri).not.toMatch(/[.)]$/);
    }
  });

  test.each<[string, (record: Record<string, unknown>) => object]>([
    ["no time", (record) => ({ ...record, createdAt: "yesterday" })],
    ["no text", (record) => ({ ...record, text: undefined })],
    ["three hundred and one letters", (record) => ({ ...record, text: "é".repeat(301) })],
    ["a language that is none", (record) => ({ ...record, langs: ["french!"] })],
    ["a reply to nothing", (record) => ({ ...record, reply: { root: at("3k") } })],
    [
      "a card without a title",
      (record) => ({
        ...record,
        embed: {
          $type: "app.bsky.embed.external",
          external: { uri: "https://a.example", description: "" },
        },
      }),
    ],
    ["facets without a place", (record) => ({ ...record, facets: [{ features: [] }] })],
  ])("the referee bites: %s", async (_name, mutate) => {
    const [, created] = await asked(bluesky, {});
    expect(isRecord(mutate(created?.json.record))).toBe(false);
  });

  test("what our simulator answers is what they describe; a key is good for one post", async () => {
    const own = bluesky.settings.parse({ base: networks.url, ...SETTINGS["bluesky"] });
    expect(await bluesky.say(aPost(), own, wire)).toMatchObject({ kind: "said" });
    expect(await bluesky.say(aPost(), own, wire)).toMatchObject({ kind: "unknown" });
    expect(networks.on("bluesky")).toHaveLength(1);
    const session = await post("/xrpc/com.atproto.server.createSession", {
      identifier: "town.bsky.social",
      password: "x",
    });
    expect(isAnswer("com.atproto.server.createSession", session.json)).toBe(true);
    const listed = await get(`/xrpc/com.atproto.repo.listRecords?repo=${DID}&collection=${POST}`);
    expect(isAnswer("com.atproto.repo.listRecords", listed)).toBe(true);
    const [{ uri, cid }] = Object(listed)["records"];
    expect(isAnswer(CREATE, { uri, cid })).toBe(true);
    for (const mutant of [{ uri }, { uri, cid: "cid-1" }, { uri: "https://a.example", cid }]) {
      expect(isAnswer(CREATE, mutant)).toBe(false);
    }
  });

  test("a text fits by our count exactly where it fits by theirs", () => {
    const piece = fc.constantFrom(
      "a",
      "é",
      "e\u0301",
      "👨‍👩‍👧‍👦",
      "🇫🇷",
      "警",
      "\r\n",
      "👍🏽",
      " ",
      "🔔",
    );
    const text = fc.array(piece, { minLength: 250, maxLength: 330 }).map((all) => all.join(""));
    const createdAt = "2026-03-01T10:00:00.000Z";
    fc.assert(
      fc.property(text, (given) => {
        expect(fitsPost("bluesky", given)).toBe(isRecord({ $type: POST, text: given, createdAt }));
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

const vectors: { description: string; text: string; length: number }[] =
  published("x-lengths.json");

describe("the examples that X counts by", () => {
  test.each(vectors)("$description", ({ text, length }) => {
    expect(postLength("x", text).length).toBe(length);
  });
});

describe("Meta's own list of what a Page's feed takes and shows", () => {
  const ajv = new Ajv({ strict: false }).addSchema({
    $id: "page",
    ...published("facebook-page.json"),
  });
  const judge = (name: string, value: unknown) => ajv.getSchema(`page#/${name}`)?.(value);
  const FEED = "/v25.0/102030405060/feed";

  test("what we ask", async () => {
    const [said] = await asked(facebookPage, {});
    expect(said).toMatchObject({ method: "POST", url: FEED });
    expect(judge("FeedPost", said?.json)).toBe(true);
    const [changed] = await asked(facebookPage, {}, "102030405060_7");
    expect(changed).toMatchObject({ method: "POST", url: "/v25.0/102030405060_7" });
    expect(judge("FeedChange", changed?.json)).toBe(true);
    for (const mutant of [{ text: "x" }, { message: 7 }, { published: "yes" }, { link: null }]) {
      expect(judge("FeedPost", { ...said?.json, ...mutant })).toBe(false);
    }
    expect(judge("FeedChange", said?.json)).toBe(false);
  });

  test("what our simulated Page answers", async () => {
    const { json } = await post(FEED, { message: "Panne" });
    expect(judge("Created", json)).toBe(true);
    expect(judge("Created", { id: "7" })).toBe(false);
    expect(judge("Done", (await post(`/v25.0/${Object(json).id}`, { message: "x" })).json)).toBe(
      true,
    );
    const shown = await get(`${FEED}?fields=id,message,permalink_url`);
    expect(judge("Feed", shown)).toBe(true);
    expect(judge("Feed", Object(shown).data)).toBe(false);
    const gone = await post("/v25.0/102030405060_9999", { message: "x" });
    expect(gone.status).toBe(400);
    expect(judge("Error", gone.json)).toBe(true);
    expect(judge("Error", { error: "gone" })).toBe(false);
  });
});
