import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { isTyped, withFoundLinks, withOwnLinks } from "./copy-links.ts";

describe("a link of a page, as the copy keeps it", () => {
  test.each([
    ["fr/index.html", "/fr", "../fr/index.html"],
    ["fr/index.html", "/", "../index.html"],
    ["fr/index.html", "/en/help?q=a#b", "../en/help/index.html?q=a#b"],
    ["fr/incidents/x/index.html", "/fr#now", "../../../fr/index.html#now"],
    ["fr/incidents/x/index.html", "/fr/feed.atom", "../../../fr/feed.atom"],
    [
      "fr/verify/X/index.html",
      "/fr/verify/X/announcement.sig",
      "../../../fr/verify/X/announcement.sig",
    ],
    ["index.html", "/en", "./en/index.html"],
    ["hosts/shop.example/fr/index.html", "/fr/help", "../fr/help/index.html"],
    ["p/shop/fr/index.html", "/p/shop/fr/help", "../../../p/shop/fr/help/index.html"],
    ["fr/index.html", "https://example.org/a", "https://example.org/a"],
    ["fr/index.html", "//example.org/a", "//example.org/a"],
    ["fr/index.html", "#i-major", "#i-major"],
  ])("in %s: %s → %s", (name, address, kept) => {
    expect(withOwnLinks(`<a class="x" href="${address}">`, name)).toBe(
      `<a class="x" href="${kept}">`,
    );
  });

  test("is found in pictures and forms, and nowhere in what is written", () => {
    const page = `<img src="/logo/a.png" alt=""><form action="/fr/help"> href=&quot;/fr&quot; <p data-x="/fr">`;
    expect(withOwnLinks(page, "fr/index.html")).toBe(
      `<img src="../logo/a.png" alt=""><form action="../fr/help/index.html"> href=&quot;/fr&quot; <p data-x="/fr">`,
    );
  });

  test.each(["https://copy.example/", "https://copy.example/a/folder/"])(
    "leads from %s to the same file, with the slash behind a folder or without at a root",
    (root) => {
      const kept = /href="([^"]*)"/.exec(
        withOwnLinks('<a href="/en">', "fr/incidents/x/index.html"),
      );
      const from = (page: string) => new URL(kept?.[1] ?? "", `${root}${page}`).href;
      expect(from("fr/incidents/x/")).toBe(`${root}en/index.html`);
      expect(from("fr/incidents/x/index.html")).toBe(`${root}en/index.html`);
      if (root === "https://copy.example/") {
        expect(from("fr/incidents/x")).toBe(`${root}en/index.html`);
      }
    },
  );
});

test.each([
  ["/fr", true],
  ["/p/shop/en", true],
  ["//shop.example/fr", true],
  ["/fr/incidents/x", true],
  ["/fr/help", false],
  ["/fr.md", false],
])("of %s a host finds the page without its ending: %s", (path, typed) => {
  expect(isTyped(path)).toBe(typed);
});

test("what the scripts bring in lies in the copy as well", () => {
  expect(withOwnLinks("<body data-live>", "fr/incidents/x/index.html")).toBe(
    '<body data-copy="../../../" data-live>',
  );
  expect(withOwnLinks("<body data-live>", "fr.html")).toBe('<body data-copy="./" data-live>');
});

/** The page for what is not there, opened at an address of a host where the copy begins at `root`. */
async function foundAt(pathname: string, root: string): Promise<string> {
  const page = withFoundLinks('<body><a href="/fr">Home</a></body>');
  const [, script = ""] = /<script>(.*)<\/script>/.exec(page) ?? [];
  let href = /href="([^"]*)"/.exec(page)?.[1] ?? "";
  const link = {
    getAttribute: () => href,
    setAttribute: (_: string, value: string) => {
      href = value;
    },
  };
  // A host that has an answer for everything, but only one list of files.
  const answer = (json: boolean) => ({
    ok: true,
    headers: { get: () => (json ? "application/json" : "text/html") },
  });
  await runInNewContext(script, {
    location: { pathname },
    fetch: async (path: string) => answer(path === `${root}manifest.json`),
    document: { querySelectorAll: (query: string) => (query.includes("href") ? [link] : []) },
  });
  return href;
}

test.each([
  ["/", "/nothing", "/fr/index.html"],
  ["/", "/a/b/c/", "/fr/index.html"],
  ["/x/", "/x/nothing", "/x/fr/index.html"],
  ["/x/y/", "/x/y/fr/incidents/gone/", "/x/y/fr/index.html"],
  ["/elsewhere/", "/x/nothing", "/fr/index.html"],
])(
  "from a copy at %s, the page for %s that is not there leads home: %s",
  async (root, at, home) => {
    expect(await foundAt(at, root)).toBe(home);
  },
);
