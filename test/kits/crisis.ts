import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { fileReport } from "../../src/actions/report/file.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { feedCounts, openStream } from "../../src/actions/source/feed.ts";
import { PLATFORMS } from "../../src/domain/platforms.ts";
import { MINUTE_MS } from "../../src/lib/clock.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { playOnce } from "../../src/loops/play.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { insertChannel } from "../../src/store/channels.ts";
import { transact } from "../../src/store/database.ts";
import { type IncidentRow, openIncidentOf } from "../../src/store/incidents.ts";
import { createTestHouse, MORNING } from "../house.ts";
import { lineWhere } from "./sensor-kit.ts";

const CALM_DAYS = 1;
const CALM_MINUTES = CALM_DAYS * 24 * 60;
export const REPORTS_PER_MINUTE = 8;
const NEEDED = ["whatsapp", "messenger", "sms"];
const installer = machine("test");
export const silentLog = { info() {}, warn() {}, error() {} };

/** A house that depends on WhatsApp and SMS, and has listened to calm reports for some days. */
export async function createCrisisTable() {
  const given = await createTestHouse(MORNING);
  const { house, clock, db } = given;
  for (const platform of PLATFORMS.filter(({ id }) => NEEDED.includes(id)))
    await createPlatform(house, installer, platform);
  const source = await createSource(house, installer, {
    sensor: "user-reports",
    platformId: "whatsapp",
    name: "Our own page",
    settings: {},
  });
  await listenToCalm(source.id);

  async function listenToCalm(sourceId: string): Promise<void> {
    const from = MORNING - CALM_MINUTES * MINUTE_MS;
    await openStream(house, { platformId: "whatsapp", bucketMs: MINUTE_MS, at: from });
    // Two reports an hour: calm, but not dead.
    const counts = Array.from({ length: CALM_MINUTES }, (_, minute) => ({
      at: from + minute * MINUTE_MS,
      count: minute % 30 === 0 ? 1 : 0,
    }));
    await feedCounts(house, { sourceId, counts, until: MORNING });
    await assessOnce({ house, log: silentLog });
  }

  let people = 0;
  return {
    ...given,
    sourceId: source.id,
    /** So many people report, each from an address block of their own. */
    async peopleReport(count: number, symptom = "send") {
      const reports = Array.from({ length: count }, async () => {
        people++;
        const ip = `10.${people >> 8}.${people & 255}.7`;
        await fileReport(house, { platformId: "whatsapp", symptom, ip, agent: "phone" });
      });
      await Promise.all(reports);
    },
    /** Time passes, and with it come the loops, every so many minutes. */
    async pass(minutes: number, stride = 1) {
      for (let minute = 0; minute < minutes; minute += stride) {
        clock.pass(stride * MINUTE_MS);
        await watchOnce({ house, wire: lineWhere({}), log: silentLog });
        await assessOnce({ house, log: silentLog });
        await playOnce({ house });
      }
    },
    /** So many people a minute report, until the house opens an incident for it. */
    async outage(minutesMax = 60): Promise<IncidentRow> {
      for (let minute = 0; minute < minutesMax; minute++) {
        await this.peopleReport(REPORTS_PER_MINUTE);
        await this.pass(1);
        const incident = await openIncidentOf(db, "whatsapp");
        if (incident) return incident;
      }
      throw new Error(`No incident after ${minutesMax} minutes of outage.`);
    },
    async addChannel(name: string, platformId: string) {
      return await transact(
        db,
        async (tx) =>
          await insertChannel(tx, {
            transport: "webhook",
            name,
            addressKind: "webhook",
            platformId,
            settings: {},
            secrets: null,
            drill: false,
            perSecond: 10,
            now: clock(),
          }),
      );
    },
    async channelStates() {
      const rows = await db.selectFrom("channel").select(["name", "state"]).execute();
      return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
    },
  };
}
