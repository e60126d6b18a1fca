import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { COMMENTS_PER_BLOCK_MAX } from "../../src/actions/report/comment.ts";
import { fileReport } from "../../src/actions/report/file.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/clock.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { insertPlatforms } from "../platforms.ts";

type Front = Awaited<ReturnType<typeof createTestFront>>;
type Person = Awaited<ReturnType<Front["signIn"]>>;
let front: Front;
let cleo: Person;
let viktor: Person;
let reporter = 0;

beforeAll(async () => {
  front = await createTestFront();
  await insertPlatforms(front.db);
  cleo = await front.signIn("Cleo", "communicator");
  viktor = await front.signIn("Viktor", "viewer");
});
afterAll(async () => await front[Symbol.asyncDispose]());
beforeEach(async () => {
  await front.db.deleteFrom("report").execute();
});

/** Somebody of a network of their own writes beside a report. */
async function writes(comment: string, from?: string) {
  reporter += 1;
  const ip = from ?? `10.${reporter >> 8}.${reporter & 255}.1`;
  const said = { platformId: "whatsapp", symptom: "send", country: "FR", comment };
  return await fileReport(front.house, { ...said, ip, agent: `phone ${reporter}` });
}
const queue = async (who: Person, state = "waiting") =>
  (await who.ask("GET", `/api/report-comments?state=${state}`)).body;
const shown = async () => {
  const state = await readPublicState(front.db, front.clock());
  const crowd = state?.crowds.find(({ platformId }) => platformId === "whatsapp");
  return crowd?.comments.map(({ words }) => words);
};

describe("a comment", () => {
  test("shows nowhere before somebody accepted it, and then on the page of its platform", async () => {
    await writes("plus rien ne part depuis ce matin");
    expect(await shown()).toEqual([]);
    const { comments, waiting } = await queue(cleo);
    expect(waiting).toBe(1);
    expect(comments).toMatchObject([
      { platform: { name: "WhatsApp" }, words: "plus rien ne part depuis ce matin", country: "FR" },
    ]);
    const url = `/api/report-comments/${comments[0].id}`;
    expect((await cleo.ask("POST", `${url}/acceptance`)).status).toBe(204);
    expect(await shown()).toEqual(["plus rien ne part depuis ce matin"]);
    expect((await cleo.ask("POST", `${url}/rejection`)).status).toBe(409);
    expect((await cleo.ask("DELETE", `${url}/decision`)).status).toBe(204);
    expect(await shown()).toEqual([]);
    expect((await cleo.ask("POST", `${url}/rejection`)).status).toBe(204);
    expect(await queue(cleo, "rejected")).toMatchObject({
      waiting: 0,
      comments: [{ decidedBy: "Cleo" }],
    });
  });

  test("may be read by whoever is signed in, and decided only by who speaks for us", async () => {
    await writes("personne ne reçoit mes messages ici");
    const { comments, may } = await queue(viktor);
    expect(may).toEqual({ decide: false, setPolicy: false });
    for (const verb of ["acceptance", "rejection"]) {
      const answer = await viktor.ask("POST", `/api/report-comments/${comments[0].id}/${verb}`);
      expect(answer.status).toBe(403);
    }
    expect((await viktor.ask("PUT", "/api/report-comments/policy", { atOnce: true })).status).toBe(
      403,
    );
    expect((await cleo.ask("PUT", "/api/report-comments/policy", { atOnce: true })).status).toBe(
      403,
    );
    const stranger = await front.app.inject({ method: "GET", url: "/api/report-comments" });
    expect(stranger.statusCode).toBe(401);
  });

  test("shows at once where an administrator has said so", async () => {
    const ada = await front.signIn("Ada", "administrator");
    expect((await ada.ask("PUT", "/api/report-comments/policy", { atOnce: true })).status).toBe(
      204,
    );
    await writes("les appels coupent toutes les minutes");
    expect(await shown()).toEqual(["les appels coupent toutes les minutes"]);
    await ada.ask("PUT", "/api/report-comments/policy", { atOnce: false });
  });

  test("that says nearly what another said is left out, its report is not", async () => {
    await writes("impossible d’envoyer des photos à ma famille depuis hier soir");
    await writes("IMPOSSIBLE d’envoyer des photos a ma famille depuis hier soir !!!");
    await writes("tout autre chose : je ne peux plus me connecter du tout");
    expect((await queue(cleo)).comments).toHaveLength(2);
    expect(await front.db.selectFrom("report").selectAll().execute()).toHaveLength(3);
  });

  test("SEC-13: of one network only a few are kept in an hour", async () => {
    for (let n = 0; n < COMMENTS_PER_BLOCK_MAX + 3; n++) {
      await writes(`${"abcdefgh"[n]?.repeat(6)} message tout à fait différent`, `203.0.113.${n}`);
    }
    expect((await queue(cleo)).waiting).toBe(COMMENTS_PER_BLOCK_MAX);
  });

  test("SEC-8: whatever is typed is kept as text, without addresses", async () => {
    await writes("{{constructor.constructor('return process')()}} appelez le 06 12 34 56 78");
    await writes("<img src=x onerror=alert(1)> http://evil.example et ${7*7}");
    const said = (await queue(cleo)).comments.map(({ words }: { words: string }) => words);
    expect(said).toEqual([
      "{{constructor.constructor('return process')()}} appelez le […]",
      "<img src=x onerror=alert(1)> […] et ${7*7}",
    ]);
  });

  test("leaves no word in the record of events, and goes when its report goes", async () => {
    await writes("un secret que personne ne doit retrouver");
    const [comment] = (await queue(cleo)).comments;
    await cleo.ask("POST", `/api/report-comments/${comment.id}/acceptance`);
    const events = await front.db.selectFrom("event").selectAll().execute();
    expect(events.at(-1)).toMatchObject({ name: "comment.accept", actor: "Cleo" });
    expect(JSON.stringify(events)).not.toContain("secret");
    front.clock.pass(31 * DAY_MS);
    await forgetOld(front.house);
    expect(await front.db.selectFrom("report_comment").selectAll().execute()).toEqual([]);
  });
});

describe("the door for everybody", () => {
  const post = async (payload: unknown, headers: Record<string, string> = {}) => {
    front.clock.pass(HOUR_MS);
    const url = "/api/public/reports";
    const type = { "content-type": "application/json", ...headers };
    const body = typeof payload === "string" ? payload : JSON.stringify(payload);
    return await front.app.inject({ method: "POST", url, headers: type, payload: body });
  };

  test("takes every detail", async () => {
    const answer = await post({
      platform: "telegram",
      symptom: "calls",
      country: "CI",
      version: "10.14",
      device: "android",
      comment: "les appels ne passent plus à Abidjan",
    });
    expect([answer.statusCode, answer.json()]).toEqual([201, { filed: "taken" }]);
    expect(await front.db.selectFrom("report").selectAll().execute()).toMatchObject([
      { symptom: "calls", country: "CI", app_version: "10.14", device: "android" },
    ]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test.each([
    ["a country that is none", { platform: "signal", country: "ZZ" }],
    ["a country as a list", { platform: "signal", country: ["FR", "BE"] }],
    ["a device that is none", { platform: "signal", device: "__proto__" }],
    ["a comment that never ends", { platform: "signal", comment: "a".repeat(1_001) }],
    ["a version that never ends", { platform: "signal", version: "1.".repeat(30) }],
    ["a symptom of the wrong type", { platform: "signal", symptom: { $ne: "" } }],
    ["no platform", { symptom: "send" }],
    ["no JSON", "{"],
  ])("refuses %s cleanly", async (_, payload) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(400);
    expect(await front.db.selectFrom("report").selectAll().execute()).toEqual([]);
  });

  test("refuses more than anybody has to say", async () => {
    const answer = await post({ platform: "signal", comment: "a".repeat(20_000) });
    expect(answer.statusCode).toBe(413);
  });

  test("SEC-5: a forged address does not make one person many", async () => {
    const forged = (n: number) => ({ "x-forwarded-for": `198.51.100.${n}, 203.0.113.9` });
    const said = { platform: "signal", symptom: "send" };
    const filed = [];
    for (let n = 1; n < 4; n++) filed.push((await post(said, forged(n))).json().filed);
    expect(filed).toEqual(["taken", "repeated", "repeated"]);
  });
});
