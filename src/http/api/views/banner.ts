import type { Banner } from "../../../pages/banner.ts";

/** The body of banner.json: what to tell on other sites, or null when there is nothing to tell. */
export type BannerView = Banner | null;
