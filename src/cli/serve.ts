import type { Command } from "commander";

/** `tocsin serve`: the whole system, until it is told to stop. */
export function registerServe(
  program: Command,
  serve: (options: { play: boolean }) => Promise<void>,
): void {
  program
    .command("serve")
    .description("Start Tocsin: console, public page, detection and delivery")
    .option(
      "--no-play",
      "on an empty database, set up the training organisation without its outage",
    )
    .action(async (options: { play: boolean }) => await serve(options));
}
