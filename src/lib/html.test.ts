import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { html, joined, type Piece, xml } from "./html.ts";

const HOSTILE = [
  `"><script>alert(1)</script>`,
  `' onmouseover='alert(1)`,
  "` onfocus=`alert(1)",
  "]]><script/>",
  "</title><img src=x onerror=alert(1)>",
  "&lt;b&gt; & <!-- -->",
  "${7*7} {{7*7}} $t(public:title)",
];

describe("SEC-7: text from outside never becomes markup", () => {
  test.each(HOSTILE)("in text: %s", (value) => {
    const markup = html`<p>${value}</p>`.toString();
    expect(markup.slice(3, -4)).not.toMatch(/[<>"'`]/);
  });

  test.each(HOSTILE)("in an attribute: %s", (value) => {
    const markup = html`<a title="${value}">x</a>`.toString();
    expect(markup.match(/"/g)).toHaveLength(2);
    expect(markup).not.toContain("<script");
  });

  test.each(HOSTILE)("in XML, and it comes back whole: %s", (value) => {
    const markup = xml`<feed a="${value}"><title>${value}</title></feed>`.toString();
    expect(XMLValidator.validate(markup)).toBe(true);
    const read = new XMLParser({ htmlEntities: true, trimValues: false }).parse(markup);
    expect(read.feed.title).toBe(value);
  });

  test("what only looks like markup is text", () => {
    const forged = { toString: () => "<script>" } as unknown as Piece;
    expect(() => html`${forged}`.toString()).toThrow();
    expect(html`${"<b>"}`.toString()).toBe("&lt;b&gt;");
  });

  test("characters that XML forbids are left out", () => {
    expect(xml`<a>${"x\u0000\u0008\u001f\ufffey\ud800"}</a>`.toString()).toBe("<a>xy\ufffd</a>");
  });

  test("an attribute without quotes is refused", () => {
    expect(() => html`<a href=${"x"}>`).toThrow("quotes");
  });
});

test("markup is kept, lists are joined, absent pieces leave nothing", () => {
  const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
  const list = html`<ul>${items}${null}${undefined}${false}${0}</ul>`;
  expect(list.toString()).toBe("<ul><li>a</li><li>&lt;</li>0</ul>");
});

test("pieces are joined with markup in between", () => {
  expect(joined(["a", "<"], html`<br>`).toString()).toBe("a<br>&lt;");
});
