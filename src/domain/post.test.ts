import { describe, expect, test } from "vitest";
import { afterLooking, afterSaying, NETWORKS, TRIES_MAX } from "./outlet.ts";
import { fitsPost, postLength } from "./post-length.ts";
import { ownText, type PostParts, postText } from "./post-text.ts";

const NOW = 1_000_000;

describe("lengths, by each network's own rules", () => {
  test.each<[text: string, x: number, mastodon: number, bluesky: number]>([
    ["This is a test.", 15, 15, 15],
    ["Où êtes-vous ? « Ici »", 22, 22, 22],
    ["日本", 4, 2, 2],
    ["👨‍👩‍👧‍👦", 2, 1, 1],
    ["🇫🇷 ok", 5, 4, 4],
    ["e\u0301", 1, 1, 1],
    ["a https://page.example/fr/incidents/0123456789abcdef#v1", 25, 25, 55],
    ["hi @ana@social.example", 22, 7, 22],
    ["Voir (https://page.example/a_b).", 31, 31, 32],
    ["Voir www.mairie.fr, ou écrire à info@mairie.fr.", 57, 47, 47],
    ["https://page.example/Alarme_(cloche)", 23, 23, 36],
  ])("%s", (text, x, mastodon, bluesky) => {
    expect(postLength("x", text)).toEqual({ length: x, max: 280 });
    expect(postLength("mastodon", text)).toEqual({ length: mastodon, max: 500 });
    expect(postLength("bluesky", text)).toEqual({ length: bluesky, max: 300 });
  });

  test("Bluesky refuses too many bytes, however few the letters", () => {
    const family = "👨‍👩‍👧‍👦".repeat(130);
    expect(fitsPost("bluesky", family)).toBe(false);
    expect(fitsPost("bluesky", "é".repeat(300))).toBe(true);
  });
});

const SHORT_PROOF = "Vérification K7Q2M-9XW3D";
const parts = (message: string, title = "WhatsApp ne fonctionne pas"): PostParts => ({
  marks: ["EXERCICE : ceci n’est pas réel."],
  title,
  message,
  advice: "Appelez le 01 23 45 67 89.",
  nextStep: "Nous ne savons pas combien de temps cela durera.",
  nextUpdate: "Prochaine information : 10 h 30",
  source: "Source : Clairval",
  link: "https://page.example/fr/incidents/1#v1",
  proofs: ["Vérification K7Q2M-9XW3D : https://page.example/verify/K7Q2M-9XW3D", SHORT_PROOF],
});

describe("the text for a network", () => {
  test.each(NETWORKS)(
    "%s: always fits, with its link and its code, and never without the mark",
    (network) => {
      for (const length of [0, 40, 200, 400, 900, 5_000]) {
        const message = "Une phrase de plus, pour voir. ".repeat(length / 30).trim();
        for (const title of ["Court", "Un titre qui n’en finit pas ".repeat(length / 10)]) {
          const text = postText(network, parts(message, title));
          expect(fitsPost(network, text)).toBe(true);
          expect(text).toContain("https://page.example/fr/incidents/1#v1");
          expect(text).toContain(SHORT_PROOF);
          if (title === "Court") expect(text).toContain("EXERCICE");
        }
      }
    },
  );

  test("what does not fit is left out whole, or between two sentences", () => {
    const text = postText(
      "x",
      parts(`Première phrase. ${"Deuxième, bien trop longue ".repeat(12)}.`),
    );
    expect(text).toContain("Appelez le 01 23 45 67 89.");
    expect(text).not.toContain("Deuxième");
    const noAdvice = {
      ...parts(`Première phrase. ${"Deuxième ".repeat(40)}.`),
      advice: "a".repeat(300),
    };
    expect(postText("x", noAdvice)).toContain("Première phrase.\n\nhttps://");
  });

  test("somebody's own words get the mark, the link and the proof, once", () => {
    const source = parts("…");
    const [whole] = source.proofs;
    expect(ownText("mastodon", source, " Mes mots ")).toBe(
      `EXERCICE : ceci n’est pas réel.\n\nMes mots\n\n${source.link}\n\n${whole}`,
    );
    const linked = ownText("mastodon", source, `Voir ${source.link}`);
    expect(linked.split(source.link)).toHaveLength(2);
    // Where the link of the proof does not fit, the code alone stands there.
    const long = ownText("x", source, "a".repeat(180));
    expect(long.endsWith(`${source.link}\n\n${SHORT_PROOF}`)).toBe(true);
  });
});

describe("what becomes of a line", () => {
  const scene = { try: 1, canLook: true, safeAgain: false, now: NOW };
  const lost = { kind: "unknown", why: "no answer" } as const;

  test("no answer is looked into, repeated where that is safe, or left to a person", () => {
    expect(afterSaying(lost, scene)).toMatchObject({ state: "unknown", dueAt: NOW + 5_000 });
    expect(afterSaying(lost, { ...scene, safeAgain: true })).toMatchObject({ state: "waiting" });
    // Nor for ever: a network may say "that stands here already" and never show it.
    for (const change of [{ canLook: false }, { try: TRIES_MAX }]) {
      const asked = afterSaying(lost, { ...scene, ...change });
      expect(asked).toMatchObject({ state: "unknown", dueAt: null });
    }
  });

  test("only a network that surely has nothing is asked again, and not for ever", () => {
    const away = { kind: "unreachable", why: "HTTP 503" } as const;
    expect(afterSaying(away, scene)).toMatchObject({ state: "waiting", dueAt: NOW + 4_000 });
    expect(afterSaying(away, { ...scene, try: TRIES_MAX })).toMatchObject({ state: "failed" });
    const busy = { kind: "throttled", waitMs: 35_000 } as const;
    expect(afterSaying(busy, scene)).toMatchObject({ state: "waiting", dueAt: NOW + 35_000 });
    for (const kind of ["rejected", "misconfigured"] as const) {
      expect(afterSaying({ kind, why: "no" }, scene)).toMatchObject({
        state: "failed",
        dueAt: null,
      });
    }
  });

  test("looking finds it, finds nothing, or gives up and asks a person", () => {
    const look = { try: 2, now: NOW };
    const found = { kind: "found", id: "7", url: null } as const;
    expect(afterLooking(found, look)).toMatchObject({ state: "told", remote: { id: "7" } });
    expect(afterLooking({ kind: "absent" }, look)).toMatchObject({ state: "waiting", dueAt: NOW });
    const blind = { kind: "blind", why: "HTTP 500" } as const;
    expect(afterLooking(blind, look).dueAt).toBeGreaterThan(NOW);
    expect(afterLooking(blind, { ...look, try: 9 })).toMatchObject({
      state: "unknown",
      dueAt: null,
    });
  });
});
