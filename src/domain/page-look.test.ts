import { expect, test } from "vitest";
import { contrastOf, paleIn } from "./colours.ts";
import { hostNamed, isDomain, isSlug, logoTypeOf } from "./page-look.ts";
import { pictureSize } from "./picture-size.ts";

test.each([
  ["status.example.com", "status.example.com"],
  ["Status.Example.com.:8443", "status.example.com"],
  ["STATUS.example.com:443", "status.example.com"],
  ["status.example.com.", "status.example.com"],
  ["localhost", null],
  ["127.0.0.1", null],
  ["[::1]:80", null],
  ["a b.example", null],
  ["example.com/../x", null],
  ["-x.example", null],
  ["", null],
])("the host that %j names is %j", (header, host) => {
  expect(hostNamed(header)).toBe(host);
});

test("short addresses and domains are what they say and nothing more", () => {
  expect(["lyon", "shop-2", "a"].every(isSlug)).toBe(true);
  expect(["", "-a", "a-", "a--b", "A", "a/b", "..", "é", "a".repeat(41)].some(isSlug)).toBe(false);
  expect(isDomain(`${"a".repeat(64)}.example`)).toBe(false);
});

test("black on white is 21, and a colour on itself is 1", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastOf("#4b5563", "#4b5563")).toBe(1);
  // The published example of WCAG: #777 on white just fails, #767676 just passes.
  expect(contrastOf("#777777", "#ffffff")).toBeLessThan(4.5);
  expect(contrastOf("#767676", "#ffffff")).toBeGreaterThan(4.5);
});

test("each colour is measured where it will stand", () => {
  const ours = {
    light: { accent: "#0b4fa8", header: "#152238" },
    dark: { accent: "#8fc0ff", header: "#0a1019" },
  };
  expect(paleIn(ours)).toEqual([]);
  const swapped = { light: { ...ours.light, accent: "#8fc0ff" }, dark: ours.light };
  expect(paleIn(swapped).map(({ look, part }) => `${look} ${part}`)).toEqual([
    "light accent",
    "dark accent",
  ]);
});

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? Array.from(part, (sign) => sign.charCodeAt(0)) : part,
    ),
  );
const head = "RIFF\0\0\0\0WEBP";

test.each([
  [
    "jpeg",
    bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 40, 0, 120, 3]),
    120,
    40,
  ],
  ["webp", bytes(head, "VP8X", [10, 0, 0, 0, 0, 0, 0, 0, 119, 0, 0, 39, 0, 0]), 120, 40],
  ["webp", bytes(head, "VP8L", [9, 0, 0, 0, 0x2f, 119, 0xc0, 9, 0, 0, 0, 0, 0, 0]), 120, 40],
  ["webp", bytes(head, "VP8 ", [9, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 120, 0, 40, 0]), 120, 40],
] as const)("a %s says its size in its head", (type, picture, width, height) => {
  expect(logoTypeOf(picture)).toBe(type);
  expect(pictureSize(type, picture)).toEqual({ width, height });
});

test("what is cut short has no size, and never makes us read on for ever", () => {
  for (const type of ["png", "jpeg", "webp"] as const) {
    for (let length = 0; length < 40; length++) {
      expect(pictureSize(type, new Uint8Array(length).fill(0xff))).toBeNull();
    }
  }
  expect(
    pictureSize("jpeg", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
  ).toBeNull();
});
