import { afterAll, beforeAll, expect, test } from "vitest";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";

type Front = Awaited<ReturnType<typeof createTestFront>>;
let front: Front;
let lea: Awaited<ReturnType<Front["signIn"]>>;
let vic: Awaited<ReturnType<Front["signIn"]>>;
const face = createFace({
  read: async () => await readPublicState(front.db, front.clock()),
  now: () => front.clock(),
  publicUrl: "https://status.example.org",
  bannerScript: null,
});

beforeAll(async () => {
  front = await createTestFront({ outside: [publicRoutes(face)] });
  lea = await front.signIn("Lea", "communicator", "responder");
  vic = await front.signIn("Vic", "viewer");
  await face.refresh();
});
afterAll(async () => await front[Symbol.asyncDispose]());

const CONTENT = {
  incidentId: null as string | null,
  verdict: "false",
  texts: {
    fr: {
      claim: "L’eau du robinet est polluée",
      answer: "C’est faux : les analyses de ce matin sont bonnes.",
      evidence: "Analyses de la régie, 8 h.",
    },
    en: {
      claim: "Tap water is polluted",
      answer: "That is false: this morning's analyses are good.",
      evidence: "Analyses of the water board, 8:00.",
    },
  },
  links: ["https://eau.example/analyses"],
  source: "Régie des eaux",
};

async function page(url: string): Promise<string> {
  await face.refresh();
  return (await front.app.inject({ method: "GET", url })).body.replaceAll("\u00a0", " ");
}

test("a rumour from the draft to its correction and its withdrawal, in public at every step", async () => {
  const title = { fr: "Eau", en: "Water" };
  const incident = (await lea.ask("POST", "/api/incidents", { title, platformId: null })).body;
  const empty = {
    ...CONTENT,
    incidentId: incident.id,
    texts: { ...CONTENT.texts, en: { claim: "", answer: "", evidence: "" } },
    links: ["javascript:alert(1)"],
  };
  const { body: draft } = await lea.ask("POST", "/api/rumours", empty);
  expect(draft.findings.map(({ code }: { code: string }) => code)).toEqual([
    "missing_part",
    "missing_part",
    "missing_part",
    "bad_link",
  ]);
  const path = `/api/rumours/${draft.id}`;
  expect((await lea.ask("POST", `${path}/publication`)).status).toBe(400);
  expect(await page("/fr/rumours")).toContain("Il n’y a pas de rumeur");

  const whole = { ...CONTENT, incidentId: incident.id };
  expect((await lea.ask("PUT", path, whole)).body.may.publish).toBe(true);
  expect((await lea.ask("PUT", `${path}/correction`, whole)).status).toBe(409);
  expect((await lea.ask("POST", `${path}/publication`)).body).toMatchObject({ version: 1 });
  expect((await lea.ask("PUT", path, whole)).status).toBe(409);
  const shown = await page("/fr/rumours");
  expect(shown).toContain("« L’eau du robinet est polluée »");
  expect(shown).toContain("Faux");
  expect(shown).toContain('rel="nofollow noopener noreferrer"');
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(shown)?.[1] ?? "{}";
  expect(JSON.parse(data)["@graph"][0]).toMatchObject({
    "@type": "ClaimReview",
    claimReviewed: "L’eau du robinet est polluée",
    reviewRating: { ratingValue: 1, bestRating: 5, alternateName: "Faux" },
  });
  expect(await page("/en/feed.json")).toContain("False: “Tap water is polluted”");

  const texts = { ...CONTENT.texts, fr: { ...CONTENT.texts.fr, answer: "En partie vrai." } };
  const corrected = { ...whole, verdict: "misleading", texts };
  expect((await lea.ask("PUT", `${path}/correction`, corrected)).body.version).toBe(2);
  expect(await page("/fr/rumours")).toContain("Trompeur");
  const { versions } = (await vic.ask("GET", path)).body;
  expect(versions.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
    "misleading",
    "false",
  ]);

  const nextUpdateAt = new Date(front.clock() + 3_600_000).toISOString();
  const say = { title: "Eau", message: "Nous vérifions.", advice: "Attendez.", nextStep: "Voilà." };
  const notice = { texts: { fr: say, en: say }, severity: "major", source: "s", nextUpdateAt };
  const said = await lea.ask("POST", `/api/incidents/${incident.id}/announcements`, notice);
  await lea.ask("POST", `/api/announcements/${said.body.id}/publication`);
  expect(await page(`/fr/incidents/${incident.id}`)).toContain("En partie vrai.");

  expect((await lea.ask("POST", `${path}/withdrawal`, { reason: "wrong" })).status).toBe(201);
  const gone = await page("/fr/rumours");
  expect(gone).toContain("Une réponse que nous avons retirée");
  expect(gone).not.toContain("polluée");
  expect(gone).not.toContain("ClaimReview");
  expect(await page(`/fr/incidents/${incident.id}`)).not.toContain("En partie vrai.");
  expect(await page("/fr/feed.json")).not.toContain("polluée");
});

test("who may only look is refused, and a correction that lacks a part changes nothing", async () => {
  const { body: draft } = await lea.ask("POST", "/api/rumours", CONTENT);
  const path = `/api/rumours/${draft.id}`;
  for (const [method, url, body] of [
    ["POST", "/api/rumours", CONTENT],
    ["PUT", path, CONTENT],
    ["POST", `${path}/publication`, {}],
    ["POST", `${path}/withdrawal`, { reason: "x" }],
    ["PUT", `${path}/correction`, CONTENT],
    ["DELETE", path, undefined],
    ["POST", `/api/rumour-questions/${draft.id}/dismissal`, {}],
  ] as const) {
    expect([url, (await vic.ask(method, url, body)).status]).toEqual([url, 403]);
  }
  await lea.ask("POST", `${path}/publication`);
  const lacking = { ...CONTENT, source: " " };
  expect((await lea.ask("PUT", `${path}/correction`, lacking)).status).toBe(400);
  expect((await lea.ask("GET", path)).body).toMatchObject({
    rumour: { version: 1, source: "Régie des eaux" },
    versions: [{ version: 1 }],
  });
  expect((await lea.ask("DELETE", path)).status).toBe(409);
  const { body: other } = await lea.ask("POST", "/api/rumours", CONTENT);
  expect((await lea.ask("DELETE", `/api/rumours/${other.id}`)).status).toBe(204);
  expect((await lea.ask("GET", `/api/rumours/${other.id}`)).status).toBe(404);
});

async function ask(form: Record<string, string>, ip: string, headers: Record<string, string> = {}) {
  const answer = await front.app.inject({
    method: "POST",
    url: "/fr/rumours/ask",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams(form).toString(),
    remoteAddress: ip,
  });
  return { status: answer.statusCode, to: answer.headers.location, answer };
}

test("visitors ask; what is hostile, empty or too much is told so; a person decides", async () => {
  const words = "On dit que les écoles ferment demain, est-ce vrai ?";
  const asked = await ask({ words, link: "https://rumeur.example/x" }, "203.0.113.5");
  expect(asked).toMatchObject({ status: 303, to: "/fr/rumours/ask?done=taken" });
  expect(asked.answer.headers["set-cookie"]).toBeUndefined();
  await ask({ words: `${words}  `, link: "" }, "198.51.100.7");
  const { body: queue } = await lea.ask("GET", "/api/rumour-questions");
  expect(queue).toMatchObject({ waiting: 1, questions: [{ words, asked: 2 }] });
  expect(JSON.stringify(queue)).not.toContain("203.0.113");
  const stored = await front.db.selectFrom("rumour_question").selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain("203.0.113");

  const markup = "<script>alert(1)</script>\u202e texte \u200bcaché\u0000";
  await ask({ words: markup, link: "" }, "203.0.113.6");
  const found = (await lea.ask("GET", "/api/rumour-questions")).body.questions[1];
  expect(found.words).toBe("<script>alert(1)</script> texte caché");
  for (const [form, end] of [
    [{ words: " !! ", link: "" }, 400],
    [{ words, link: "javascript:alert(1)" }, 400],
    [{ words, link: "https://user:pass@evil.example" }, 400],
    [{}, 400],
  ] as const) {
    expect((await ask(form, "203.0.113.7")).status).toBe(end);
  }
  expect((await ask({ words }, "203.0.113.8", { "sec-fetch-site": "cross-site" })).status).toBe(
    403,
  );
  const trapped = await ask({ words: "Buy my pills today", website: "x" }, "203.0.113.9");
  expect(trapped.to).toBe("/fr/rumours/ask?done=taken");

  for (let each = 0; each < 6; each++) {
    await ask({ words: `Une question numéro ${"abcdef"[each]}` }, `192.0.2.${each}`);
  }
  const bounded = await ask({ words: "Encore une autre question" }, "192.0.2.77");
  expect(bounded.to).toBe("/fr/rumours/ask?done=bounded");

  const id = queue.questions[0].id;
  const drafted = await lea.ask("POST", "/api/rumours", { ...CONTENT, questionId: id });
  expect(drafted.status).toBe(201);
  expect((await lea.ask("POST", `/api/rumour-questions/${id}/dismissal`)).status).toBe(409);
  expect((await lea.ask("POST", `/api/rumour-questions/${found.id}/dismissal`)).status).toBe(204);
  expect((await lea.ask("GET", "/api/rumour-questions")).body.waiting).toBe(6);
  const events = await front.db.selectFrom("event").select("detail").execute();
  expect(JSON.stringify(events)).not.toContain("alert(1)");
});
