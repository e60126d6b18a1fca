import { SECOND_MS } from "../lib/clock.ts";
import { html } from "../lib/html.ts";

/** How some networks show what stands there: as much of it as their documentation promises. */
type Shown = { id: string; text: string; at: number };

const ACCOUNT_URL = "https://social.example/@us";

/** https://docs.joinmastodon.org/entities/Account/ */
export const mastodonAccount = () => ({
  id: "1",
  username: "us",
  acct: "us",
  display_name: "Us",
  locked: false,
  bot: false,
  group: false,
  discoverable: true,
  created_at: "2026-01-01T00:00:00.000Z",
  note: "<p></p>",
  url: ACCOUNT_URL,
  uri: "https://social.example/users/us",
  avatar: "https://social.example/avatar.png",
  avatar_static: "https://social.example/avatar.png",
  avatar_description: "",
  header: "https://social.example/header.png",
  header_static: "https://social.example/header.png",
  header_description: "",
  followers_count: 7,
  following_count: 0,
  statuses_count: 1,
  last_status_at: "2026-03-01",
  hide_collections: false,
  noindex: false,
  indexable: true,
  roles: [],
  emojis: [],
  fields: [],
});

/** https://docs.joinmastodon.org/entities/Status/ */
export const mastodonStatus = ({ id, text, at }: Shown) => ({
  id,
  created_at: new Date(at).toISOString(),
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  sensitive: false,
  spoiler_text: "",
  visibility: "public",
  language: "fr",
  uri: `https://social.example/users/us/statuses/${id}`,
  url: `${ACCOUNT_URL}/${id}`,
  replies_count: 0,
  reblogs_count: 0,
  favourites_count: 0,
  edited_at: null,
  content: mastodonHtml(text),
  account: mastodonAccount(),
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
});

/** Text as Mastodon shows it: escaped, and each link whole only in what it leads to. */
const mastodonHtml = (text: string): string =>
  `<p>${html`${text}`
    .toString()
    .replace(
      /(https?:\/\/)(\S{1,30})(\S*)/g,
      (link, scheme: string, shown: string, rest: string) =>
        `<a href="${link}" rel="nofollow noopener"><span class="invisible">${scheme}</span>` +
        `<span>${shown}</span><span class="invisible">${rest}</span></a>`,
    )}</p>`;

/** https://core.telegram.org/bots/api#message */
export const channelPost = ({ id, text, at }: Shown) => ({
  message_id: Number(id),
  date: Math.floor(at / SECOND_MS),
  chat: { id: -1_001_234_567_890, type: "channel", title: "Clairval", username: "clairval" },
  text,
});

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const CID_LENGTH = 59;

/** https://github.com/multiformats/cid: the hash of a record, the same for the same number. */
export function cidOf(id: string): string {
  let [cid, rest] = ["bafyreib", BigInt(id) * 7_919n + 104_729n];
  while (cid.length < CID_LENGTH - 1) {
    cid += LETTERS.charAt(Number(rest % 32n));
    rest = rest / 32n + BigInt(cid.length) * 65_537n;
  }
  // The last letter holds three bits only.
  return `${cid}a`;
}
