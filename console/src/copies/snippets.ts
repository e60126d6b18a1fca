import type { Embedding } from "../types.ts";

/** How the line is to be written: each host of pages has a taste of its own. */
export type Wish = { isPinned: boolean; copyUrl: string | null };

/** The page, without the name of the script. */
const pageOf = ({ script }: Embedding): string => script.slice(0, script.lastIndexOf("/"));

/** The attributes of the tag, in the order in which people read them. */
function attributesOf(given: Embedding, { isPinned, copyUrl }: Wish): [string, string][] {
  const pinned = isPinned ? given.pinned : null;
  const page = pageOf(given);
  const script = pinned?.script ?? given.script;
  const isFromCopy = pinned !== null && copyUrl !== null;
  const key = given.publicKey;
  return [
    ["src", isFromCopy ? script.replace(page, copyUrl) : script],
    ...(pinned ? [["integrity", pinned.integrity] as [string, string]] : []),
    ...(pinned ? [["crossorigin", "anonymous"] as [string, string]] : []),
    ...(isFromCopy ? [["data-page", page] as [string, string]] : []),
    ...(copyUrl !== null && key !== null
      ? ([
          ["data-copy", copyUrl],
          ["data-key", key],
        ] as [string, string][])
      : []),
  ];
}

const quoted = (attributes: readonly [string, string][]): string =>
  attributes.map(([name, value]) => `${name}="${value}"`).join("\n  ");

export const htmlTag = (given: Embedding, wish: Wish): string =>
  `<script\n  ${quoted(attributesOf(given, wish))}\n  async></script>`;

/** Blogger wants XML, in which every attribute has a value. */
export const xmlTag = (given: Embedding, wish: Wish): string =>
  `<script\n  ${quoted(attributesOf(given, wish))}\n  async="async"></script>`;

/** Google Tag Manager hides the script element of what it runs: this one inserts a real one. */
export function managerTag(given: Embedding, wish: Wish): string {
  const lines = attributesOf(given, wish).map(
    ([name, value]) => `    tag.setAttribute(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  return [
    "<script>",
    "  (function () {",
    '    var tag = document.createElement("script");',
    "    tag.async = true;",
    ...lines,
    "    document.head.appendChild(tag);",
    "  })();",
    "</script>",
  ].join("\n");
}
