import { Command, CommanderError } from "commander";
import { registerContacts } from "./cli/contacts.ts";
import { registerDetect } from "./cli/detect.ts";
import { registerDoctor } from "./cli/doctor.ts";
import { registerDrill } from "./cli/drill.ts";
import { registerReplay } from "./cli/replay.ts";
import { registerServe } from "./cli/serve.ts";
import { AppError, messageOf } from "./lib/errors.ts";
import { readConfig } from "./config.ts";
import { examine, rehearse, serve, withHouse, withReplayHouse } from "./service.ts";

/** The command: every failure ends in one sentence and an exit code that is not zero. */
async function main(): Promise<void> {
  const stop = stopSignal();
  const config = () => readConfig(process.env);
  const program = new Command("tocsin")
    .description("When WhatsApp goes dark, Tocsin rings: crisis communication, self-hosted.")
    .showHelpAfterError("Type `./tocsin help` for all commands.")
    .exitOverride();
  registerServe(program, (options) => serve(config(), { ...options, stop }));
  registerReplay(program, (work) => withReplayHouse(stop, work));
  registerDrill(program, (options) => rehearse({ ...options, stop }));
  registerDetect(program);
  registerContacts(program, (work) => withHouse(config(), stop, work));
  registerDoctor(program, () => examine(config(), stop));
  try {
    await program.parseAsync(process.argv);
  } catch (cause) {
    if (cause instanceof CommanderError) {
      process.exitCode = cause.exitCode;
      return;
    }
    const expected = cause instanceof AppError;
    process.stderr.write(`${expected ? messageOf(cause) : explained(cause)}\n`);
    process.exitCode = 1;
  }
}

/** One signal stops everything; a second one means it, and ends us at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, stop);
  return controller.signal;
}

const explained = (cause: unknown): string =>
  `This is a fault in Tocsin, please report it: ${cause instanceof Error ? cause.stack : cause}`;

await main();
