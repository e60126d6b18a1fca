import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { House } from "../actions/action.ts";
import type { Config } from "../config.ts";
import { reportOf } from "../domain/report.ts";
import { invalid } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { reportMarkdown } from "../pages/incident-report.ts";
import { toldEvent } from "../pages/told-event.ts";
import { startThrowaway } from "../store/bundled.ts";
import { eventsAfter } from "../store/events.ts";
import { gatherReport } from "../store/incident-report.ts";
import { listIncidents } from "../store/incidents.ts";
import { findOrganisation, readOrganisation } from "../store/organisation.ts";
import { listPlatforms } from "../store/platforms.ts";
import { terminalLanguage } from "./terminal.ts";

const SPEED_MAX = 600;
const SPEED_DEFAULT = "60";
const EVENTS_MAX = 200;
const INCIDENTS_MAX = 10;
const RM_TRIES_MAX = 10;

/** What a drill needs of the system that it starts. */
type Started = {
  front: { house: House };
  hub: { listen(listener: (message: Record<string, unknown>) => void): void };
  played: Promise<void>;
  close(): Promise<void>;
};
type Start = (
  config: Config,
  options: { play: boolean; stop: AbortSignal; say: (line: string) => void; speed: number },
) => Promise<Started>;
type Means = { stop: AbortSignal; say: (line: string) => void; start: Start };
type Drill = (config: Config, means: Means) => Promise<void>;

/** `tocsin drill`: a reconstructed outage on a throwaway organisation and simulated providers. */
export function registerDrill(program: Command, run: (drill: Drill) => Promise<void>): void {
  program
    .command("drill")
    .description("Rehearse a WhatsApp outage on simulated providers; nothing leaves this machine")
    .option("--speed <times>", "how many times faster than life", SPEED_DEFAULT)
    .option("--language <code>", "fr or en; the terminal's where nothing is said")
    .action(async (options: { speed: string; language?: string }) => {
      const speed = speedOf(options.speed);
      const language = languageOf(options.language);
      await run(async (config, means) => await drill(config, { ...means, speed, language }));
    });
}

async function drill(config: Config, given: Means & { speed: number; language: "fr" | "en" }) {
  const { say, stop, speed, start, language } = given;
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-drill-"));
  const server = await startThrowaway();
  try {
    const own = { ...config, dataDir, databaseUrl: server.url, port: 0 };
    const system = await start(own, { play: true, stop, say, speed });
    try {
      const tell = teller(system.front.house, { say, language });
      system.hub.listen(() => void tell());
      await system.played;
      await tell();
      for (const report of await reports(system.front.house, language)) say(`\n${report}`);
    } finally {
      await system.close();
    }
  } finally {
    await server.stop();
    // The last files of the public pages may still be on their way there.
    await rm(dataDir, { recursive: true, force: true, maxRetries: RM_TRIES_MAX });
  }
}

/** What each incident came to, in words and numbers. */
async function reports({ db, now }: House, language: "fr" | "en"): Promise<string[]> {
  const { name: organisation, time_zone: timeZone } = await readOrganisation(db);
  const incidents = await listIncidents(db, { scope: "all", limit: INCIDENTS_MAX });
  return await Promise.all(
    incidents.map(async (incident) => {
      const report = reportOf(await gatherReport(db, incident, now()), now());
      return reportMarkdown(report, { language, timeZone, organisation });
    }),
  );
}

/** Tells each event once, in order, however often it is asked. */
function teller({ db }: House, to: { say: (line: string) => void; language: "fr" | "en" }) {
  const words = wordsFor(to.language);
  let lastId = 0;
  let telling: Promise<void> = Promise.resolve();
  const tell = async () => {
    const timeZone = (await findOrganisation(db))?.time_zone ?? "UTC";
    const names = new Map((await listPlatforms(db)).map(({ id, name }) => [id, name]));
    const platformOf = (id: string) => names.get(id) ?? id;
    for (const event of await eventsAfter(db, lastId, EVENTS_MAX)) {
      lastId = event.id;
      to.say(toldEvent(event, { words, timeZone, platformOf, withDay: false }));
    }
  };
  return () => (telling = telling.then(tell, tell));
}

function languageOf(text: string | undefined): "fr" | "en" {
  if (text === undefined) return terminalLanguage(process.env);
  if (text === "fr" || text === "en") return text;
  throw invalid(`--language takes fr or en, not "${text}".`);
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (Number.isFinite(speed) && speed >= 1 && speed <= SPEED_MAX) return speed;
  throw invalid(`--speed takes a number from 1 to ${SPEED_MAX}, not "${text}".`);
}
