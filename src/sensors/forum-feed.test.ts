import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import { forumFeed } from "./forum-feed.ts";

sensorKit(forumFeed, { settings: (url) => ({ url, words: "" }), speaksHttp: true });

const look = async (xml: string, words = "") =>
  await forumFeed.look(
    { url: "https://forum.example.org/posts.rss", words },
    lineWhere({}, told(xml)),
    quietMoment(),
  );

const ago = (minutes: number) => new Date(NOON - minutes * 60_000);
/** As Discourse writes it. */
const rss = (...items: { title: string; minutesAgo: number; by?: string; text?: string }[]) =>
  `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Forum</title>
${items
  .map(
    ({ title, minutesAgo, by, text = "" }, at) => `<item><title>${title}</title>
${by === undefined ? "" : `<dc:creator><![CDATA[${by}]]></dc:creator>`}
<description><![CDATA[<p>${text}</p>]]></description>
<link>https://forum.example.org/t/${at}</link><pubDate>${ago(minutesAgo).toUTCString()}</pubDate></item>`,
  )
  .join("")}</channel></rss>`;

test("every entry is a post of whoever wrote it", async () => {
  const text = "Nothing <b>sends</b> since noon";
  const found = await look(rss({ title: "WhatsApp down?", minutesAgo: 3, by: "@ana Ana", text }));
  const post = { id: "https://forum.example.org/t/0", at: NOON - 180_000, author: "@ana Ana" };
  const said = { text: "WhatsApp down?\nNothing sends since noon", wasAsked: false };
  expect(found).toMatchObject({ kind: "posts", posts: [{ ...post, ...said }] });
});

test("Atom keeps its authors inside of another element", async () => {
  const found = await look(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>
    <title>Panne ?</title><author><name>Bea</name><uri>https://b.example</uri></author>
    <link href="https://forum.example.org/2"/><updated>${ago(1).toISOString()}</updated>
    <content type="html">Rien ne part</content></entry></feed>`);
  expect(found).toMatchObject({ posts: [{ author: "Bea", text: "Panne ?\nRien ne part" }] });
});

test("whoever is not named is somebody of their own, and what has no time is passed over", async () => {
  const timeless = "<item><title>WhatsApp down</title><link>https://a.example</link></item>";
  const xml = rss({ title: "One", minutesAgo: 1 }, { title: "Two", minutesAgo: 2 });
  const found = await look(xml.replace("</channel>", `${timeless}</channel>`));
  const authors = found.kind === "posts" ? found.posts.map(({ author }) => author) : [];
  expect(authors).toEqual(["https://forum.example.org/t/0", "https://forum.example.org/t/1"]);
});

test("words of one's own are asked for", async () => {
  const xml = rss(
    { title: "Télé-Ville en rade", minutesAgo: 1 },
    { title: "Chats", minutesAgo: 2 },
  );
  const found = await look(xml, "tele-ville");
  expect(found).toMatchObject({ posts: [{ wasAsked: true }, { wasAsked: false }] });
});

test("a feed reaches back to its oldest entry, an hour at most, and an empty one is calm", async () => {
  const recent = rss({ title: "One", minutesAgo: 7 });
  expect(await look(recent)).toMatchObject({ completeFrom: NOON - 7 * 60_000 });
  const old = rss({ title: "One", minutesAgo: 700 });
  for (const xml of [old, rss()]) {
    expect(await look(xml)).toMatchObject({ completeFrom: NOON - 60 * 60_000 });
  }
});

test("an entry that lies ahead is of now", async () => {
  expect(await look(rss({ title: "One", minutesAgo: -500 }))).toMatchObject({
    posts: [{ at: NOON }],
  });
});
