import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "./evidence.ts";
import { hear, hearPage, resume, tell } from "./hearing.ts";
import { createListening, grow, type ListeningMemory, minuteOf } from "./memory.ts";
import type { SocialPost } from "./post.ts";

const NOON = Date.parse("2026-03-05T12:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const about = { platform: "whatsapp", sourceId: "a source" };
let serial = 0;

/** Somebody else each time, who says it in other words each time. */
const post = (secondsAfterNoon: number, change: Partial<SocialPost> = {}): SocialPost => {
  serial += 1;
  return {
    id: `post ${serial}`,
    author: `author ${serial}`,
    at: NOON + secondsAfterNoon * 1_000,
    text: `WhatsApp is down again ${word(serial)}`,
    ...change,
  };
};
const word = (n: number): string =>
  String(n).replaceAll(/\d/g, (digit) => "abcdefghij"[+digit] ?? "");

function countOf(posts: readonly SocialPost[], memory = createListening(NOON)): number {
  for (const each of posts) hear(memory, each, about);
  const end = Math.max(memory.heardTo, NOON) + MINUTE_MS;
  return tell(memory, end).counts.reduce((sum, { count }) => sum + count, 0);
}

const many = (count: number, change: (at: number) => Partial<SocialPost> = () => ({})) =>
  Array.from({ length: count }, (_, at) => post(at % 50, change(at)));

describe("who counts", () => {
  test("everybody who complains, once, and nobody who talks of something else", () => {
    expect(countOf(many(20))).toBe(20);
    expect(countOf(many(20, () => ({ author: "one person" })))).toBe(1);
    expect(countOf(many(20, () => ({ isBot: true })))).toBe(0);
    const cats = many(20, () => ({ text: "My cat is asleep on the keyboard" }));
    expect(countOf(cats)).toBe(0);
  });

  test("a post that is delivered again is the same post", () => {
    const posts = many(15);
    expect(countOf([...posts, ...posts, ...posts.slice(3)])).toBe(15);
  });

  test("copies of a long text are one voice, in one look and in the next", () => {
    const text = "WhatsApp has been down in our whole town since this morning and nothing sends";
    const memory = createListening(NOON);
    expect(
      countOf(
        many(300, (at) => ({ text: `${text} https://x.example/${at}` })),
        memory,
      ),
    ).toBe(1);
    const later = many(300, () => ({ text: `RT ${text}`, at: NOON + 10 * MINUTE_MS }));
    expect(countOf(later, memory)).toBe(0);
  });

  test("a short text is said by many: a crowd shows, and a flood hardly more", () => {
    const short = (count: number) => countOf(many(count, () => ({ text: "WhatsApp down" })));
    expect(short(1)).toBe(1);
    const crowd = short(200);
    expect(crowd).toBeGreaterThanOrEqual(5);
    expect(short(2_000) - crowd).toBeLessThanOrEqual(3);
  });

  test("young accounts alone are no crowd, and together weigh half of the others", () => {
    const authorSince = NOON - DAY_MS;
    expect(countOf(many(500, () => ({ authorSince })))).toBe(1);
    expect(countOf([...many(20), ...many(500, () => ({ authorSince }))])).toBe(31);
    expect(countOf(many(20, () => ({ authorSince: NOON - 400 * DAY_MS })))).toBe(20);
  });

  test("a repost is weaker than a post", () => {
    expect(countOf(many(20, () => ({ isRepost: true })))).toBeLessThan(6);
  });

  test("whoever spoke may speak again when an hour has passed", () => {
    const memory = createListening(NOON);
    expect(countOf([post(1, { author: "Ana" })], memory)).toBe(1);
    expect(countOf([post(1_200, { author: "Ana" })], memory)).toBe(0);
    expect(countOf([post(4_800, { author: "Ana" })], memory)).toBe(1);
  });
});

describe("what it is about", () => {
  const wasAsked = true;
  test.each([
    ["another platform", { text: "Instagram is down for everybody here again" }, 0],
    ["nothing that it names", { text: "It is down for everybody here again" }, 0],
    ["what we asked for", { text: "It is down for everybody here again", wasAsked }, 1],
    ["a tag of it", { text: "It is down for everybody here again", tag: "whatsapp" }, 1],
    ["a tag that complains", { text: "Anybody else?", tag: "whatsappdown" }, 1],
    ["French", { text: "WhatsApp ne marche plus depuis ce matin, impossible d’envoyer" }, 1],
    ["Spanish", { text: "WhatsApp se ha caído, no puedo enviar mensajes a nadie" }, 1],
    ["Portuguese", { text: "O WhatsApp caiu, não consigo mandar mensagem para ninguém" }, 1],
    ["German, by its words", { text: "WhatsApp ist wieder einmal down bei mir zu Hause" }, 1],
    ["Polish that is not guessed", { text: "Nowa funkcja w WhatsApp" }, 0],
    ["the all-clear", { text: "WhatsApp is back, everything works again" }, 0],
    ["an offer", { text: "30% off the whole shop, order on WhatsApp now, link in bio 👉" }, 0],
  ])("%s", (_name, change, count) => {
    expect(countOf([post(1, change)])).toBe(count);
  });

  test("jokes count a third, and questions more", () => {
    const jokes = [
      "RIP WhatsApp 😂😂",
      "WhatsApp is dead, thank you, my boss cannot write to me 😎 lol",
      "Zuckerberg tripped over the plug of WhatsApp 🤣",
    ];
    expect(countOf(jokes.map((text) => post(1, { text })))).toBe(1);
    const asked = [
      "Is WhatsApp down?",
      "¿alguien más sin whatsapp?",
      "WhatsApp en panne ? quelqu’un ?",
    ];
    expect(countOf(asked.map((text) => post(1, { text })))).toBe(2);
  });

  test("the other sense of a name", () => {
    const signal = { platform: "signal", sourceId: "a source" };
    const memory = createListening(NOON);
    const text = "The traffic signal is not working at all this morning";
    hear(memory, post(1, { text, tag: "signal" }), signal);
    expect(tell(memory, NOON + MINUTE_MS).counts).toEqual([{ at: NOON, count: 0 }]);
  });
});

describe("the minutes", () => {
  test("are told once, in order, and silence counts", () => {
    const memory = createListening(NOON);
    for (const each of [post(10), post(70), post(75)]) hear(memory, each, about);
    expect(tell(memory, NOON + 70_000).counts).toEqual([{ at: NOON, count: 1 }]);
    expect(tell(memory, NOON + 90_000).counts).toEqual([]);
    const rest = tell(memory, NOON + 3 * MINUTE_MS).counts.map(({ count }) => count);
    expect(rest).toEqual([2, 0]);
  });

  test("who comes late counts in the present one, and who comes too late does not", () => {
    const memory = createListening(NOON);
    tell(memory, NOON + 5 * MINUTE_MS);
    hear(memory, post(10), about);
    hear(memory, post(-20 * 60), about);
    const { counts } = tell(memory, NOON + 6 * MINUTE_MS);
    expect(counts).toEqual([{ at: NOON + 5 * MINUTE_MS, count: 1 }]);
  });

  test("what rounding takes from one it gives to the next", () => {
    const memory = createListening(NOON);
    hear(memory, post(10, { text: "WhatsApp down for anyone else?" }), about);
    hear(memory, post(70, { text: "Is WhatsApp down?" }), about);
    const { counts } = tell(memory, NOON + 2 * MINUTE_MS);
    expect(counts.map(({ count }) => count)).toEqual([1, 0]);
  });

  test("that were not heard are not called calm", () => {
    const memory = createListening(NOON);
    hear(memory, post(10), about);
    grow(memory, NOON + 40_000);
    const told = resume(memory, NOON + 4 * MINUTE_MS + 5_000);
    expect(told.counts).toEqual([{ at: NOON, count: 1 }]);
    const { counts } = tell(memory, NOON + 6 * MINUTE_MS);
    expect(counts.map(({ at }) => at)).toEqual([4, 5].map((minute) => NOON + minute * MINUTE_MS));
  });

  test("after a short break nobody is lost", () => {
    const memory = createListening(NOON);
    hear(memory, post(10), about);
    const told = resume(memory, NOON + 50_000);
    hear(memory, post(55), about);
    const counts = [...told.counts, ...tell(memory, NOON + 2 * MINUTE_MS).counts];
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test("of a first look reach ten minutes back, of a full page no further than it", () => {
    const page = { posts: [post(-30), post(-400), post(-3_000)], completeFrom: NOON - 3_600_000 };
    const first = hearPage(null, page, { about, now: NOON });
    expect(first.told.counts).toHaveLength(10);
    expect(first.told.posts).toBe(2);
    const full = { posts: [post(250), post(290)], completeFrom: NOON + 240_000 };
    const { told } = hearPage(first.memory, full, { about, now: NOON + 5 * MINUTE_MS });
    expect(told.counts).toEqual([{ at: NOON + 240_000, count: 2 }]);
  });
});

describe("the memory", () => {
  test("is bounded, whatever comes, and goes on from JSON", () => {
    const memory = createListening(NOON);
    for (let at = 0; at < 12_000; at++) {
      hear(memory, post(at / 4, { text: `WhatsApp is down ${word(at)}` }), about);
      if (at % 1_000 === 0) tell(memory, memory.heardTo - MINUTE_MS);
    }
    expect(JSON.stringify(memory).length).toBeLessThan(400_000);
    const again: ListeningMemory = JSON.parse(JSON.stringify(memory));
    const next = post(4_000);
    hear(memory, next, about);
    hear(again, next, about);
    expect(again).toEqual(memory);
  });

  test("tells no name of anybody", () => {
    const memory = createListening(NOON);
    hear(memory, post(1, { author: "@ana@example.social", text: "WhatsApp is down here" }), about);
    expect(JSON.stringify(memory)).not.toMatch(/ana|whatsapp|down/i);
  });

  test("wherever a stream is cut and read again from a little before, the sum is the same", () => {
    const posts = many(60, (at) => ({ at: NOON + at * 5_000 }));
    const whole = countOf(posts);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }), (cuts) => {
        let kept = createListening(NOON);
        let sum = 0;
        let from = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), 60]) {
          // What was remembered when the line broke is what the next one begins with.
          const memory: ListeningMemory = JSON.parse(JSON.stringify(kept));
          for (const each of posts.slice(Math.max(0, from - 4), cut)) hear(memory, each, about);
          const isLast = cut === 60;
          const upTo = isLast ? NOON + 10 * MINUTE_MS : minuteOf(memory.heardTo);
          for (const { count } of tell(memory, upTo).counts) sum += count;
          kept = memory;
          from = cut;
        }
        expect(sum).toBe(whole);
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

test("the sentence tells how many complain, and in what mood", () => {
  const memory = createListening(NOON);
  hear(memory, post(1, { text: "I hate this, WhatsApp is down and it is terrible 😡" }), about);
  hear(memory, post(2, { text: "WhatsApp has left the chat 😂😂 lol" }), about);
  const told = tell(memory, NOON + MINUTE_MS);
  expect(evidenceOf(told)).toEqual({ code: "listening:counted", params: { count: 2, share: 50 } });
  expect(evidenceOf(tell(memory, NOON + 2 * MINUTE_MS))).toEqual({
    code: "listening:quiet",
    params: {},
  });
});
