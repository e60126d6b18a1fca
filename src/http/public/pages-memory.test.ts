import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlace } from "../../../test/place.ts";
import { NOW, outageFacts, PUBLIC_URL } from "../../../test/public-example.ts";
import type { PublicPage } from "../../domain/page-look.ts";
import { publicStateOf } from "../../domain/public-state.ts";
import { createFace } from "./face.ts";
import { pagesMemoryIn, recallPages } from "./pages-memory.ts";

const page: PublicPage = {
  id: "p",
  slug: "nord",
  name: { fr: "Hôpital du Nord", en: "North Hospital" },
  domain: null,
  language: "en",
  colours: null,
  footer: null,
  pointIds: ["p-phone"],
  platformIds: [],
  generalIncidents: true,
  logo: { type: "png", bytes: Buffer.from([1, 2, 3]) },
};

test("a start without a database still knows which page is whose", async () => {
  using place = createPlace();
  expect(await recallPages(place.path)).toEqual([]);
  await pagesMemoryIn(place.path)([page]);
  const recalledPages = await recallPages(place.path);
  expect(recalledPages).toEqual([page]);

  const face = createFace({
    read: async () => await Promise.reject(new Error("away")),
    now: () => NOW,
    publicUrl: PUBLIC_URL,
    bannerScript: null,
    recalled: publicStateOf(outageFacts, NOW),
    recalledPages,
  });
  expect(await face.refresh()).toMatchObject({ fresh: false });
  const body = face.find("/p/nord/en")?.body ?? "";
  expect(body).toContain("North Hospital");
  expect(body).not.toContain("p-messenger");
  expect(face.places().at("/p/nord")).toEqual(page);
});

test("what cannot be read is as if it were not there", async () => {
  using place = createPlace();
  for (const text of ["{", "[]x", '[{"id":1}]', "null"]) {
    await writeFile(join(place.path, "public-pages.json"), text);
    expect(await recallPages(place.path)).toEqual([]);
  }
});
