import { expect, test } from "vitest";
import { contextOf, MINUTE, NOW, outageFacts, PUBLIC_URL } from "../../test/public-example.ts";
import type { PublicPoll } from "../domain/forum.ts";
import type { PublicFacts } from "../domain/public-state.ts";
import type { PublicRumour } from "../domain/rumour.ts";
import { envelopeOf } from "../domain/verify/envelope.ts";
import type { PublicProof } from "../domain/verify/proof.ts";
import { siteOf } from "./site.ts";

const KEY = "SyVNV/rpIAXVmmIPgSPIXrYaMp6OHiw6QZjfPI6w4os=";
const EVIL = "# a <script>alert(1)</script> [b](javascript:alert(1))";

function rumour(fields: Partial<PublicRumour> = {}): PublicRumour {
  const fr = { claim: "Tout est perdu.", answer: "Rien n’est perdu.", evidence: "Nos relevés." };
  const en = { claim: "All is lost.", answer: "Nothing is lost.", evidence: "Our records." };
  return {
    id: "0193a000-0000-7000-8000-00000000d001",
    incidentId: null,
    state: "published",
    verdict: "misleading",
    texts: { fr, en },
    links: ["https://example.org/a"],
    source: "Centre hospitalier du Val",
    version: 2,
    publishedAt: NOW - 30 * MINUTE,
    updatedAt: NOW - 12 * MINUTE,
    ...fields,
  };
}

function poll(fields: Partial<PublicPoll> = {}): PublicPoll {
  return {
    id: "open",
    question: { fr: "Par où ?", en: "Which way?" },
    options: [
      { fr: "Téléphone", en: "Phone" },
      { fr: "SMS", en: "Text" },
    ],
    closesAt: NOW + 30 * MINUTE,
    votes: [6, 3],
    ...fields,
  };
}

const facts: PublicFacts = {
  ...outageFacts,
  rumours: [
    rumour(),
    rumour({
      id: "evil",
      texts: {
        fr: { claim: EVIL, answer: EVIL, evidence: EVIL },
        en: { claim: EVIL, answer: EVIL, evidence: EVIL },
      },
    }),
    rumour({ id: "gone", state: "withdrawn" }),
  ],
  polls: [
    poll(),
    poll({ id: "over", closesAt: NOW - MINUTE }),
    poll({ id: "few", closesAt: NOW - MINUTE, votes: [1, 2] }),
  ],
  keys: [{ id: "k1", publicKey: KEY, since: NOW - 90 * MINUTE, until: null }],
};
const scene = { now: NOW, publicUrl: PUBLIC_URL, bannerScript: null };
const site = new Map(
  [...siteOf(contextOf(facts, "fr").state, scene)].map((page) => [page.path, page] as const),
);
const said = (path: string): string => site.get(path)?.body ?? `nothing at ${path}`;

test("every page stands there as Markdown, and names it; no page names what is not there", () => {
  for (const { path, kind, body } of site.values()) {
    if (kind !== "page" || path.includes("#")) continue;
    expect(site.get(`${path}.md`)?.kind, path).toBe("markdown");
    const [, named] = /type="text\/markdown" href="([^"]*)"/.exec(body) ?? [];
    expect(named, path).toBe(`${path}.md`);
  }
});

test("llms.txt leads to pages as text that are there, in both languages", () => {
  const links = [...said("/llms.txt").matchAll(/\]\(([^)]*)\)/g)].map(([, link = ""]) => link);
  const paths = links.map((link) => link.replace(PUBLIC_URL, ""));
  expect(paths.filter((path) => !site.has(path))).toEqual([]);
  const pages = paths.filter((path) => path.endsWith(".md"));
  expect(pages).toEqual(expect.arrayContaining(["/fr/rumours.md", "/en/verify.md", "/fr.md"]));
  expect(pages.filter((path) => path.startsWith("/en")).length * 2).toBe(pages.length);
});

test("text is whole: one title, no word missing, no gap, and nothing hostile is markup", () => {
  for (const { path, kind, body } of site.values()) {
    if (kind !== "markdown") continue;
    expect(body.match(/^# /gm), path).toHaveLength(1);
    expect(body, path).not.toMatch(/[a-z]+:[a-z]+\.[a-zA-Z]|undefined|null|NaN|\{\{|\n{3}/);
    expect(body, path).not.toMatch(/(?<!\\)<script|(?<!\\)\]\(javascript/);
  }
});

test("feeds and their tags are in words", () => {
  for (const { path, kind, body } of site.values()) {
    if (!["feed", "rss", "jsonFeed", "calendar"].includes(kind)) continue;
    expect(body, path).not.toMatch(/[">][a-z]+\.[a-zA-Z]+[<"]|undefined|\{\{/);
  }
  expect(said("/fr/history.rss")).toContain("<category>Rumeur</category>");
});

test("the rumour board says claim, verdict, evidence and time; what was withdrawn has no words", () => {
  const board = said("/en/rumours.md");
  const [first = "", , gone = ""] = board.split(/^## /m).slice(1);
  expect(first).toMatch(/All is lost\..*\n\n\*\*Misleading\*\*\n\nNothing is lost\./);
  expect(first).toContain("Our records.\n\n- <https://example.org/a>");
  expect(first).toContain("Corrected 20 November, 10:30");
  expect(gone).toContain("What we had said here was not right");
  expect(gone).not.toContain("lost");
});

test("an open poll tells its choices, a closed one its result, and few votes nothing", () => {
  expect(said("/en/poll/open.md")).toContain("- Phone\n- Text");
  expect(said("/en/poll/open.md")).not.toContain("6 votes");
  expect(said("/en/poll/over.md")).toContain("- Phone – 6 votes\n- Text – 3 votes");
  expect(said("/en/poll/few.md")).not.toMatch(/\d votes\n/);
});

test("forms say what is known first, and lead to the form and to what needs none", () => {
  expect(said("/en/contact.md")).toContain(`(${PUBLIC_URL}/en/contact)`);
  expect(said("/en/contact.md")).toContain("## WhatsApp is not delivering messages");
  expect(said("/en/contact.md")).toContain("**Phone** – Works");
  expect(said("/fr/report.md")).toContain(`(${PUBLIC_URL}/fr/report)`);
  expect(said("/en/subscribe.md")).toContain(`<${PUBLIC_URL}/en/feed.atom>`);
  expect(said("/en/subscribe.md")).toContain(`<${PUBLIC_URL}/en/points/p-phone/history.rss>`);
  expect(said("/en/verify.md")).toContain(`\`${KEY}\` · k1 · in use since 20 November, 09:12`);
  expect(said("/en/verify.md")).toContain("openssl pkeyutl -verify -pubin -inkey k1.pem");
});

test("a copy is checked with its own files, and sends nobody to a server that may be gone", () => {
  const proof = (code: string, state: PublicProof["state"]): PublicProof => {
    const [organisation, id, title, at] = ["Val", code, "Call us", new Date(NOW).toISOString()];
    const words = { title, message: "Call.", advice: "", nextStep: "", source: "Val" };
    const said = { organisation, id, version: 1, language: "en" as const, ...words };
    const envelope = envelopeOf({ ...said, publishedAt: at, page: "/incidents/i" });
    const about = { announcementId: id, incidentId: "i", language: "en" as const };
    return {
      ...about,
      code,
      state,
      changedAt: NOW,
      envelope,
      signature: "c2ln",
      keyId: "k1",
      currentCode: null,
    };
  };
  const proofs = [proof("AAAAA11111", "published"), proof("BBBBB22222", "withdrawn")];
  const pages = [...siteOf(contextOf({ ...facts, proofs }, "en").state, scene)];
  const paths = new Set(pages.map(({ path }) => path));
  for (const at of ["/en/verify", "/en/verify/AAAAA11111", "/en/verify/BBBBB22222"]) {
    const { body = "" } = pages.find(({ path }) => path === at) ?? {};
    const files = [...body.matchAll(/href="([^"]*\.(?:pem|sig|json))"/g)].map(([, link]) => link);
    expect(files, at).toContain("/.well-known/tocsin/k1.pem");
    expect(
      files.filter((link) => !paths.has(link ?? "")),
      at,
    ).toEqual([]);
    expect(body, at).not.toContain("curl");
    const named = at.endsWith("A11111") ? ["/en/verify/AAAAA11111/announcement.sig"] : [];
    expect(files.filter((link) => link?.endsWith(".sig")).slice(0, 1), at).toEqual(named);
  }
});
