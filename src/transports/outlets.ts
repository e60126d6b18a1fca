import type { Outlet } from "./outlet.ts";
import { bluesky } from "./outlet-bluesky.ts";
import { facebookPage } from "./outlet-facebook.ts";
import { mastodon } from "./outlet-mastodon.ts";
import { telegramChannel } from "./outlet-telegram.ts";
import { wordpress } from "./outlet-wordpress.ts";
import { x } from "./outlet-x.ts";

/** Every way to speak to everybody at once. A new one is added here, and nowhere else. */
export const outlets: readonly Outlet[] = [
  wordpress,
  mastodon,
  bluesky,
  x,
  facebookPage,
  telegramChannel,
];

export const outletOf = (kind: string): Outlet | null =>
  outlets.find((outlet) => outlet.kind === kind) ?? null;
