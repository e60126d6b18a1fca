import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startTeamsSimulator } from "../../src/simulators/teams-workflow.ts";
import { teamsWorkflow } from "../../src/transports/teams-workflow.ts";
import type { Message } from "../../src/transports/transport.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { published } from "./published.ts";
import { walk } from "./referee.ts";

/** The version that our cards claim to be: what came later is no part of it. */
const { id: _id, $schema: _draft, ...schema } = published("adaptive-card-1.4.json");
const samples: Record<"taken" | "refused", Record<string, unknown>> = published(
  "adaptive-card-samples.json",
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
const judge = (card: unknown): boolean => validate(card);

type Card = Record<string, unknown>;
const path = "/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig=signature-1";

async function posted(change: object = {}): Promise<{ length: number; whole: Card; card: Card }> {
  await using end = await FarEnd.open();
  end.behaviour = { status: 202 };
  const wire = createWire({ reach: "loopback" });
  await teamsWorkflow.send(aMessage(change), "crisis-room", { url: `${end.url}${path}` }, wire);
  await wire.close();
  const body = end.seen[0]?.body ?? "";
  const whole = JSON.parse(body);
  // What is only Teams' stands beside the card and in no schema of it.
  const { msteams, ...card } = whole.attachments[0].content;
  expect(msteams).toEqual({ width: "Full" });
  return { length: Buffer.byteLength(body), whole, card };
}

describe("the referee itself: the schema of Adaptive Cards 1.4", () => {
  test.each(Object.entries(samples.taken))("takes its own sample %s", (_name, card) => {
    expect(judge(card)).toBe(true);
  });

  test.each(Object.entries(samples.refused))("refuses its own sample %s", (_name, card) => {
    expect(judge(card)).toBe(false);
  });
});

/** What a card may weigh in Teams. */
const CARD_BYTES_MAX = 28_000;
const LONGEST = teamsWorkflow.limits.bodyLengthMax;

describe("what we send, judged by the schema of Adaptive Cards", () => {
  test.each<[string, Partial<Message>]>([
    ["some news", {}],
    ["in English, without a link", { language: "en", body: "Call us." }],
    ["empty lines, and a line that is a link", { body: "A\n\n\nhttps://example.org/a_b?c=d#e\n" }],
    ["nothing but a heading", { body: "" }],
    ["signs that would format elsewhere", { body: "**a** [b](c) <at>d</at> \\ `e`" }],
    ["emoji, and one half of one", { body: "🔔".repeat(LONGEST / 2 - 1) + "\ud83d" }],
    ["as many lines as a body has letters", { body: "a\n".repeat(LONGEST / 2) }],
    ["as many links as a body holds", { body: "http://a.b ".repeat(LONGEST / 11) }],
  ])("%s", async (_name, change) => {
    const { card, length } = await posted(change);
    expect(judge(card)).toBe(true);
    expect(length).toBeLessThan(CARD_BYTES_MAX);
    const { heading, body } = aMessage(change);
    expect(textIn(card)).toBe(`${heading}${body}`.replaceAll(/\s/g, ""));
  });

  test.each<[string, Card]>([
    ["a version that is a number", { version: 1.4 }],
    ["a field that nobody knows", { colour: "red" }],
    ["an element that nobody knows", { body: [{ type: "Song", text: "x" }] }],
    ["a block without its runs", { body: [{ type: "RichTextBlock" }] }],
    ["a weight that is none", runWith({ weight: "Heavy" })],
    ["an action without its address", runWith({ selectAction: { type: "Action.OpenUrl" } })],
    ["a card within a run", runWith({ selectAction: { type: "Action.ShowCard", card: {} } })],
    ["text that is none", runWith({ text: 7 })],
  ])("the referee bites: %s", async (_name, change) => {
    const { card } = await posted();
    expect(judge({ ...card, ...change })).toBe(false);
  });
});

/** Every word that it shows, without what stands between them. */
function textIn(card: Card): string {
  const said: string[] = [];
  walk(card, ({ text }) => void (typeof text === "string" && said.push(text)));
  return said.join("").replaceAll(/\s/g, "");
}

function runWith(change: object): Card {
  return {
    body: [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: "x", ...change }] }],
  };
}

test("what our simulated flow takes and refuses is what the schema takes and refuses", async () => {
  const simulator = await startTeamsSimulator();
  const wire = createWire({ reach: "loopback" });
  const { whole, card } = await posted();
  const answers = async (content: Card) => {
    const [attachment] = Object(whole)["attachments"];
    const json = { ...whole, attachments: [{ ...attachment, content }] };
    return (await wire.request({ method: "POST", url: `${simulator.url}${path}`, json })).status;
  };
  const given: Card[] = [
    card,
    { ...card, version: 1.4 },
    { ...card, type: "Card" },
    { ...card, body: [{ type: "RichTextBlock" }] },
    { ...card, body: [{ type: "Song", inlines: [{ type: "TextRun", text: "x" }] }] },
    { ...card, ...runWith({ text: 7 }) },
  ];
  for (const each of given) expect(await answers(each)).toBe(judge(each) ? 202 : 400);
  await Promise.all([wire.close(), simulator.stop()]);
});
