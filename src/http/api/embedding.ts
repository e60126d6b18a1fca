import { createHash } from "node:crypto";
import type { z } from "zod";
import { pinnedPath } from "../../pages/site.ts";
import { listCopies } from "../../store/copies.ts";
import { currentSigningKey } from "../../store/signing-keys.ts";
import type { Routes } from "../routes.ts";
import { bannerScript } from "../socket.ts";
import { EmbeddingView } from "./views/copy.ts";

const tags = ["copies"];

/** What the notice on other sites is made of: addresses, sums, and the key by which a copy is believed. */
export const embeddingRoutes: Routes = (app, { house, publicUrl }) => {
  app.get(
    "/embedding",
    {
      schema: {
        tags,
        summary: "What to put on other sites to show the notice there",
        response: { 200: EmbeddingView },
      },
    },
    async () => {
      const script = bannerScript();
      const copies = await listCopies(house.db);
      const key = await currentSigningKey(house.db);
      return {
        script: `${publicUrl}/banner.js`,
        pinned: script === null ? null : pinned(publicUrl, script),
        copies: copies.flatMap(({ name, public_url: url, enabled }) =>
          enabled && url !== "" ? [{ name, url }] : [],
        ),
        publicKey: key?.public_key ?? null,
      };
    },
  );
};

/** https://www.w3.org/TR/sri-2/: a browser runs these bytes or none. */
const pinned = (publicUrl: string, script: string): z.infer<typeof EmbeddingView>["pinned"] => ({
  script: `${publicUrl}${pinnedPath(script)}`,
  integrity: `sha384-${createHash("sha384").update(script).digest("base64")}`,
});
