import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { insertPlatforms } from "../platforms.ts";
import { PUBLIC_URL } from "../public-example.ts";

/** The public page with its visitors, before anybody has written an answer. */
export async function createHelpWorld() {
  const late: { read: () => ReturnType<typeof readPublicState>; now: () => number } = {
    read: async () => null,
    now: () => 0,
  };
  const face = createFace({
    read: () => late.read(),
    now: () => late.now(),
    publicUrl: PUBLIC_URL,
    bannerScript: null,
  });
  const front = await createTestFront({ outside: [publicRoutes(face)] });
  const { app, db, clock } = front;
  Object.assign(late, { read: () => readPublicState(db, clock()), now: clock });
  await insertPlatforms(db);
  await face.refresh();
  const get = async (url: string) => await app.inject({ method: "GET", url });
  return {
    ...front,
    face,
    get,
    page: async (url: string) => (await get(url)).body,
    /** A form, sent from the address that `from` names. */
    post: async (
      url: string,
      fields: Record<string, string> | URLSearchParams,
      headers: Record<string, string> = {},
    ) =>
      await app.inject({
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        remoteAddress: headers["from"] ?? "203.0.113.9",
        payload: new URLSearchParams(fields).toString(),
      }),
  };
}

export type HelpWorld = Awaited<ReturnType<typeof createHelpWorld>>;
export type Person = Awaited<ReturnType<HelpWorld["signIn"]>>;
