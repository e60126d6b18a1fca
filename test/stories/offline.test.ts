import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { importOffline } from "../../src/actions/offline/import.ts";
import { makeOfflineCopy } from "../../src/actions/offline/make.ts";
import { createSegment } from "../../src/actions/segment/create.ts";
import { addSuppression } from "../../src/actions/suppression/add.ts";
import { openCopy } from "../../src/cli/offline-open.ts";
import { planOffline, type SendOptions } from "../../src/cli/offline-plan.ts";
import { readOfflineResult } from "../../src/cli/offline-result.ts";
import { sendOffline } from "../../src/cli/offline-send.ts";
import { offlineView } from "../../src/http/api/views/contact.ts";
import { PLACES_MAX } from "../../src/lib/wire-window.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { offlineSentTo } from "../../src/store/contact-history.ts";
import { contactByAddress, findContact } from "../../src/store/contacts.ts";
import { listOfflineSendings } from "../../src/store/offline-sendings.ts";
import { administrator, communicator, createAudience } from "../audience.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const passphrase = "the bells of the old town";
const cost = { n: 1_024, r: 8, p: 1 };
const key = "a-shared-key-of-sixteen";
/** Twice as many as a wire asks at a time: without an answer nobody gets to the end of them. */
const people = 2 * PLACES_MAX;
const said: string[] = [];

beforeEach(() => {
  vi.stubEnv("TOCSIN_OFFLINE_PASSPHRASE", passphrase);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  said.length = 0;
});

/** A town with pagers, its copy, and the gateway that rings them. */
async function createTown(perSecond: number) {
  const world = await createAudience();
  const gateway = await startWebhookSimulator({ secrets: { key } });
  const rows = Array.from({ length: people }, (_, at) => [
    `k${at}`,
    `Person ${at}`,
    at % 2 === 0 ? "fr" : "en",
    `pager-${at}`,
    at < 40 ? "north" : "",
  ]);
  await world.load(
    `id,name,language,webhook address,side\n${rows.map((row) => row.join(",")).join("\n")}\n`,
  );
  const { house } = world;
  const { id } = await createChannel(house, administrator, {
    transport: "signed-webhook",
    name: "Pagers",
    settings: { url: gateway.url, key },
    drill: true,
    perSecond,
  });
  await createSegment(house, communicator, {
    name: "North bank",
    question: { attributes: { side: ["north"] } },
  });
  const copy = join(world.path, "town.tocsin");
  return {
    ...world,
    id,
    gateway,
    copy,
    make: async () => await makeOfflineCopy(house, administrator, { file: copy, passphrase, cost }),
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}

const asked = (copy: string, more: Partial<SendOptions> = {}): SendOptions => ({
  copy,
  all: true,
  channel: ["pagers"],
  textFr: "{name} : quittez la rive nord.",
  textEn: "{name}: leave the north bank.",
  plannedBy: "Leïla",
  approvedBy: "Marc",
  ...more,
});

async function planned(options: SendOptions) {
  return await planOffline(await openCopy(options.copy, passphrase), options);
}

/** The program takes its time to start where everybody wants the same two cores. */
const reaches = async (sent: () => number, count: number): Promise<void> =>
  await expect.poll(sent, { interval: 20 }).toBeGreaterThan(count);

const never = new AbortController().signal;

/** The command in a process of its own: with no database, for none would be found. */
function sendByCommand(options: ReturnType<typeof asked>, phrase: string) {
  const args = [
    "src/main.ts",
    "send-offline",
    "--all",
    "--channel=Pagers",
    `--copy=${options.copy}`,
    `--text-fr=${options.textFr}`,
    `--text-en=${options.textEn}`,
    "--planned-by=Leïla",
    "--approved-by=Marc",
    `--confirm=${phrase}`,
  ];
  return spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: "postgres://nobody:1/none" },
  });
}

test("whoever stops reading what the command prints stops nobody's message", async () => {
  await using town = await createTown(1_000);
  await town.make();
  const options = asked(town.copy);
  const { phrase } = await planned(options);
  const child = sendByCommand(options, phrase);
  child.stdout.destroy();
  child.stderr.destroy();
  await once(child, "exit");
  expect(child.exitCode).toBe(0);
  expect(town.gateway.received.summary().accepted).toBe(people);
});

test("killed in the middle, stopped in the middle, and then done: nobody gets it twice", async () => {
  const perSecond = 128;
  await using town = await createTown(perSecond);
  await town.make();
  // No answer comes before the kill, however late that is: what was taken is in the air, and half waits.
  await town.gateway.setConduct({ answerMs: 600_000 });
  const options = asked(town.copy);
  const { phrase, ledger } = await planned(options);
  const confirmed = { ...options, confirm: phrase };
  const sent = () => town.gateway.received.summary().accepted;
  const child = sendByCommand(options, phrase);
  await reaches(sent, 20);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(sent()).toBeLessThan(people);
  await town.gateway.setConduct({ answerMs: 0 });
  const ctrlC = new AbortController();
  const stopped = sendOffline(confirmed, ctrlC.signal);
  const before = sent();
  await reaches(sent, before);
  ctrlC.abort();
  await stopped;
  expect(said.join("")).toMatch(/goes on where it is/);
  await sendOffline(confirmed, never);
  const received = town.gateway.received.all();
  expect(new Set(received.map(({ address }) => address)).size).toBe(received.length);
  expect(received.every(({ times }) => times === 1)).toBe(true);
  // Whoever was in the air when it was killed has it or not: that is said, and not sent again.
  const result = readOfflineResult(
    readFileSync(ledger.replace(".ledger", ".result.json"), "utf8"),
    "result",
  );
  const unknown = result.people.filter(({ why }) => why === "no-answer").length;
  const reached = result.people.filter(({ settled }) => settled === "reached").length;
  expect(reached + unknown).toBe(people);
  expect(unknown).toBeGreaterThan(0);
  expect(received.length).toBeGreaterThanOrEqual(reached);
  await sendOffline(confirmed, never);
  expect(town.gateway.received.all()).toHaveLength(received.length);

  const imported = await importOffline(town.house, administrator, result);
  expect(imported).toEqual({ known: false, optedOut: 0, strangers: 0 });
  const [, second] = result.people;
  if (second) Object.assign(second, { settled: "blocked", outcome: "unsubscribed", why: null });
  expect(await importOffline(town.house, administrator, result)).toMatchObject({
    known: true,
    optedOut: 1,
  });
  expect(await importOffline(town.house, administrator, result)).toMatchObject({ optedOut: 0 });
  const person = await findContact(town.db, second?.id ?? 0);
  expect(person?.consents).toMatchObject([{ kind: "webhook", state: "withdrawn" }]);
  // It stands among what was sent to this person, too.
  const line = { job: result.job, drill: true, became: "not-taken", channel: "Pagers" };
  const told = await offlineSentTo(town.db, second?.id ?? 0);
  expect(told.map(offlineView)).toMatchObject([line]);
  expect(await listOfflineSendings(town.db)).toMatchObject([
    { job: result.job, planned_by: "Leïla", approved_by: "Marc", people, complete: true },
  ]);
  const elsewhere = { ...result, organisation: "Another town" };
  await expect(importOffline(town.house, administrator, elsewhere)).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(importOffline(town.house, communicator, result)).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("the copy holds whom we may write to, and the plan says who is left out and why", async () => {
  await using town = await createTown(1_000);
  const { house, db } = town;
  const silent = (await contactByAddress(db, "webhook", "pager-0")) ?? 0;
  await addSuppression(house, communicator, {
    contactId: silent,
    reason: "Moved away",
    source: "letter",
  });
  expect(await town.make()).toMatchObject({ people: people - 1, channels: 1 });
  await expect(
    makeOfflineCopy(house, communicator, { file: town.copy, passphrase, cost }),
  ).rejects.toMatchObject({ code: "forbidden" });
  const north = asked(town.copy, { segment: "north bank" });
  delete north.all;
  const plan = await planned(north);
  expect(plan.people).toEqual([39]);
  const named = await planned(asked(town.copy, { textFr: "{side}", textEn: "{side}" }));
  expect(named.leftOut).toEqual({ "no-way": 0, "missing-value": people - 40 });

  await sendOffline({ ...north, dryRun: true }, never);
  expect(said.join("")).toContain(plan.phrase);
  expect(town.gateway.received.all()).toEqual([]);
  const refused: [SendOptions, RegExp][] = [
    [{ ...north, confirm: "39-0000-0000" }, /does not fit/],
    [{ ...north, confirm: plan.phrase, approvedBy: "leïla" }, /somebody else/],
    [{ ...north, confirm: plan.phrase, textFr: "Restez chez vous." }, /does not fit/],
    [{ ...north, channel: ["Carrier pigeon"] }, /Pagers/],
    [{ ...north, segment: "South bank" }, /North bank/],
    [{ ...north, all: true }, /either/],
  ];
  for (const [options, why] of refused) {
    await expect(sendOffline(options, never)).rejects.toThrow(why);
  }
  vi.stubEnv("TOCSIN_OFFLINE_PASSPHRASE", "a wrong passphrase");
  await expect(sendOffline(north, never)).rejects.toThrow(/passphrase does not open/);
  expect(town.gateway.received.all()).toEqual([]);
});

test("a ledger that another command holds, or that cannot be read, stops everything", async () => {
  await using town = await createTown(1_000);
  await town.make();
  const options = asked(town.copy);
  const { phrase, ledger } = await planned(options);
  const confirmed = { ...options, confirm: phrase };
  writeFileSync(`${ledger}.lock`, "another-machine 1\n");
  await expect(sendOffline(confirmed, never)).rejects.toThrow(/Another command/);
  writeFileSync(`${ledger}.lock`, "");
  await expect(sendOffline(confirmed, never)).rejects.toThrow(/Another command/);
  const gone = spawn(process.execPath, ["-e", ""]);
  await once(gone, "exit");
  writeFileSync(`${ledger}.lock`, `${hostname()} ${gone.pid}\n`);
  const head =
    '{"tocsin":"offline-ledger","job":"1","startedAt":1,"plannedBy":"L","approvedBy":"M"}';
  writeFileSync(ledger, `${head}\nnonsense\n`);
  await expect(sendOffline(confirmed, never)).rejects.toThrow(/cannot be read/);
  expect(town.gateway.received.all()).toEqual([]);
});
