import type { FastifyRequest } from "fastify";
import type { TwoLanguages } from "../../domain/language.ts";
import { hostNamed, type PublicPage } from "../../domain/page-look.ts";
import { lookOf } from "../../pages/look.ts";
import { placeOf } from "../../pages/place.ts";
import { hashOf } from "./headers.ts";

/** What of a request says which page it is for. */
type Asked = Pick<FastifyRequest, "url" | "headers">;

/** Which public page a request is for. */
export type Places = {
  /** The key of the page that this request is for: by its host, by "/p/<slug>", or the root's. */
  of(request: Asked): string;
  /** The page that stands at a key, if one was described for it. */
  at(key: string): PublicPage | null;
  /** How the policy of a page names its own colours; null where they are ours. */
  themeAt(key: string): string | null;
  /** Where a page stands now, by its id; null is the one at the root. */
  urlOf(pageId: string | null): string | null;
  /** Where each described page stands, and how it is called. */
  homes(): readonly { url: string; name: TwoLanguages }[];
  /** Where the page of a slug has gone, when it stands at a host of its own. */
  movedTo(slug: string): string | null;
};

const BELOW = /^\/p\/([a-z0-9-]{1,40})(?=[/?.]|$)/;

/**
 * A host is looked up among those that an administrator named, and nowhere else: whatever another
 * header or an unknown name says, the answer is the page at the root, which every cache may keep.
 */
export function placesOf(
  pages: readonly PublicPage[],
  { publicUrl, trustedHops }: { publicUrl: string; trustedHops: number },
): Places {
  const byKey = new Map(pages.map((page) => [placeOf(page, publicUrl).key, page]));
  // Once for each look at the database: a thousand visitors ask for it between two of them.
  const themes = new Map([...byKey].map(([key, page]) => [key, themeHash(page)]));
  const hosts = new Set(pages.flatMap(({ domain }) => domain ?? []));
  const home = new URL(publicUrl).hostname;
  const homes = pages.map((page) => ({
    url: placeOf(page, publicUrl).publicUrl,
    name: page.name,
  }));

  return {
    of(request) {
      const host = hostOf(request, { hosts, home, trustedHops });
      if (host !== null) return `//${host}`;
      const slug = BELOW.exec(request.url)?.[1];
      const key = `/p/${slug}`;
      return slug !== undefined && byKey.has(key) ? key : "";
    },
    at: (key) => byKey.get(key) ?? null,
    themeAt: (key) => themes.get(key) ?? null,
    urlOf(pageId) {
      if (pageId === null) return publicUrl;
      const page = pages.find(({ id }) => id === pageId);
      return page ? placeOf(page, publicUrl).publicUrl : null;
    },
    homes: () => homes,
    movedTo(slug) {
      const page = pages.find((each) => each.slug === slug);
      return page?.domain ? `https://${page.domain}` : null;
    },
  };
}

function themeHash({ colours }: PublicPage): string | null {
  const { theme } = lookOf({ colours, logo: null, footer: null });
  return theme === null ? null : hashOf(theme.toString());
}

type Known = { hosts: ReadonlySet<string>; home: string; trustedHops: number };

/**
 * The host the visitor asked for. What a proxy says of it counts only where we know a proxy, and
 * only when the proxy itself called us by a name that is neither ours nor a page's: otherwise
 * anybody could send that header along and have a cache keep the wrong page under our name.
 */
function hostOf(request: Asked, { hosts, home, trustedHops }: Known): string | null {
  if (hosts.size === 0) return null;
  const asked = hostNamed(request.headers.host);
  if (asked !== null && hosts.has(asked)) return asked;
  if (trustedHops === 0 || asked === home) return null;
  const told = request.headers["x-forwarded-host"];
  const last = (Array.isArray(told) ? told.at(-1) : told)?.split(",").at(-1);
  const forwarded = hostNamed(last);
  return forwarded !== null && hosts.has(forwarded) ? forwarded : null;
}
