import { open, rename } from "node:fs/promises";
import type { CopyChannel } from "../domain/offline/copy.ts";
import { countsOf, type OfflineResult, personOf } from "../domain/offline/result.ts";
import { cascadeOf, isOpenAgain } from "../domain/offline/sending.ts";
import { conflict, invalid } from "../lib/errors.ts";
import { createWire, type Wire } from "../lib/wire.ts";
import { transportOf } from "../transports/index.ts";
import { type Ledger, openLedger } from "./offline-ledger.ts";
import { type OpenCopy, openCopy } from "./offline-open.ts";
import { type OfflinePlan, planLines, planOffline, type SendOptions } from "./offline-plan.ts";
import { type OpenChannel, runOffline } from "./offline-run.ts";
import { ask, readPassphrase } from "./passphrase.ts";
import { createProgress, type Progress } from "./progress.ts";
import { writing } from "./terminal.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const now = (): number => Date.now();

/** Plans a sending from the copy, has a second person agree, and sends. No server, no database. */
export async function sendOffline(options: SendOptions, stop: AbortSignal): Promise<void> {
  const copy = await openCopy(options.copy, await readPassphrase({ isNew: false }));
  const plan = await planOffline(copy, options);
  for (const line of planLines(copy, plan)) print(line);
  if (options.dryRun) {
    print(`Nothing was sent. To send it, a second person confirms with: ${plan.phrase}`);
    return;
  }
  const people = await agreed(plan, options);
  const head = { tocsin: "offline-ledger", job: plan.job, startedAt: now(), ...people } as const;
  const ledger = await openLedger(plan.ledger, head);
  try {
    const { stopped } = await sendAll({ copy, plan, ledger, stop });
    await conclude({ copy, plan, ledger, options, stopped });
  } finally {
    await ledger.close();
  }
}

/** Two people, by name; the second one types what only this very plan shows. */
async function agreed(plan: OfflinePlan, options: SendOptions) {
  const [plannedBy, approvedBy] = [options.plannedBy?.trim(), options.approvedBy?.trim()];
  if (!plannedBy || !approvedBy) throw invalid("Name two people: --planned-by and --approved-by.");
  if (plannedBy.toLowerCase() === approvedBy.toLowerCase()) {
    throw invalid("The one who approves must be somebody else than the one who planned it.");
  }
  const canAsk = options.confirm === undefined && process.stdin.isTTY;
  const question = `${approvedBy}, to send this type ${plan.phrase}: `;
  const typed = canAsk ? await ask(question, { hidden: false }) : options.confirm;
  if (typed?.trim() === plan.phrase) return { plannedBy, approvedBy };
  throw conflict(
    "Nothing was sent: the confirmation does not fit this plan. --dry-run shows the one that does.",
  );
}

type Sending = { copy: OpenCopy; plan: OfflinePlan; ledger: Ledger; stop: AbortSignal };

async function sendAll({ copy, plan, ledger, stop }: Sending): Promise<{ stopped: boolean }> {
  const wires = new Map<"public" | "loopback", Wire>();
  const wireOf = (reach: "public" | "loopback"): Wire => {
    const wire = wires.get(reach) ?? createWire({ reach, now });
    wires.set(reach, wire);
    return wire;
  };
  const channels = plan.channels.map((row) => openChannel(row, wireOf));
  const total = plan.people.reduce((sum, one) => sum + one, 0);
  const progress = createProgress({ label: "people", total });
  try {
    return await runOffline({
      job: plan.job,
      texts: plan.texts,
      segment: plan.segment,
      channels,
      cascade: cascadeOf(plan.channels),
      suppressed: copy.suppressed,
      people: copy.people(),
      ledger,
      now,
      stop,
      onStep: (settled) => progress.set(settled),
      onRefused: (channel, why) => tellRefused(progress, channel, why),
    });
  } finally {
    progress.end();
    await Promise.all([...wires.values()].map(async (wire) => await wire.close()));
  }
}

const tellRefused = (progress: Progress, { name }: CopyChannel, why: string): void =>
  progress.line(`${name} refuses us (${why}). It is not used any more in this run.`);

function openChannel(
  row: CopyChannel,
  wireOf: (reach: "public" | "loopback") => Wire,
): OpenChannel {
  const transport = transportOf(row.transport);
  const settings = transport?.settings.safeParse(row.settings);
  if (!transport || !settings?.success) {
    throw invalid(`The settings of the channel “${row.name}” cannot be used by this Tocsin.`);
  }
  // What is played never leaves this machine, wherever its settings point.
  const wire = wireOf(row.drill ? "loopback" : "public");
  return { row, transport, settings: settings.data, wire };
}

type Concluding = Omit<Sending, "stop"> & { options: SendOptions; stopped: boolean };

async function conclude({ copy, plan, ledger, options, stopped }: Concluding): Promise<void> {
  const people = [...ledger.positions].map(([id, at]) => personOf(id, at, plan.channels));
  const { head } = ledger;
  const result: OfflineResult = {
    tocsin: "offline-sending",
    format: 1,
    job: plan.job,
    organisation: copy.about.organisation,
    label: options.label ?? "",
    audience: plan.audience,
    drill: plan.channels.some(({ drill }) => drill),
    copyMadeAt: copy.about.madeAt,
    startedAt: head.startedAt,
    endedAt: now(),
    complete: !stopped,
    plannedBy: head.plannedBy,
    approvedBy: head.approvedBy,
    texts: plan.texts,
    channels: plan.channels.map(({ id, name }) => ({ id, name })),
    people,
  };
  const file = options.result ?? plan.ledger.replace(/\.ledger$/, ".result.json");
  await writing(file, async () => await writeWhole(file, `${JSON.stringify(result)}\n`));
  const { taken, unknown, notTaken } = countsOf(people);
  print(`${taken} taken by a provider, ${unknown} without an answer, ${notTaken} not taken.`);
  const again = [...ledger.positions.values()].filter(isOpenAgain).length;
  if (again > 0)
    print(`Of these, nobody answered for ${again}: the same command tries them once more.`);
  print(`Written to ${file}. When the server is back: ./tocsin import-offline ${file}`);
  if (stopped) print("Stopped. The same command goes on where it is; nobody gets it twice.");
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.part`, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}
