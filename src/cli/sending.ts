import type { Command } from "commander";
import { resumeSending } from "../actions/sending/resume.ts";
import { stopSending } from "../actions/sending/stop.ts";
import type { WithHouse } from "./contacts.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const counted = (n: number): string => `${n} ${n === 1 ? "broadcast" : "broadcasts"}`;

/** `tocsin stop-sending` and `tocsin resume-sending`: the switch, for when the console is out of reach. */
export function registerSending(program: Command, withHouse: WithHouse): void {
  program
    .command("stop-sending")
    .description("Stop every running broadcast at once; none can begin until resume-sending")
    .requiredOption("--reason <text>", "why, for the record")
    .action(async ({ reason }: { reason: string }) => {
      await withHouse(async (house, actor) => {
        const { broadcasts } = await stopSending(house, actor, { reason });
        print(`Stopped: ${counted(broadcasts)} paused. ./tocsin resume-sending takes it back.`);
      });
    });
  program
    .command("resume-sending")
    .description("Let sending go on: what stop-sending had paused runs again")
    .action(async () => {
      await withHouse(async (house, actor) => {
        const { broadcasts } = await resumeSending(house, actor, {});
        print(`Sending is allowed again: ${counted(broadcasts)} running.`);
      });
    });
}
