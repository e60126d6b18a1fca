import { describe, expect, test } from "vitest";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { until } from "../../test/kits/until.ts";
import type { Heard, Outcome } from "../domain/outcome.ts";
import { UnitReader, unitBytes } from "../lib/smpp.ts";
import { createWire } from "../lib/wire.ts";
import type { Conduct } from "../simulators/conduct.ts";
import { createPeople, type Life, promptHabits } from "../simulators/people.ts";
import { handSchedule } from "../simulators/schedule.ts";
import { startSmscSimulator } from "../simulators/smsc.ts";
import { smpp } from "./smpp.ts";
import { describe as describeTransport } from "./transport.ts";

const HERE = "+33612345678";
const settingsAt = (port: number) => ({
  host: "127.0.0.1",
  port,
  security: "none",
  systemId: "town",
  sender: "+33700000001",
  password: "pass-1",
});

type Given = {
  conduct?: Partial<Conduct>;
  secrets?: Record<string, string>;
  lives?: Record<string, Partial<Life>>;
};

/** A centre, a line to it, and what was kept of what came over the line. */
async function createScene({ conduct = {}, secrets = {}, lives = {} }: Given = {}) {
  const schedule = handSchedule();
  const centre = await startSmscSimulator({
    conduct,
    secrets: { systemId: "town", password: "pass-1", ...secrets },
    people: createPeople(promptHabits, lives),
    schedule,
    // Its second never ends: both halves of a message fall into the same one.
    now: () => 0,
  });
  const wire = createWire({ reach: "loopback" });
  const kept: Buffer[] = [];
  const keep = async (said: Buffer) => void kept.push(said);
  const settings = (more: object = {}) =>
    smpp.settings.parse({ ...settingsAt(centre.port), ...more });
  let count = 0;
  return {
    centre,
    schedule,
    async send(body: string, more: object = {}) {
      count += 1;
      const message = aMessage({ body, reference: `t1-${count}-0-1`, keep });
      return await smpp.send(message, HERE, settings(more), wire);
    },
    async heard(): Promise<Heard[]> {
      schedule.pass(1_000);
      await until(() => centre.waiting() === 0);
      const told = await Promise.all(
        kept.map(async (body) => (await smpp.hear?.(aCallback({ body }), settings())) ?? []),
      );
      return told.flat();
    },
    async [Symbol.asyncDispose]() {
      await wire.close();
      await centre.stop();
    },
  };
}

/** The number that the centre gave, and the numbers that one may have been that it tells. */
const numberOf = (outcome: Outcome | undefined) =>
  outcome?.kind === "accepted" ? outcome.providerId : null;
function formsOf(heard: Heard | undefined): readonly (string | null)[] {
  if (heard?.kind !== "receipt" && heard?.kind !== "refusal") return [];
  return smpp.numberForms?.(heard.providerId ?? "") ?? [];
}

test("smpp: says what it is, and marks its password", () => {
  const { fields, hears } = describeTransport(smpp);
  expect(hears).toBe(false);
  const secret = fields.filter((field) => field.type === "secret").map((field) => field.name);
  expect(secret).toEqual(["password"]);
  expect(smpp.address.parse(` ${HERE} `)).toBe(HERE);
});

describe("smpp: sending", () => {
  test.each([
    ["one part", "Ca va ? Repondez 1."],
    ["a letter of the wide alphabet", "Ça va ? Répondez 1, s’il vous plaît."],
    ["three narrow parts, an escape at the seam", `${"x".repeat(152)}€${"y".repeat(200)}`],
    ["wide parts, an emoji at the seam", `${"ж".repeat(66)}🙂${"ж".repeat(80)}`],
  ])("%s arrives as it was written", async (_name, body) => {
    await using scene = await createScene();
    expect(await scene.send(body)).toMatchObject({ kind: "accepted" });
    expect(scene.centre.received.textsOf(HERE)).toEqual([body]);
  });

  test.each<[number, Outcome]>([
    [0x0b, { kind: "rejected", why: "SMPP 0xb" }],
    [0x14, { kind: "throttled", waitMs: null }],
    [0x58, { kind: "throttled", waitMs: null }],
    [0x0a, { kind: "misconfigured", why: "SMPP 0xa" }],
    [0x64, { kind: "unreachable", why: "SMPP 0x64" }],
    [0x08, { kind: "unknown", why: "SMPP 0x8" }],
    [0x45, { kind: "unknown", why: "SMPP 0x45" }],
    [0x62, { kind: "misconfigured", why: "SMPP 0x62" }],
    // The length of this text, the operator's own reasons, and what nobody knows.
    [0x01, { kind: "rejected", why: "SMPP 0x1", scope: "message" }],
    [0x66, { kind: "rejected", why: "SMPP 0x66", scope: "message" }],
    [0x4ff, { kind: "rejected", why: "SMPP 0x4ff", scope: "message" }],
  ])("status %i", async (errorCode, outcome) => {
    await using scene = await createScene({ conduct: { state: "erring", errorCode } });
    expect(await scene.send("Hello")).toEqual(outcome);
  });

  test("half a message on its way is not sent again", async () => {
    await using scene = await createScene({ conduct: { perSecondMax: 1 } });
    const outcome = await scene.send("x".repeat(200));
    expect(outcome).toEqual({ kind: "unknown", why: "half of it was sent" });
  });

  test("nobody listens: surely not handed over; and then somebody does", async () => {
    await using scene = await createScene({ conduct: { state: "refusing" } });
    expect(await scene.send("Hello")).toMatchObject({ kind: "unreachable" });
    await scene.centre.setConduct({ state: "up" });
    expect(await scene.send("Hello")).toMatchObject({ kind: "accepted" });
  });

  test("a wrong password is the operator's, and shows nowhere", async () => {
    await using scene = await createScene();
    const outcome = await scene.send("Hello", { password: "secret-9" });
    expect(outcome).toEqual({ kind: "misconfigured", why: "SMPP bind 0xe" });
    expect(JSON.stringify(outcome)).not.toContain("secret-9");
  });

  test("R3 a line that dies after the request is unknown, and is bound again for the next", async () => {
    await using scene = await createScene({ conduct: { loseAnswers: 1 } });
    expect(await scene.send("Hello")).toMatchObject({ kind: "unknown" });
    await scene.centre.setConduct({ loseAnswers: 0 });
    expect(await scene.send("Hello again")).toMatchObject({ kind: "accepted" });
    expect(scene.centre.received.summary()).toMatchObject({ accepted: 2, duplicates: 0 });
  });

  test("R17 a drill's wire refuses the world, a live wire this machine and open passwords", async () => {
    const message = aMessage();
    const send = async (reach: "loopback" | "public", more: object) => {
      const lookup = async () => ["93.184.215.14"];
      const wire = createWire({ reach, lookup });
      const settings = smpp.settings.parse({ ...settingsAt(2_775), ...more });
      const outcome = await smpp.send(message, HERE, settings, wire);
      await wire.close();
      return outcome.kind;
    };
    expect(await send("loopback", { host: "smsc.example" })).toBe("misconfigured");
    expect(await send("public", { security: "tls" })).toBe("misconfigured");
    expect(await send("public", { host: "smsc.example" })).toBe("misconfigured");
    expect(await send("public", { host: "smsc.example", security: "tls", port: 22 })).toBe(
      "misconfigured",
    );
  });
});

describe("smpp: hearing over the line", () => {
  test.each([
    ["", ""],
    ["numbers given in hexadecimal and told in decimal", "ids"],
    ["receipts that overtake the answer", "receipts"],
  ])("a receipt finds its message %s", async (_name, trap) => {
    const secrets = trap === "" ? {} : { [trap]: trap === "ids" ? "hex" : "early" };
    await using scene = await createScene({ secrets });
    const sent = [await scene.send("x".repeat(400)), await scene.send("Hello")];
    const heard = await scene.heard();
    const receipt = { kind: "receipt", reference: null, fact: "delivered" };
    expect(heard).toMatchObject([receipt, receipt]);
    for (const [index, outcome] of sent.entries()) {
      expect(formsOf(heard[index])).toContain(numberOf(outcome));
    }
    expect(formsOf(heard[0])).not.toContain(numberOf(sent[1]));
  });

  test("told twice, it is heard twice; nobody there is the address", async () => {
    await using scene = await createScene({
      conduct: { duplicated: 1 },
      lives: { [HERE]: { reachable: false } },
    });
    await scene.send("Hello");
    const refusal = { kind: "refusal", reference: null, blame: "address" };
    expect(await scene.heard()).toMatchObject([refusal, refusal]);
  });

  test("what could not be told when the line broke is told after the next bind", async () => {
    await using scene = await createScene();
    const first = await scene.send("Hello");
    scene.centre.drop();
    scene.centre.write(HERE, "Ça va 👍");
    scene.schedule.pass(1_000);
    expect(scene.centre.waiting()).toBe(2);
    // Whoever writes before the break is noticed is answered by nobody; the next one binds again.
    const outcomes = [await scene.send("Hello again"), await scene.send("And again")];
    expect(outcomes.at(-1)).toMatchObject({ kind: "accepted" });
    const heard = await scene.heard();
    expect(heard).toContainEqual(
      expect.objectContaining({ kind: "reply", from: HERE, body: "Ça va 👍" }),
    );
    expect(heard.flatMap(formsOf)).toContain(numberOf(first));
  });

  test("it answers when it is asked whether it is there", async () => {
    await using scene = await createScene();
    await scene.send("Hello");
    scene.centre.quiz();
    await until(() => scene.centre.present() === 1);
    expect(scene.centre.present()).toBe(1);
  });

  test.each([
    ["EXPIRED", "000", "platform"],
    ["UNDELIV", "011", "platform"],
    ["UNDELIV", "001", "address"],
    ["REJECTD", "", "platform"],
  ])("%s with error %s blames the %s", async (state, error, blame) => {
    const body = Buffer.from(JSON.stringify({ kind: "receipt", id: "7", state, error }));
    const settings = smpp.settings.parse(settingsAt(2_775));
    expect(await smpp.hear?.(aCallback({ body }), settings)).toMatchObject([
      { kind: "refusal", providerId: "7", blame },
    ]);
  });

  test("S2 nonsense says nothing, and bytes of strangers end the line at the worst", () => {
    const settings = smpp.settings.parse(settingsAt(2_775));
    for (const text of ["", "{", "[]", '{"kind":"song"}']) {
      expect(smpp.hear?.(aCallback({ body: Buffer.from(text) }), settings)).toEqual([]);
    }
    const whole = unitBytes({ command: 5, status: 0, sequence: 9, body: Buffer.from("abc") });
    const reader = new UnitReader();
    const pieces = [...whole].map((byte) => reader.read(Buffer.from([byte])));
    expect(pieces.flat()).toMatchObject([{ command: 5, sequence: 9 }]);
    expect(new UnitReader().read(Buffer.alloc(16, 0xff))).toBeNull();
    expect(new UnitReader().read(Buffer.alloc(16))).toBeNull();
  });
});
