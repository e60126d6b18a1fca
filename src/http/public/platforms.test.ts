import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { insertPlatforms } from "../../../test/platforms.ts";
import { crowdedCalm, crowdedOutage } from "../../../test/public-crowd.ts";
import { NOW, PUBLIC_URL } from "../../../test/public-example.ts";
import { publicStateOf } from "../../domain/public-state.ts";
import { createFace } from "./face.ts";
import { publicRoutes } from "./routes.ts";

let facts = crowdedOutage;
const face = createFace({
  read: async () => publicStateOf(facts, NOW),
  now: () => NOW,
  publicUrl: PUBLIC_URL,
  bannerScript: null,
});
let front: Awaited<ReturnType<typeof createTestFront>>;
beforeAll(async () => {
  front = await createTestFront({ outside: [publicRoutes(face)] });
  await insertPlatforms(front.db);
  await face.refresh();
});
afterAll(async () => await front[Symbol.asyncDispose]());

const get = async (url: string, headers: Record<string, string> = {}) =>
  await front.app.inject({ method: "GET", url, headers });

describe("the pages of platforms", () => {
  test.each([
    ["/fr/platforms", "text/html; charset=utf-8"],
    ["/en/platforms/whatsapp", "text/html; charset=utf-8"],
    ["/fr/platforms.md", "text/markdown; charset=utf-8"],
    ["/en/platforms/whatsapp.md", "text/markdown; charset=utf-8"],
    ["/fr/platforms/whatsapp/map.svg?v=1", "image/svg+xml; charset=utf-8"],
  ])("%s is there, and need not be sent twice", async (url, type) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, type]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    const held = await get(url, { "if-none-match": String(answer.headers.etag) });
    expect(held.statusCode).toBe(304);
  });

  test.each([
    "/fr/platforms/nobody",
    "/fr/platforms/nobody/map.svg",
    "/fr/platforms/__proto__",
    "/fr/platforms/whatsapp%00",
    "/fr/platforms/..%2f..%2fetc%2fpasswd",
    "/de/platforms/whatsapp",
  ])("SEC-7: %s is not there, like anything that is missing", async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain("passwd");
  });

  test("SEC-7: the map runs nothing, loads nothing, and is kept for seconds only", async () => {
    const { body, headers } = await get("/en/platforms/whatsapp/map.svg");
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; sandbox; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff" });
    expect(Number(/max-age=(\d+)/.exec(String(headers["cache-control"]))?.[1])).toBeLessThan(31);
    expect(body).not.toMatch(/<script|href=|url\((?!#)/);
  });

  test("a comment that was let through is news; one more report is not", async () => {
    let told = 0;
    face.onChange(() => (told += 1));
    await face.refresh();
    expect(told).toBe(0);
    const [whatsapp, ...rest] = crowdedOutage.crowds ?? [];
    if (!whatsapp) throw new Error("The example has a platform.");
    const [first, ...comments] = whatsapp.comments;
    facts = { ...crowdedOutage, crowds: [{ ...whatsapp, quarters: [] }, ...rest] };
    await face.refresh();
    expect([told, first === undefined]).toEqual([0, false]);
    facts = { ...crowdedOutage, crowds: [{ ...whatsapp, comments }, ...rest] };
    await face.refresh();
    expect(told).toBe(1);
    facts = crowdedOutage;
    await face.refresh();
  });
});

describe("one click", () => {
  const click = async (body: string, headers: Record<string, string> = {}) =>
    await front.app.inject({
      method: "POST",
      url: "/en/report",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: body,
    });
  const reports = async () => await front.db.selectFrom("report").selectAll().execute();

  test("is enough to be counted, and leads to where more can be said", async () => {
    const answer = await click("platform=whatsapp&quick=1");
    const next = "/en/report?done=taken&more=whatsapp";
    expect([answer.statusCode, answer.headers.location]).toEqual([303, next]);
    expect(await reports()).toMatchObject([{ platform_id: "whatsapp", symptom: "unsaid" }]);
    const end = await get(next);
    expect(end.body).toContain('href="/en/report?platform=whatsapp"');
    const said = await click("platform=whatsapp&symptom=send&country=FR&device=ios");
    expect(said.headers.location).toBe("/en/report?done=completed");
    expect(await reports()).toMatchObject([{ symptom: "send", country: "FR", device: "ios" }]);
  });

  test("counts for a platform we know, and from our own page only", async () => {
    expect((await click("platform=nobody&quick=1")).statusCode).toBe(400);
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await click("platform=signal&quick=1", foreign)).statusCode).toBe(403);
  });

  test("where it leads cannot be bent by who writes the address", async () => {
    for (const more of ["//evil.example", "<script>", "nobody", "javascript:alert(1)"]) {
      const { body } = await get(`/en/report?done=taken&more=${encodeURIComponent(more)}`);
      expect(body).not.toContain("evil.example");
      expect(body).not.toContain("Say what is wrong");
    }
  });

  test("is offered first where many have the trouble, and not where nobody has", async () => {
    const inTrouble = await get("/en/report");
    expect(inTrouble.body).toContain("WhatsApp: I have this problem too");
    facts = crowdedCalm;
    await face.refresh();
    expect((await get("/en/report")).body).not.toContain("I have this problem too");
    facts = crowdedOutage;
    await face.refresh();
  });

  test("a version that is none is asked again, with all that was typed", async () => {
    const typed =
      "platform=sms&symptom=send&version=latest&comment=%3Cb%3Ehello%3C%2Fb%3E&settled=1";
    const answer = await click(typed);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('aria-describedby="version-hint version-error"');
    expect(answer.body).toContain("&lt;b&gt;hello&lt;/b&gt;</textarea>");
    expect(answer.body).toContain("My text messages are not sent");
    expect(answer.body).not.toContain("Calls do not work");
  });
});
