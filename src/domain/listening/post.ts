/** What somebody wrote in public, as far as it can be evidence. It is read, counted and forgotten. */
export type SocialPost = {
  /** The same post has the same name, however often it is delivered. */
  id: string;
  at: number;
  author: string;
  /** When the author's account was opened, where the platform tells. */
  authorSince?: number | null;
  text: string;
  /** The hashtag under which it was found, without its sign. */
  tag?: string;
  /** It was found under a word that we asked for, so that it need not name the platform. */
  wasAsked?: boolean;
  isRepost?: boolean;
  isBot?: boolean;
};

/** Nothing longer than this is kept of what comes in; the classes read still less. */
export const postKeptMax = 2_000;
