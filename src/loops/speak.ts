import type { House } from "../actions/action.ts";
import { openSettings } from "../actions/channel/settings.ts";
import { leaseDuePosts, notePost } from "../actions/outlet/machine.ts";
import { afterLooking, afterSaying, type Looked, type PostNews } from "../domain/outlet.ts";
import { shownTexts } from "../domain/translation.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { writtenPost } from "../pages/outlet-post.ts";
import { codesOf } from "../store/announcement-signatures.ts";
import { findAnnouncement } from "../store/announcements.ts";
import { readOrganisation } from "../store/organisation.ts";
import {
  hasDuePosts,
  type LeasedPost,
  type OutletPostRow,
  threadBefore,
} from "../store/outlet-posts.ts";
import { findOutlet, type OutletRow } from "../store/outlets.ts";
import type { Outlet, Post } from "../transports/outlet.ts";
import { outletOf } from "../transports/outlets.ts";
import type { WireFor } from "./deliver-book.ts";

/** Networks at a time in one process. */
const POSTS_MAX = 8;
const LEASE_MS = 2 * MINUTE_MS;
/** For so long a network surely keeps the key of a request. */
const KEY_KEPT_MS = 50 * MINUTE_MS;

export type SpeakContext = {
  house: House;
  wireFor: WireFor;
  /** Where the public finds us, without a trailing slash. */
  publicUrl: string;
  log: Log;
  leaseMs?: number;
};

/** Says what is due on every network, one round. Answers whether there was anything to say. */
export async function speakOnce(context: SpeakContext): Promise<boolean> {
  const { house, leaseMs = LEASE_MS } = context;
  if (!(await hasDuePosts(house.db, house.now()))) return false;
  const until = house.now() + leaseMs;
  const posts = await leaseDuePosts(house, { until, token: house.newId(), limit: POSTS_MAX });
  await Promise.all(posts.map(async (post) => await speakOne(context, post)));
  return posts.length > 0;
}

async function speakOne(context: SpeakContext, line: LeasedPost): Promise<void> {
  const { house, log } = context;
  const row = await findOutlet(house.db, line.outlet_id);
  const outlet = outletOf(row?.kind ?? "");
  if (!row || !outlet) return;
  const job = await jobFor(context, { line, row, outlet });
  let news: PostNews;
  try {
    news = await job.run();
  } catch (cause) {
    // A bug of ours: whether it stands there now, nobody can say.
    log.error({ cause: messageOf(cause) }, "A post threw.");
    const scene = { try: line.try, canLook: false, safeAgain: false, now: house.now() };
    news = afterSaying({ kind: "unknown", why: "internal error" }, scene);
  }
  await notePost(house, { post: line, news, text: job.post.text, outlet: row.name });
}

type Given = { line: LeasedPost; row: OutletRow; outlet: Outlet };

async function jobFor(context: SpeakContext, given: Given) {
  const thread = await threadBefore(context.house.db, given.line);
  const post = await postFor(context, given, thread);
  const settings = openSettings(given.row, context.house.secretKey);
  const wire = context.wireFor({ id: 0, drill: given.row.drill });
  return { post, run: async () => await say(context, given, { post, settings, wire }) };
}

type Ready = { post: Post; settings: object; wire: Wire };

async function say(
  { house }: SpeakContext,
  { line, outlet }: Given,
  { post, settings, wire }: Ready,
): Promise<PostNews> {
  const standing = outlet.change && line.reason !== "gone" ? (post.thread?.last ?? null) : null;
  const isHalfWay = line.was !== "waiting";
  const isKept = outlet.keyed && house.now() - line.created_at.getTime() < KEY_KEPT_MS;
  const safeAgain = standing !== null || isKept;
  // Nobody knows what became of the last try: look before saying it again.
  if (isHalfWay && !safeAgain) {
    const looked = await look(outlet, { post, settings, wire }, house.now());
    return afterLooking(looked, { try: line.try, now: house.now() });
  }
  const spoken =
    standing !== null && outlet.change
      ? await outlet.change(post, standing, settings, wire)
      : await outlet.say(post, settings, wire);
  const scene = { try: line.try, canLook: outlet.seen !== undefined, safeAgain };
  return afterSaying(spoken, { ...scene, now: house.now() });
}

async function look(outlet: Outlet, ready: Ready, now: number): Promise<Looked> {
  if (!outlet.seen) return { kind: "blind", why: "this network shows us nothing" };
  const seen = await outlet.seen(ready.settings, ready.wire, now);
  if (!seen.ok) return { kind: "blind", why: whyOf(seen.failed) };
  const found = seen.posts.find(({ text }) => hasLink(text, ready.post.link));
  return found ? { kind: "found", id: found.id, url: found.url } : { kind: "absent" };
}

const whyOf = (failed: { kind: string; why?: string }): string => failed.why ?? failed.kind;

/** The whole link: that of version 1 stands at the beginning of that of version 10. */
function hasLink(text: string, link: string): boolean {
  for (let at = text.indexOf(link); at >= 0; at = text.indexOf(link, at + 1)) {
    if (!/[\w-]/.test(text.charAt(at + link.length))) return true;
  }
  return false;
}

async function postFor(
  { house, publicUrl }: SpeakContext,
  { line, outlet }: Given,
  thread: readonly OutletPostRow[],
): Promise<Post> {
  const { db } = house;
  const announcement = await findAnnouncement(db, line.announcement_id);
  if (!announcement) throw new Error("A line of the ledger has its announcement.");
  const { time_zone: timeZone } = await readOrganisation(db);
  const codes = await codesOf(db, [announcement.id]);
  const [first, last] = [thread[0]?.remote_id, thread.at(-1)?.remote_id];
  const source = {
    incidentId: line.incident_id,
    version: line.version,
    what: line.what,
    drill: announcement.drill,
    texts: shownTexts(announcement.texts, announcement.later_language),
    untranslated: announcement.later_language,
    source: announcement.source,
    nextUpdateAt: announcement.next_update_at?.getTime() ?? null,
    at: line.created_at.getTime(),
    isLater: thread.length > 0,
    own: announcement.posts,
    code: codes.get(announcement.id) ?? null,
    timeZone,
    publicUrl,
  };
  const { id, language } = line;
  return {
    ...writtenPost(source, outlet.kind, language),
    reference: `tocsin-${line.announcement_id}-${id}`,
    language,
    plannedAt: line.created_at.getTime(),
    at: house.now(),
    thread: first && last ? { first, last } : null,
  };
}
