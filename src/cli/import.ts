import { Argument, type Command } from "commander";
import { bringIn } from "../actions/moving/bring-in.ts";
import type { Moved } from "../actions/moving/moved.ts";
import { createWire } from "../lib/wire.ts";
import type { WithHouse } from "./contacts.ts";
import { PRODUCTS, type Product, readPage } from "./import-page.ts";

type Options = { platform?: string; dryRun?: boolean };

/** `tocsin import`: what another product knew, so that nobody has to type it again. */
export function registerImport(program: Command, withHouse: WithHouse): void {
  program
    .command("import")
    .description("Take over contact points, checks and history from another product")
    .addArgument(new Argument("<product>", "where it comes from").choices([...PRODUCTS]))
    .argument("<from>", "the address of its status page, or a file it has exported")
    .option("--platform <id>", "the platform that its checks look at, for example whatsapp")
    .option("--dry-run", "only say what would come")
    .action(async (product: Product, from: string, options: Options) => {
      const moved = await read(product, from);
      summarise(moved);
      if (options.dryRun) return;
      await withHouse(async (house, actor) => {
        const input = { moved, platformId: options.platform ?? null };
        const { known, ...taken } = await bringIn(house, actor, input);
        print(`Taken over: ${counted(taken)}. Known already: ${known}.`);
      });
    });
}

async function read(product: Product, from: string): Promise<Moved> {
  const wire = createWire({ reach: "public" });
  try {
    return await readPage(product, from, wire);
  } finally {
    await wire.close();
  }
}

function summarise({ origin, points, watches, incidents, works, left }: Moved): void {
  const found = {
    points: points.length,
    watches: watches.length,
    incidents: incidents.length,
    works: works.length,
  };
  print(`${origin}: ${counted(found)}.`);
  for (const { what, why } of left) print(`  stays behind: ${what} (${why})`);
}

type Counts = { points: number; watches: number; incidents: number; works: number };

const counted = ({ points, watches, incidents, works }: Counts): string =>
  `${points} contact points, ${watches} checks, ${incidents} past incidents, ${works} planned works`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
