import { Command, CommanderError } from "commander";
import { machine } from "./actions/action.ts";
import { registerBackup } from "./cli/backup.ts";
import { registerCheckCopy } from "./cli/check-copy.ts";
import { registerContacts, type WithHouse } from "./cli/contacts.ts";
import { registerDetect } from "./cli/detect.ts";
import { registerDoctor } from "./cli/doctor.ts";
import { registerDrill } from "./cli/drill.ts";
import { registerImport } from "./cli/import.ts";
import { registerOffline } from "./cli/offline.ts";
import { registerRecord } from "./cli/record.ts";
import { registerReplay } from "./cli/replay.ts";
import { registerRotateKey } from "./cli/rotate-key.ts";
import { registerSending } from "./cli/sending.ts";
import { registerServe } from "./cli/serve.ts";
import { saidAtTerminal } from "./cli/terminal.ts";
import { withThrowawayHouse } from "./cli/throwaway.ts";
import { type Config, readConfig } from "./config.ts";
import { handClock } from "./lib/clock.ts";
import { AppError, codeOf } from "./lib/errors.ts";
import { serve, start, withHouse } from "./service.ts";

/** Whoever may read the key file and the database may do what the command does. */
const AT_THE_KEYBOARD = machine("command line");
/** Ctrl-C comes twice at once, from the terminal and through the launcher: that is one wish. */
const SAME_WISH_MS = 1_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The command: every failure ends in one sentence and an exit code that is not zero. */
async function main(): Promise<void> {
  surviveDeafEars();
  const stop = stopSignal();
  const config = (): Config => readConfig(process.env);
  const atTheKeyboard: WithHouse = async (work) => {
    await withHouse(config(), async (house) => await work(house, AT_THE_KEYBOARD));
  };
  const program = new Command("tocsin")
    .description("When WhatsApp goes dark, Tocsin rings: crisis communication, self-hosted.")
    .showHelpAfterError("Type `./tocsin help` for all commands.")
    .exitOverride();
  registerServe(program, async ({ play }) => await serve(config(), { play, stop, say }));
  registerDrill(program, async (drill) => await drill(config(), { stop, say, start }));
  registerReplay(program, async (work) => {
    const clock = handClock(0);
    await withThrowawayHouse(clock, async (house) => await work(house, clock, stop));
  });
  registerDetect(program);
  registerContacts(program, atTheKeyboard);
  registerSending(program, atTheKeyboard);
  registerRecord(program, atTheKeyboard);
  registerBackup(program, atTheKeyboard);
  registerRotateKey(program, config, atTheKeyboard);
  registerOffline(program, atTheKeyboard, stop);
  registerImport(program, atTheKeyboard);
  registerCheckCopy(program, say);
  registerDoctor(program, config, async (work) => await withHouse(config(), work));
  try {
    await program.parseAsync(process.argv);
  } catch (cause) {
    process.exitCode = cause instanceof CommanderError ? cause.exitCode : 1;
    if (!(cause instanceof CommanderError)) process.stderr.write(`${explained(cause)}\n`);
  }
}

/** Whoever reads what we print may go before the end (`| head`): what is under way goes on without them. */
function surviveDeafEars(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (cause) => {
      if (codeOf(cause) !== "EPIPE") throw cause;
    });
  }
}

/** One signal stops everything in order; a second one means it, and ends us at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt = Number.POSITIVE_INFINITY;
  const onSignal = () => {
    if (performance.now() - firstAt > SAME_WISH_MS) process.exit(1);
    if (!controller.signal.aborted) firstAt = performance.now();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return controller.signal;
}

function explained(cause: unknown): string {
  if (cause instanceof AppError) return saidAtTerminal(cause);
  const trace = cause instanceof Error ? cause.stack : String(cause);
  return `This is a fault in Tocsin, please report it: ${trace}`;
}

await main();
