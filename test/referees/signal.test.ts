import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startSignalSimulator } from "../../src/simulators/signal-cli.ts";
import { signalCli } from "../../src/transports/signal-cli.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { refereeText } from "./referee.ts";

const text = refereeText("signal-cli-rest.json");
const signal = text === null ? null : JSON.parse(text);
const here = describe.runIf(signal !== null);

function referee() {
  const definitions = structuredClone(signal.definitions);
  // A field nobody knows is a mistake, although the specification does not say so.
  definitions["api.SendMessageV2"].additionalProperties = false;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "signal", definitions });
  return (name: string, value: unknown): boolean => {
    const judge = ajv.compile({ $ref: `signal#/definitions/${name}` });
    return judge(value) === true;
  };
}

async function sent(answer: unknown) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 201, body: answer };
  const wire = createWire({ reach: "loopback" });
  const settings = { base: end.url, number: "+33700000001", token: "token-of-the-test" };
  const outcome = await signalCli.send(aMessage(), "+33612345678", settings, wire);
  await wire.close();
  expect(end.seen[0]?.url).toBe("/v2/send");
  return { body: JSON.parse(end.seen[0]?.body ?? ""), outcome };
}

here("signal-cli's specification as a referee", () => {
  const judge = signal ? referee() : () => false;

  test("our body fits, and an answer that fits is understood", async () => {
    const answer = { timestamp: "1772359200123" };
    expect(judge("api.SendMessageResponse", answer)).toBe(true);
    const { body, outcome } = await sent(answer);
    expect(judge("api.SendMessageV2", body)).toBe(true);
    expect(body).toMatchObject({ message: aMessage().body, recipients: ["+33612345678"] });
    expect(outcome).toEqual({ kind: "accepted", providerId: "1772359200123" });
  });

  test.each<[string, Record<string, unknown>]>([
    ["an unknown field", { messages: "x" }],
    ["a recipient without a list", { recipients: "+33612345678" }],
    ["a mode nobody knows", { text_mode: "loud" }],
    ["no message", { message: null }],
  ])("bites: %s", async (_name, change) => {
    const { body } = await sent({});
    expect(judge("api.SendMessageV2", { ...body, ...change })).toBe(false);
  });
});

here("what our simulated gateway says, judged by signal-cli's specification", () => {
  const judge = signal ? referee() : () => false;

  async function answered(number: string, recipient: string): Promise<unknown> {
    const people = () => ({
      reachable: recipient !== "+33612345679",
      deliveredAfterMs: 0,
      readAfterMs: null,
      answer: null,
    });
    const simulator = await startSignalSimulator({ people });
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/v2/send`;
    const json = { number, recipients: [recipient], message: "Hello" };
    const answer = await wire.request({ method: "POST", url, json });
    await wire.close();
    await simulator.stop();
    return answer.json;
  }

  test("a success and each refusal", async () => {
    const sentTo = await answered("+33700000001", "+33612345678");
    expect(judge("api.SendMessageResponse", sentTo)).toBe(true);
    expect(Object(sentTo).timestamp).toMatch(/^\d{13}$/);
    for (const [number, recipient] of [
      ["+33700000001", "+33612345679"],
      ["nobody", "+33612345678"],
    ] as const) {
      const refused = await answered(number, recipient);
      expect(judge("api.SendMessageError", refused)).toBe(true);
      expect(Object(refused).error).not.toBe("");
    }
  });

  test("the referee bites", () => {
    expect(judge("api.SendMessageResponse", { timestamp: 7 })).toBe(false);
    expect(judge("api.SendMessageError", { error: ["no"] })).toBe(false);
  });
});
