import type { PostNews } from "../../domain/outlet.ts";
import { appendEvent } from "../../store/events.ts";
import { hasNewer, type LeasedPost, leasePosts, settlePost } from "../../store/outlet-posts.ts";
import { defineIntake } from "../action.ts";

/** What of a line's life the crisis room should hear. */
const HEARD = {
  told: { name: "post.told" },
  failed: { name: "post.failed" },
  unknown: { name: "post.unknown" },
} as const;

/** Takes lines that are due. A worker that dies frees nothing: they come due again. */
export const leaseDuePosts = defineIntake<
  { until: number; token: string; limit: number },
  LeasedPost[]
>(async (tx, ask, { now }) => await leasePosts(tx, { ...ask, now }));

const DROPPED: PostNews = { state: "dropped", reason: "newer", why: null, dueAt: null };

type Settled = { post: LeasedPost; news: PostNews; text: string | null; outlet: string };

/** Writes what became of a line; what the crisis room should hear is an event. */
export const notePost = defineIntake<Settled, void>(async (tx, settled, { now }) => {
  const { post, text, outlet } = settled;
  // What is not said yet, and is old by now, is not said any more.
  const isOld = settled.news.state === "waiting" && (await hasNewer(tx, post));
  const news = isOld ? DROPPED : settled.news;
  if (!(await settlePost(tx, post, { news, text, now }))) return;
  const heard = heardOf(news);
  if (heard === null) return;
  const { what, language, version } = post;
  await appendEvent(tx, {
    at: now,
    actor: "speak",
    ...heard,
    subject: { kind: "post", id: String(post.id) },
    incidentId: post.incident_id,
    detail: { outlet, what, language, version, ...(news.reason ? { reason: news.reason } : {}) },
  });
});

function heardOf({ state, dueAt }: PostNews): { name: string } | null {
  switch (state) {
    case "told":
    case "failed":
      return HEARD[state];
    case "unknown":
      // While we look ourselves, nobody need do anything.
      return dueAt === null ? HEARD.unknown : null;
    default:
      return null;
  }
}
