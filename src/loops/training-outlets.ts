import { type House, machine } from "../actions/action.ts";
import { changeOutlet } from "../actions/outlet/change.ts";
import { createOutlet } from "../actions/outlet/create.ts";
import type { Language } from "../domain/language.ts";
import type { Network } from "../domain/outlet.ts";
import { randomToken } from "../lib/crypto.ts";
import { type Networks, startNetworksSimulator } from "../simulators/networks.ts";
import { listOutlets } from "../store/outlets.ts";

const GROUND = machine("training ground");

type Wanted = {
  kind: Network;
  name: string;
  languages: Language[];
  settings: Record<string, unknown>;
};

/** Accounts at simulated networks on this machine: what a drill says in public is said there. */
export async function openTrainingOutlets(house: House): Promise<Networks> {
  const networks = await startNetworksSimulator();
  for (const wanted of outletsAt(networks.url)) await point(house, wanted);
  return networks;
}

/** One that speaks both languages, one that shares Meta's fate, and a site of one's own. */
const outletsAt = (base: string): Wanted[] => [
  {
    kind: "mastodon",
    name: "Mastodon (simulation)",
    languages: ["fr", "en"],
    settings: { base, token: randomToken() },
  },
  {
    kind: "facebook-page",
    name: "Facebook (simulation)",
    languages: ["fr"],
    settings: { base, page: "102030405060", token: randomToken() },
  },
  {
    kind: "wordpress",
    name: "WordPress (simulation)",
    languages: ["fr"],
    settings: { base, user: "tocsin", password: randomToken() },
  },
];

/** The drill account of a network: the one that is there, pointed anew, or a new one. */
async function point(house: House, { kind, ...wanted }: Wanted): Promise<void> {
  const found = (await listOutlets(house.db)).find(
    (outlet) => outlet.drill && outlet.kind === kind && outlet.name === wanted.name,
  );
  if (found) {
    await changeOutlet(house, GROUND, { id: found.id, settings: wanted.settings });
    return;
  }
  await createOutlet(house, GROUND, { kind, ...wanted, mode: "automatic", drill: true });
}
