import { carrierOf } from "../../actions/subscriber/offer.ts";
import type { Language } from "../../domain/language.ts";
import type { SubscriberKind } from "../../domain/subscriber.ts";
import { refusal } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import { PLAIN_LOOK } from "../../pages/look.ts";
import { type Drafted, drafted } from "../../pages/preview.ts";
import { dressed, newsText, type StoryText } from "../../pages/subscriber-message.ts";
import { listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { incidentFact, readPublicFacts } from "../../store/public-state.ts";
import { readFuse } from "../../store/subscriber-fuse.ts";
import type { Message } from "../../transports/transport.ts";
import type { Front } from "../routes.ts";
import type { Draft, DraftBody } from "./announcement-draft.ts";

/** The public state as it would be with a draft, in each language that is asked for. */
export async function stageFor(
  { house, publicUrl }: Pick<Front, "house" | "publicUrl">,
  draft: Draft,
  body: Pick<DraftBody, "severity" | "laterLanguage">,
): Promise<(language: Language) => Drafted> {
  const { incident, source, now } = draft;
  const facts = await readPublicFacts(house.db, now);
  if (facts === null) throw refusal("unavailable", "errors:organisation.not_set_up");
  const { severity, laterLanguage: untranslated } = body;
  const about = incidentFact(incident);
  const look = { base: "", look: PLAIN_LOOK };
  return (language) => {
    const scene = { words: wordsFor(language), language, now, publicUrl, ...look };
    return drafted(scene, facts, { draft: { ...source, severity, untranslated }, about });
  };
}

/** The kinds of subscription that are offered, and that a channel of ours carries. */
export async function carriedKinds(db: Db, drill: boolean): Promise<ReadonlySet<SubscriberKind>> {
  const channels = await listChannels(db);
  const { offered } = await readFuse(db);
  const kinds = (["email", "sms", "push"] as const).filter(
    (kind) => offered.includes(kind) && carrierOf(channels, kind, drill) !== null,
  );
  return new Set(kinds);
}

export type Letters = {
  story: StoryText;
  unsubscribe: string;
  to(kind: SubscriberKind): Pick<Message, "heading" | "body">;
};

/** What subscribers would get, by each way, from the page that the draft stands on. */
export function lettersOf(draft: Draft, { context, incident, notice }: Drafted): Letters {
  const { words, state, publicUrl, language } = context;
  const what = draft.isUpdate ? ("updated" as const) : ("published" as const);
  const story = newsText(context, { what, incident, update: notice, drill: draft.incident.drill });
  // Each person has a link of their own, which is made when the message is.
  const link = (path: string) => `${publicUrl}/${language}/${path}?t=…`;
  const links = { manage: link("subscription"), unsubscribe: link("unsubscribe") };
  return {
    story,
    unsubscribe: links.unsubscribe,
    to: (kind) => dressed(words, state.organisation.name, { kind, story, links, page: publicUrl }),
  };
}
