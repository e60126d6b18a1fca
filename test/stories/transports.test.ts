import { describe, expect, test } from "vitest";
import type { Heard, Outcome } from "../../src/domain/outcome.ts";
import { createWire } from "../../src/lib/wire.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import type { SimulatorOptions } from "../../src/simulators/simulator.ts";
import { transportOf, transports } from "../../src/transports/index.ts";
import type { Transport } from "../../src/transports/transport.ts";
import { FarEnd, type Seen } from "../kits/far-end.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { PAIRS, type Pair } from "../kits/provider-pairs.ts";
import { until } from "../kits/until.ts";

const now = () => Date.parse("2026-03-01T10:00:00Z");

/** Sends to somebody who answers and to somebody who is not there, and hears what is told. */
async function live(pair: Pair, conduct: SimulatorOptions["conduct"] = {}) {
  await using end = await FarEnd.open();
  const transport = transportOf(pair.kind);
  if (!transport) throw new Error(`Nobody knows ${pair.kind}.`);
  const { example } = transport.address;
  const absent = pair.absent?.address ?? example.replace(/.(@|$)/, "9$1");
  const schedule = handSchedule();
  const people = createPeople(promptHabits, {
    [example]: { answer: { text: "1", afterMs: 60 } },
    [absent]: { reachable: false },
  });
  const callbackUrl = transport.hear ? `${end.url}/hooks/1` : null;
  const { secrets } = pair;
  const simulator = await pair.start({ callbackUrl, secrets, schedule, people, now, conduct });
  const wire = createWire({ reach: "loopback" });
  const settings = transport.settings.parse({ ...secrets, ...pair.settings(simulator) });
  const kept: Buffer[] = [];
  const keep = async (said: Buffer) => void kept.push(said);
  const here = aMessage({ callbackUrl, reference: "t1-1-0-1", at: now(), keep });
  const outcomes = [
    await transport.send(here, example, settings, wire),
    await transport.send({ ...here, reference: "t1-2-0-1" }, absent, settings, wire),
  ];
  schedule.pass(1_000);
  await until(() => simulator.waiting() === 0);
  await simulator.stop();
  await wire.close();
  const heard = await heardBy(transport, settings, end);
  for (const body of kept) {
    heard.push(...((await transport.hear?.(aCallback({ body }), settings)) ?? []));
  }
  const told = heard.map((item) =>
    item.kind === "receipt" && item.upTo === example
      ? { ...item, reference: "t1-1-0-1" }
      : named(item, transport, outcomes),
  );
  return { outcomes, heard: told, received: simulator.received, example, here };
}

/** As our loops do it: the number that was given for a message stands for our reference. */
function named(item: Heard, transport: Transport, outcomes: readonly Outcome[]): Heard {
  if (item.kind !== "receipt" && item.kind !== "refusal") return item;
  if (item.reference !== null || item.providerId === null) return item;
  const forms = transport.numberForms?.(item.providerId) ?? [];
  const at = outcomes.findIndex(
    (outcome) => outcome.kind === "accepted" && forms.includes(outcome.providerId ?? ""),
  );
  return at < 0 ? item : { ...item, reference: `t1-${at + 1}-0-1` };
}

async function heardBy(transport: Transport, settings: object, end: FarEnd): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const seen of end.seen) {
    const callback = callbackOf(seen, end.url);
    expect(transport.verify?.(callback, settings)).toBe(true);
    heard.push(...((await transport.hear?.(callback, settings)) ?? []));
  }
  return heard;
}

function callbackOf({ url, headers, body }: Seen, base: string) {
  const address = new URL(url, base);
  return aCallback({
    url: address.href,
    query: address.searchParams,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.from(body),
    receivedAt: now(),
  });
}

test("each transport of the catalogue has a provider to rehearse with", () => {
  const tried = PAIRS.map(({ kind }) => kind);
  expect(tried.toSorted()).toEqual(transports.map(({ kind }) => kind).toSorted());
});

describe.each(PAIRS)("$kind and its simulated provider", (pair) => {
  test("sent, received, reported, answered", async () => {
    const { outcomes, heard, received, example, here } = await live(pair);
    const absent = pair.absent?.outcome ?? { kind: "accepted" };
    expect(outcomes).toMatchObject([{ kind: "accepted" }, absent]);
    const accepted = absent.kind === "accepted" ? 2 : 1;
    expect(received.summary()).toMatchObject({ accepted, duplicates: 0 });
    expect(received.textsOf(pair.name ?? example)[0]?.trim()).toBe(pair.shown(here));
    const facts = heard.flatMap((item) =>
      item.kind === "receipt" && item.reference === "t1-1-0-1" ? [item.fact] : [],
    );
    expect(facts.toSorted()).toEqual(pair.facts);
    const refusals = heard.filter(({ kind }) => kind === "refusal");
    expect(refusals).toMatchObject(
      pair.absent ? [] : [{ reference: "t1-2-0-1", blame: "address" }],
    );
    const replies = heard.filter(({ kind }) => kind === "reply");
    expect(replies).toMatchObject(pair.replies ? [{ from: example, body: "1" }] : []);
  });

  test("too fast is told in the provider's own words, and understood", async () => {
    const { outcomes, received } = await live(pair, { perSecondMax: 1 });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "throttled"]);
    expect(received.summary()).toMatchObject({ accepted: 1, refused: 1 });
  });
});

/** Where a number comes in the answer alone, whoever loses the answer waits out the patience. */
const TELLING = PAIRS.filter(({ kind }) => transportOf(kind)?.numberForms === undefined);

describe.each(TELLING)("$kind and a line that dies", (pair) => {
  test("R3 an answer that is lost is unknown, and its receipts still find their message", async () => {
    const { outcomes, heard, received } = await live(pair, { loseAnswers: 1 });
    expect(outcomes[0]).toMatchObject({ kind: "unknown" });
    expect(received.summary()).toMatchObject({ duplicates: 0 });
    expect(received.summary().accepted).toBeGreaterThan(0);
    if (pair.absent) return;
    const references = heard.flatMap((item) => ("reference" in item ? [item.reference] : []));
    expect(references).toContain("t1-2-0-1");
  });
});
