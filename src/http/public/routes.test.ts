import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import undici from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { insertPlatforms } from "../../../test/platforms.ts";
import { INCIDENT, NOW, outageFacts, PUBLIC_URL } from "../../../test/public-example.ts";
import { type PublicState, publicStateOf } from "../../domain/public-state.ts";
import type { Routes } from "../routes.ts";
import { createFace } from "./face.ts";
import { answerQuickly } from "./quick.ts";
import { publicRoutes } from "./routes.ts";
import { createViewers } from "./viewers.ts";

let state: PublicState | null = publicStateOf(outageFacts, NOW);
const face = createFace({
  read: async () => state,
  now: () => NOW,
  publicUrl: PUBLIC_URL,
  bannerScript: "/*banner*/",
});
const viewers = createViewers(face);
let front: Awaited<ReturnType<typeof createTestFront>>;
let wokeRoutes = 0;
beforeAll(async () => {
  const counted: Routes = async (app, parts) => {
    app.addHook("onRequest", async () => void wokeRoutes++);
    await publicRoutes(face, viewers)(app, parts);
  };
  front = await createTestFront({ outside: [counted] });
  await insertPlatforms(front.db);
  await face.refresh();
});
afterAll(async () => await front[Symbol.asyncDispose]());

const get = async (url: string, headers: Record<string, string> = {}) =>
  await front.app.inject({ method: "GET", url, headers });

describe("the pages", () => {
  test("/ speaks the visitor's language, and tells caches so", async () => {
    const english = await get("/", { "accept-language": "en-GB,en;q=0.9" });
    expect(english.body).toContain('<html lang="en">');
    expect(english.headers).toMatchObject({ "content-language": "en" });
    expect(english.headers.vary).toContain("accept-language");
    expect((await get("/")).body).toContain('<html lang="fr">');
  });

  test.each(["/fr", "/en", `/fr/incidents/${INCIDENT}`, `/en/incidents/${INCIDENT}`, "/fr/"])(
    "%s is there",
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    },
  );

  test("an address that leads nowhere is a page of its language with the way back", async () => {
    const answer = await get("/fr/incidents/0193a000-0000-7000-8000-00000000dead");
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain("Il n’y a rien ici");
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test("who holds the page gets 304, who takes gzip gets it", async () => {
    const first = await get("/fr", { "accept-encoding": "gzip" });
    expect(first.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(first.rawPayload).toString()).toBe((await get("/fr")).body);
    const again = await get("/fr", { "if-none-match": String(first.headers.etag) });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe("");
    const since = new Date(NOW).toUTCString();
    for (const path of ["/fr", "/fr/feed.atom", "/fr/banner.json", "/api/v2/summary.json"]) {
      expect((await get(path)).headers["last-modified"], path).toBe(since);
      const dated = await get(path, { "if-modified-since": since });
      expect([dated.statusCode, dated.body], path).toEqual([304, ""]);
      const tagged = await get(path, { "if-modified-since": since, "if-none-match": '"old"' });
      expect(tagged.statusCode, path).toBe(200);
    }
  });

  test("the policy allows exactly our style and our script, by their hash", async () => {
    const { body, headers } = await get("/fr");
    const hash = (tag: string) => {
      const text = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(body)?.[1] ?? "";
      return createHash("sha256").update(text).digest("base64");
    };
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain(`style-src 'sha256-${hash("style")}'`);
    expect(policy).toContain(`script-src 'sha256-${hash("script")}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(body).not.toMatch(/ style="| on[a-z]+="/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["set-cookie"]).toBeUndefined();
  });
});

describe("for machines and other people's sites", () => {
  test.each([
    ["/api/v2/summary.json", "application/json; charset=utf-8"],
    ["/api/v2/incidents/unresolved.json", "application/json; charset=utf-8"],
    ["/api/v2/scheduled-maintenances/active.json", "application/json; charset=utf-8"],
    ["/feed.atom", "application/atom+xml; charset=utf-8"],
    ["/fr/feed.atom", "application/atom+xml; charset=utf-8"],
    ["/history.atom", "application/atom+xml; charset=utf-8"],
    ["/history.rss", "application/rss+xml; charset=utf-8"],
    ["/fr/history.rss", "application/rss+xml; charset=utf-8"],
    ["/feed.json", "application/feed+json; charset=utf-8"],
    ["/en/feed.json", "application/feed+json; charset=utf-8"],
    ["/banner.json", "application/json; charset=utf-8"],
    ["/en/banner.json", "application/json; charset=utf-8"],
    ["/badge.svg", "image/svg+xml; charset=utf-8"],
    ["/badge.svg?component=p-whatsapp&style=flat-square&lang=en", "image/svg+xml; charset=utf-8"],
    ["/badge.json?component=p-phone", "application/json; charset=utf-8"],
    ["/api/widget.json", "application/json; charset=utf-8"],
    ["/api/v1/summary", "application/json; charset=utf-8"],
    ["/en.md", "text/markdown; charset=utf-8"],
    [`/fr/incidents/${INCIDENT}.md`, "text/markdown; charset=utf-8"],
    ["/llms.txt", "text/plain; charset=utf-8"],
    ["/banner.js", "text/javascript; charset=utf-8"],
    ["/favicon.svg", "image/svg+xml"],
    ["/robots.txt", "text/plain; charset=utf-8"],
  ])("%s may be read from anywhere, and runs nothing", async (url, type) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": type,
      "access-control-allow-origin": "*",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    });
    const held = await get(url, { "if-none-match": String(answer.headers.etag) });
    expect(held.statusCode).toBe(304);
  });

  test("an unknown name below /api/v2 is not there", async () => {
    expect((await get("/api/v2/nothing.json")).statusCode).toBe(404);
  });

  test("SEC-7: a badge of no contact point is not there, and none is kept for long", async () => {
    const there = await get("/badge.svg?component=p-whatsapp&lang=en");
    expect(there.body).toContain("<title>WhatsApp: Down</title>");
    const age = /max-age=(\d+)/.exec(String(there.headers["cache-control"]))?.[1];
    expect(Number(age)).toBeLessThanOrEqual(30);
    for (const component of ["hidden", "", "__proto__", "p-phone&component=p-mail"]) {
      for (const kind of ["svg", "json"]) {
        expect((await get(`/badge.${kind}?component=${component}`)).statusCode).toBe(404);
      }
    }
  });

  test("the banner speaks the language one asks for", async () => {
    const title = async (url: string) => (await get(url)).json().title;
    expect(await title("/banner.json?lang=en")).toBe("WhatsApp is not delivering messages");
    expect(await title("/banner.json?lang=xx")).toBe("WhatsApp ne distribue plus les messages");
  });
});

describe("the form for the public's reports", () => {
  const post = async (body: string, headers: Record<string, string> = {}) =>
    await front.app.inject({
      method: "POST",
      url: "/fr/report",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: body,
    });
  const reports = async () => await front.db.selectFrom("report").selectAll().execute();

  test("a platform named in the address is chosen already", async () => {
    const { body } = await get("/fr/report?platform=whatsapp");
    expect(body).toMatch(/value="whatsapp" checked/);
  });

  test("what is missing is named beside its question, and what was chosen stays", async () => {
    const answer = await post("platform=whatsapp&country=FR");
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('aria-describedby="symptom-error"');
    expect(answer.body).toMatch(/value="whatsapp" checked/);
    expect(answer.body).toMatch(/value="FR" selected/);
    expect(await reports()).toHaveLength(0);
  });

  test("a report is taken once, and a reload does not send it again", async () => {
    const answer = await post("platform=whatsapp&symptom=send&country=FR");
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/fr/report?done=taken"]);
    expect((await get("/fr/report?done=taken")).body).toContain("Merci, c’est noté");
    const again = await post("platform=whatsapp&symptom=send");
    expect(again.headers.location).toBe("/fr/report?done=repeated");
    expect(await reports()).toMatchObject([
      { platform_id: "whatsapp", symptom: "send", country: "FR" },
    ]);
  });

  test.each([
    ["a platform that is none", "platform=<script>&symptom=send"],
    ["a symptom that is none", "platform=whatsapp&symptom=__proto__"],
    ["nothing at all", ""],
  ])("%s is asked again", async (_, body) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain("<script>&");
  });

  test("another site may not fill it in for its visitors", async () => {
    const answer = await post("platform=whatsapp&symptom=send", { "sec-fetch-site": "cross-site" });
    expect(answer.statusCode).toBe(403);
  });
});

test("before anything is set up, people are asked to come back", async () => {
  state = null;
  await face.refresh();
  const answers = await Promise.all(
    ["/", "/fr/report", "/api/v2/status.json"].map((url) => get(url)),
  );
  for (const answer of answers) {
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain("Cette page se prépare");
  }
});

describe("whoever asks over a socket", () => {
  const CROWDED = [
    [
      "/",
      "/fr",
      "/en",
      "/fr.md",
      "/en/banner.json",
      "/fr/maintenance",
      `/fr/incidents/${INCIDENT}`,
    ],
    ["/fr/feed.atom", "/en/history.rss", "/fr/feed.json", "/api/v2/summary.json", "/banner.js"],
    ["/api/widget.json", "/api/v1/summary", "/api/v2/incidents/unresolved.json"],
  ].flat();
  const ELSEWHERE = ["/fr/", "/?x=1", "/fr?x=1", "/fr/help", "/fr/incidents/nothing", "/nothing"];
  const OF_THE_LINE = ["date", "connection", "keep-alive", "transfer-encoding"];
  let url = "";
  beforeAll(async () => {
    state = publicStateOf(outageFacts, NOW);
    await face.refresh();
    answerQuickly(front.app, face, viewers);
    url = await front.app.listen({ port: 0, host: "127.0.0.1" });
  });

  const heard = async (path: string, headers: Record<string, string>) => {
    const { statusCode, headers: got, body } = await undici.request(url + path, { headers });
    const kept = Object.entries(got).filter(([name]) => !OF_THE_LINE.includes(name));
    return [statusCode, Object.fromEntries(kept), await body.text()];
  };
  const said = async (path: string, headers: Record<string, string>) => {
    const answer = await get(path, headers);
    const kept = Object.entries(answer.headers).filter(([name]) => !OF_THE_LINE.includes(name));
    return [answer.statusCode, Object.fromEntries(kept), answer.body];
  };

  test.each(CROWDED)("hears the same of %s as the routes would say, without them", async (path) => {
    const etag = face.find(path === "/" ? "/fr" : path)?.etag ?? "";
    const english = { "accept-language": "en-GB", "accept-encoding": "gzip" };
    const since = { "if-modified-since": new Date(NOW).toUTCString() };
    for (const headers of [{}, english, since, { "if-none-match": etag }]) {
      const expected = await said(path, headers);
      const before = wokeRoutes;
      expect(await heard(path, headers)).toEqual(expected);
      expect(wokeRoutes).toBe(before);
    }
  });

  test("keeps a line open without the routes, and they would keep the same", async () => {
    const lines = [];
    for (const path of ["/events", "/events?x=1"]) {
      const before = wokeRoutes;
      const { statusCode, headers, body } = await undici.request(url + path);
      const [hello] = await body.take(1).toArray();
      const { date: _, ...kept } = headers;
      lines.push([statusCode, kept, String(hello)]);
      expect(wokeRoutes - before).toBe(path === "/events" ? 0 : 1);
    }
    expect(lines[1]).toEqual(lines[0]);
  });

  test.each(ELSEWHERE)("is led to the routes with %s", async (path) => {
    const before = wokeRoutes;
    expect((await heard(path, {}))[0]).toBe((await said(path, {}))[0]);
    expect(wokeRoutes).toBeGreaterThanOrEqual(before);
  });
});
