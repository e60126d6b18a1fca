import { type House, machine } from "../actions/action.ts";
import { changeOutlet } from "../actions/outlet/change.ts";
import { createOutlet } from "../actions/outlet/create.ts";
import type { Language } from "../domain/language.ts";
import type { Network } from "../domain/outlet.ts";
import { type Networks, startNetworksSimulator } from "../simulators/networks.ts";
import { listOutlets } from "../store/outlets.ts";
import {
  portOf,
  type Settings,
  saysAll,
  secretOf,
  settingsOf,
  startThere,
} from "./training-kept.ts";

const GROUND = machine("training ground");

type Wanted = {
  kind: Network;
  name: string;
  languages: Language[];
  settings: Record<string, unknown>;
};

/** Accounts at simulated networks on this machine: what a drill says in public is said there. */
export async function openTrainingOutlets(house: House): Promise<Networks> {
  const rows = (await listOutlets(house.db)).filter(({ drill }) => drill);
  const kept = (kind: Network): Settings =>
    settingsOf(
      house,
      rows.find((row) => row.kind === kind),
    );
  const networks = await startThere(portOf(kept("mastodon")), (port) =>
    startNetworksSimulator({ port }),
  );
  for (const wanted of outletsAt(networks.url, kept)) await point(house, wanted);
  return networks;
}

/** One that speaks both languages, one that shares Meta's fate, and a site of one's own. */
const outletsAt = (base: string, kept: (kind: Network) => Settings): Wanted[] => [
  {
    kind: "mastodon",
    name: "Mastodon (simulation)",
    languages: ["fr", "en"],
    settings: { base, token: secretOf(kept("mastodon"), "token") },
  },
  {
    kind: "facebook-page",
    name: "Facebook (simulation)",
    languages: ["fr"],
    settings: { base, page: "102030405060", token: secretOf(kept("facebook-page"), "token") },
  },
  {
    kind: "wordpress",
    name: "WordPress (simulation)",
    languages: ["fr"],
    settings: { base, user: "tocsin", password: secretOf(kept("wordpress"), "password") },
  },
];

/** The drill account of a network: the one that is there, pointed anew where it must be, or a new one. */
async function point(house: House, { kind, ...wanted }: Wanted): Promise<void> {
  const found = (await listOutlets(house.db)).find(
    (outlet) => outlet.drill && outlet.kind === kind && outlet.name === wanted.name,
  );
  if (found) {
    if (saysAll(settingsOf(house, found), wanted.settings)) return;
    await changeOutlet(house, GROUND, { id: found.id, settings: wanted.settings });
    return;
  }
  await createOutlet(house, GROUND, { kind, ...wanted, mode: "automatic", drill: true });
}
