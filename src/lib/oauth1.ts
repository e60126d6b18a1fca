import { createHmac } from "node:crypto";

/** Two keys that do not expire: the program's and the account's. */
export type OAuth1 = {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
  at: number;
  nonce: string;
};

type Asked = { method: string; url: string };

/** The `Authorization` of a request whose body is no form (RFC 5849, 3.4 and 3.5.1). */
export function oauth1Header(keys: OAuth1, { method, url }: Asked): string {
  const own = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: keys.nonce,
    oauth_signature_method: "HMAC-SHA1",
    oauth_timestamp: String(Math.floor(keys.at / 1_000)),
    oauth_token: keys.token,
    oauth_version: "1.0",
  };
  const address = new URL(url);
  const all = [...Object.entries(own), ...address.searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort();
  const base = [method, address.origin + address.pathname, all.join("&")].map(escaped).join("&");
  const key = `${escaped(keys.consumerSecret)}&${escaped(keys.tokenSecret)}`;
  const signature = createHmac("sha1", key).update(base).digest("base64");
  const parts = Object.entries({ ...own, oauth_signature: signature });
  return `OAuth ${parts.map(([name, value]) => `${name}="${escaped(value)}"`).join(", ")}`;
}

/** RFC 3986 to the letter: the usual function leaves five characters as they are. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
