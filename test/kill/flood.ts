import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "kysely";
import type { House } from "../../src/actions/action.ts";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { createChannel, type NewChannelInput } from "../../src/actions/channel/create.ts";
import type { Received } from "../../src/simulators/ledger.ts";
import { transact } from "../../src/store/database.ts";
import { inboxLength } from "../../src/store/inbox.ts";
import { person } from "../house.ts";

const PATIENCE_MS = 4_000;
const CALL_PATIENCE_MS = 600_000;
const PERSECOND = 50_000;
const CHILD = new URL("./delivery-child.ts", import.meta.url).pathname;

const admin = person("Ines", "administrator");
const planner = person("Leila", "communicator");
const approver = person("Marc", "approver");

export const SECRETS = {
  "whatsapp-cloud": {
    token: "token-123456",
    appSecret: "app-secret-123",
    verifyToken: "verify-123",
  },
  "signed-webhook": { key: "a-shared-key-of-sixteen" },
  "twilio-voice": { authToken: "auth-token-123" },
};
/** Where each kind of way leads to. */
const ADDRESSES = {
  "whatsapp-cloud": ["whatsapp", "+3361"],
  "signed-webhook": ["webhook", "pager-"],
  "twilio-voice": ["voice", "+3363"],
} as const;

/** The cascade of a flood: a second try of the first two would be a second message; the third knows keys. */
export const WAYS = ["whatsapp-cloud", "whatsapp-cloud", "signed-webhook"] as const;
export type WayKind = keyof typeof SECRETS;

/** A simulated provider, here or in a process of its own, and what it says that it was given. */
export type Post = {
  kind: WayKind;
  url: string;
  setCallback(url: string): Promise<void>;
  /** How many different messages it took, and how many receipts it still has to tell. */
  summary(): Promise<{ accepted: number; waiting: number }>;
  received(): Promise<Received[]>;
};

/** One message to everybody that is under way. */
export type Flood = { broadcastId: number; channels: { id: number; post: Post }[] };

export type Launch = {
  people: number;
  posts: readonly Post[];
  hooksUrl: string;
  /** What the channel of each post may do, beside its rate. */
  limits?: readonly Pick<NewChannelInput, "dailyMax" | "shares">[];
};

/** Everybody is told that they have to leave, by one way after the other. */
export async function launchFlood(house: House, launch: Launch): Promise<Flood> {
  const { people, posts, hooksUrl, limits = [] } = launch;
  await settle(house, people, [...new Set(posts.map(({ kind }) => kind))]);
  const channels: Flood["channels"] = [];
  for (const [rung, post] of posts.entries()) {
    const transport = post.kind;
    const settings = settingsOf(post);
    const input = { transport, name: transport, settings, perSecond: PERSECOND, ...limits[rung] };
    const { id } = await createChannel(house, admin, input);
    await post.setCallback(`${hooksUrl}/hooks/${id}`);
    channels.push({ id, post });
  }
  return { broadcastId: await tellAll(house, channels), channels };
}

/** One more broadcast to everybody, over the same channels. */
export async function tellAll(house: House, channels: Flood["channels"]): Promise<number> {
  const rungs = channels.map(({ id: channelId, post }) => ({
    channelId,
    patienceMs: post.kind === "twilio-voice" ? CALL_PATIENCE_MS : PATIENCE_MS,
    success: "delivered" as const,
  }));
  const texts = { fr: { heading: "Crue", body: "Partez." }, en: { heading: "", body: "" } };
  const cascade = { rungs, expiresAfterMs: 3_600_000, triesMax: 3 };
  const { id } = await createBroadcast(house, planner, { title: "Flood", texts, cascade });
  await approveBroadcast(house, approver, { id });
  return id;
}

function settingsOf({ kind, url }: Post): Record<string, unknown> {
  if (kind === "signed-webhook") return { url, ...SECRETS[kind] };
  if (kind === "twilio-voice") {
    const account = { accountSid: `AC${"0".repeat(32)}`, caller: "+33155000001" };
    return { base: url, ...account, ...SECRETS[kind] };
  }
  const template = { phoneNumberId: "100200300", template: "crisis_notice" };
  return { base: url, ...template, ...SECRETS[kind] };
}

/** Whether nobody has anything left to do or to tell. */
export async function isOver({ db }: House, { broadcastId, channels }: Flood): Promise<boolean> {
  const row = await db
    .selectFrom("broadcast")
    .select("state")
    .where("id", "=", broadcastId)
    .executeTakeFirst();
  if (row?.state !== "done") return false;
  // Receipts that were told while nobody listened still correct a sad ending.
  const told = await Promise.all(channels.map(async ({ post }) => await post.summary()));
  return told.every(({ waiting }) => waiting === 0) && (await inboxLength(db)) === 0;
}

/** How many messages the providers have taken so far. */
export async function sentSoFar({ channels }: Flood): Promise<number> {
  const told = await Promise.all(channels.map(async ({ post }) => await post.summary()));
  return told.reduce((sum, { accepted }) => sum + accepted, 0);
}

/** The deliver and hear loops in a process of their own: says when it is ready, and begins when told to `live`. */
export function spawnNode(databaseUrl: string, callbackBase: string): ChildProcess {
  const spawned = spawn(process.execPath, [CHILD, databaseUrl, callbackBase], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  // Its death closes the pipe; that is what the tests are about.
  spawned.stdin?.on("error", () => undefined);
  return spawned;
}

/** kill -9, and its end. */
export async function kill(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function settle(
  { db, now }: House,
  people: number,
  kinds: readonly WayKind[],
): Promise<void> {
  const at = new Date(now());
  await transact(db, async (tx) => {
    await sql`insert into contact (name, language, created_at, updated_at)
      select 'Person ' || n, 'fr', ${at}, ${at} from generate_series(1, ${people}::int) n`.execute(
      tx,
    );
    for (const [kind, prefix] of kinds.map((each) => ADDRESSES[each])) {
      await sql`insert into address (contact_id, kind, value)
        select id, ${kind}, ${prefix} || lpad(id::text, 7, '0') from contact`.execute(tx);
      await sql`insert into consent (contact_id, kind, state, wording, source, at)
        select id, ${kind}, 'given', 'yes', 'form', ${at} from contact`.execute(tx);
    }
  });
  await sql`analyze contact, address, consent`.execute(db);
}
