import { type House, machine } from "../../src/actions/action.ts";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { hashAddress } from "../../src/actions/subscriber/addresses.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { seal } from "../../src/lib/crypto.ts";
import { pushSubscription } from "../../src/simulators/web-push.ts";
import { transact } from "../../src/store/database.ts";
import { foundOrganisation } from "../house.ts";

const crew = machine("crowd");
const BATCH = 2_000;
const PRIVATE_KEY = "jpbfRX9M9-FMvYEot6bXPEtCFNvLSR1IWd834Gqt6QM";
type Servers = { mailPort: number; pushUrl: string; perSecond: number };

/** An organisation with a mail server, a push service, and so many people on the list of each. */
export async function settleCrowd(
  house: House,
  servers: Servers,
  people: { email: number; push: number },
): Promise<void> {
  await foundOrganisation(house);
  const { mailPort: port, pushUrl: base, perSecond } = servers;
  const open = async (transport: string, settings: Record<string, unknown>) =>
    await createChannel(house, crew, { transport, name: transport, settings, perSecond });
  const from = { from: "status@example.org", fromName: "Clairval", connectionsMax: 20 };
  await open("smtp-email", { host: "127.0.0.1", port, security: "none", ...from });
  await open("web-push", { base, contact: "mailto:ops@example.org", privateKey: PRIVATE_KEY });
  await join(house, "email", people.email);
  await join(house, "push", people.push);
}

async function join(house: House, kind: "email" | "push", people: number): Promise<void> {
  const { secretKey } = house;
  const at = new Date(house.now());
  for (let first = 0; first < people; first += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, people - first) }, (_, n) => {
      const name = `p${first + n}`;
      const address = kind === "email" ? `${name}@example.org` : pushSubscription(name);
      return {
        kind,
        address: seal(secretKey, address),
        address_hash: hashAddress(secretKey, kind, address),
        language: n % 2 === 0 ? ("fr" as const) : ("en" as const),
        state: "active" as const,
        nonce: name,
        created_at: at,
        confirmed_at: at,
      };
    });
    await transact(house.db, async (tx) => {
      await tx.insertInto("subscriber").values(rows).execute();
    });
  }
}

/** Says something in public; the loop tells the crowd. */
export async function announce(house: House, title: string): Promise<void> {
  const incident = await openIncident(house, crew, {
    platformId: null,
    title: { fr: title, en: title },
    note: "",
  });
  const text = {
    title,
    message: "Our messages do not arrive. We are on it, and this page says what works meanwhile.",
    advice: "Call us, or write an e-mail.",
    nextStep: "We will be back with more.",
  };
  const { id } = await draftAnnouncement(house, crew, {
    incidentId: incident.id,
    texts: { fr: text, en: text },
    severity: "major",
    source: "Clairval",
    nextUpdateAt: house.now() + HOUR_MS,
  });
  await publishAnnouncement(house, crew, { id });
}
