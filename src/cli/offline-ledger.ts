import { createReadStream } from "node:fs";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { ENDINGS, factRank } from "../domain/cascade.ts";
import type { Position } from "../domain/next-step.ts";
import { entryOf, type LedgerEntry, positionOf } from "../domain/offline/sending.ts";
import { OUTCOME_KINDS } from "../domain/outcome.ts";
import { DAY_MS } from "../lib/clock.ts";
import { codeOf, conflict, invalid } from "../lib/errors.ts";
import { jsonOf } from "../lib/json.ts";
import { syncFolder } from "../lib/spool.ts";

/** What a ledger says of its sending in its first line. */
const Head = z.object({
  tocsin: z.literal("offline-ledger"),
  job: z.string(),
  startedAt: z.number(),
  plannedBy: z.string(),
  approvedBy: z.string(),
});
export type LedgerHead = z.infer<typeof Head>;

/** How an attempt came out, and how a delivery ends, as files of a sending tell it. */
export const OutcomeKind = z.enum(OUTCOME_KINDS);
export const Ending = z.enum(ENDINGS);

const nullable = z.string().nullable();
const SENDING = factRank("sending");
const Entry = z.tuple([
  z.number().int(),
  z.number().int(),
  z.number().int(),
  z.number().int(),
  z.number().int(),
  OutcomeKind.nullable(),
  nullable,
  z.number().nullable(),
  z.number(),
  Ending.nullable(),
]);

/**
 * What one sending has done, line by line: an attempt is on the disk before the network is touched,
 * so that nobody gets the same message twice on one channel, whatever kills us.
 */
export type Ledger = {
  head: LedgerHead;
  positions: Map<number, Position>;
  /** How many attempts were made on a rung on the day (UTC) of this moment. */
  attemptsOn(rung: number, at: number): number;
  append(steps: readonly { id: number; at: Position }[]): Promise<void>;
  /** Resolves when all that was appended would survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the ledger, or begins it. Another process that holds it is refused. */
export async function openLedger(path: string, head: LedgerHead): Promise<Ledger> {
  const release = await takeLock(`${path}.lock`);
  try {
    const { positions, attempts, first, wholeBytes } = await readLedger(path);
    const file = await open(path, "a", 0o600);
    // A line that a crash cut in the middle was never acted on: what it announces had not begun.
    if (wholeBytes !== null) await file.truncate(wholeBytes);
    if (first === null) await begin(file, path, head);
    return createLedger({ file, head: first ?? head, positions, attempts, release });
  } catch (cause) {
    await release();
    throw cause;
  }
}

async function begin(file: FileHandle, path: string, head: LedgerHead): Promise<void> {
  await file.appendFile(`${JSON.stringify(head)}\n`);
  await file.sync();
  await syncFolder(dirname(path));
}

type Parts = {
  file: FileHandle;
  head: LedgerHead;
  positions: Map<number, Position>;
  attempts: Attempts;
  release: () => Promise<void>;
};

function createLedger({ file, head, positions, attempts, release }: Parts): Ledger {
  // One after the other: two writes at once could mix their lines.
  let written: Promise<void> = Promise.resolve();
  return {
    head,
    positions,
    attemptsOn: (rung, at) => attempts.get(dayOf(rung, at)) ?? 0,
    async append(steps) {
      if (steps.length === 0) return;
      const lines = steps.map(({ id, at }) => `${JSON.stringify(entryOf(id, at))}\n`);
      written = written.then(async () => await file.appendFile(lines.join("")));
      await written;
      for (const { id, at } of steps) {
        positions.set(id, at);
        count(attempts, at);
      }
    },
    sync: async () => await file.datasync(),
    async close() {
      await file.sync();
      await file.close();
      await release();
    },
  };
}

/** Attempts by rung and day. */
type Attempts = Map<string, number>;

const dayOf = (rung: number, at: number): string => `${rung} ${Math.floor(at / DAY_MS)}`;

function count(attempts: Attempts, { fact, outcome, rung, attemptedAt }: Position): void {
  if (fact !== SENDING || outcome !== null || attemptedAt === null) return;
  const day = dayOf(rung, attemptedAt);
  attempts.set(day, (attempts.get(day) ?? 0) + 1);
}

/** What a ledger says, for whoever only reads it. */
async function readLedger(path: string) {
  const positions = new Map<number, Position>();
  const attempts: Attempts = new Map();
  let first: LedgerHead | null = null;
  let wholeBytes: number | null = null;
  let bytes = 0;
  for await (const { line, isWhole } of linesIn(path)) {
    if (!isWhole) {
      wholeBytes = bytes;
      break;
    }
    bytes += Buffer.byteLength(line) + 1;
    if (first === null) first = headIn(line, path);
    else {
      const entry = entryIn(line, path);
      const at = positionOf(entry);
      positions.set(entry[0], at);
      count(attempts, at);
    }
  }
  return { positions, attempts, first, wholeBytes };
}

async function* linesIn(path: string): AsyncGenerator<{ line: string; isWhole: boolean }> {
  let rest = "";
  const stream = createReadStream(path, "utf8");
  try {
    for await (const piece of stream) {
      const lines = (rest + String(piece)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield { line, isWhole: true };
    }
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return;
    throw cause;
  }
  if (rest !== "") yield { line: rest, isWhole: false };
}

function headIn(line: string, path: string): LedgerHead {
  const head = Head.safeParse(jsonOf(line));
  if (head.success) return head.data;
  throw invalid(`${path} is not the ledger of a sending.`);
}

function entryIn(line: string, path: string): LedgerEntry {
  const entry = Entry.safeParse(jsonOf(line));
  if (entry.success) return entry.data;
  throw invalid(
    `The ledger ${path} cannot be read. Nothing is sent, as somebody might get it twice.`,
  );
}

/** One process at a time. Whoever was killed leaves a lock that the next one sees through. */
async function takeLock(path: string): Promise<() => Promise<void>> {
  const mine = `${hostname()} ${process.pid}\n`;
  for (let round = 0; ; round++) {
    try {
      const file = await open(path, "wx", 0o600);
      await file.writeFile(mine);
      await file.close();
      return async () => await rm(path, { force: true });
    } catch (cause) {
      if (codeOf(cause) !== "EEXIST") throw cause;
    }
    const held = await readFile(path, "utf8").catch(() => "");
    if (round >= LOCK_ROUNDS_MAX || isAlive(held)) {
      throw conflict(
        `Another command is sending this (${held.trim() || "just begun"}). ` +
          `If it is surely dead, delete ${path}.`,
      );
    }
    // Two that see through the same lock at once: only one of them moves it away.
    const aside = `${path}.${process.pid}`;
    await rename(path, aside).catch(() => undefined);
    const moved = await readFile(aside, "utf8").catch(() => held);
    if (moved !== held) await rename(aside, path);
    else await rm(aside, { force: true });
  }
}

const LOCK_ROUNDS_MAX = 3;

function isAlive(held: string): boolean {
  const [host = "", pid = ""] = held.trim().split(" ");
  if (host !== hostname()) return true;
  // In a container every start has the same number: ours can only be that of one before us.
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === "EPERM";
  }
}
