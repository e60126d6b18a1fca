import { appendFile } from "node:fs/promises";
import type { Command } from "commander";
import { resealSecrets } from "../actions/signing/reseal.ts";
import { type Config, keyFile, newKey, readSecretKey } from "../config.ts";
import type { WithHouse } from "./contacts.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `tocsin rotate-key`: a new key for secrets at rest; what the old one sealed stays readable. */
export function registerRotateKey(
  program: Command,
  config: () => Config,
  withHouse: WithHouse,
): void {
  program
    .command("rotate-key")
    .description("Make a new key for secrets at rest; with --finish, seal everything with it")
    .option("--finish", "after all nodes were started again: seal anew what an older key sealed")
    .action(async ({ finish }: { finish?: boolean }) => {
      if (!finish) return await begin(config());
      await withHouse(async (house, actor) => {
        const { sealed } = await resealSecrets(house, actor, null);
        print(`Sealed anew: ${sealed}. The first key still signs links: keep it.`);
      });
    });
}

async function begin({ dataDir }: Config): Promise<void> {
  const then = "Start every node again, then run ./tocsin rotate-key --finish.";
  if (process.env["TOCSIN_KEY"]) {
    print(`Write behind the key in TOCSIN_KEY, on every node: ,${newKey()}`);
    return print(then);
  }
  await readSecretKey(process.env, dataDir);
  await appendFile(keyFile(dataDir), `${newKey()}\n`, { mode: 0o600 });
  print(`A new key stands at the end of ${keyFile(dataDir)}. ${then}`);
}
