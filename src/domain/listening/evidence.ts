import { type Sentence, sentence } from "../sentence.ts";
import type { Told } from "./hearing.ts";

/** What the counts rest on, for people: how many complained, and in what mood. */
export function evidenceOf({ posts, negative }: Told): Sentence {
  if (posts === 0) return sentence("listening:quiet");
  const share = Math.round((negative / posts) * 100);
  return sentence("listening:counted", { count: posts, share });
}
