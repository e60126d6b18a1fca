import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { words } from "../lib/description.ts";
import type { Answer, Secret } from "../lib/wire.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet, type Post } from "./outlet.ts";

const SEND_TIMEOUT_MS = 20_000;
const LOOKED_MAX = 20;

const Settings = z.object({
  base: z.url().meta(
    words(
      { fr: "Adresse du site WordPress", en: "Address of the WordPress site" },
      {
        fr: "En https, comme https://www.mairie.fr",
        en: "Over https, such as https://www.town.org",
      },
    ),
  ),
  user: z
    .string()
    .min(1)
    .meta(words({ fr: "Nom d’utilisateur", en: "User name" })),
  password: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Mot de passe d’application", en: "Application password" },
        {
          fr: "Profil › Mots de passe d’application (compte Éditeur ou Auteur)",
          en: "Profile › Application passwords (an Editor or Author account)",
        },
      ),
    ),
  status: z
    .enum(["publish", "draft"])
    .default("publish")
    .meta({
      ...words({ fr: "L’article est", en: "The article is" }),
      choices: {
        publish: { fr: "publié", en: "published" },
        draft: { fr: "un brouillon à relire", en: "a draft to be read first" },
      },
    }),
});
type Settings = z.infer<typeof Settings>;

const Article = z.object({
  id: z.number(),
  link: z.string().nullish(),
  status: z.string().default(""),
});
const Content = z.object({ raw: z.string().nullish(), rendered: z.string().default("") });
const Articles = z.array(z.object({ ...Article.shape, content: Content }));
const Refused = z.object({ code: z.string() });

export const wordpress = defineOutlet({
  kind: "wordpress",
  title: { fr: "Article WordPress", en: "WordPress article" },
  settings: Settings,
  secrets: ["password"],
  keyed: false,

  // https://developer.wordpress.org/rest-api/reference/posts/#create-a-post
  async say(post, settings, wire) {
    const answer = await wire.request({
      method: "POST",
      url: articles(settings),
      secret: basic(settings),
      timeoutMs: SEND_TIMEOUT_MS,
      json: { ...contentOf(post), status: settings.status },
    });
    return spokenOf(answer);
  },

  // https://developer.wordpress.org/rest-api/reference/posts/#update-a-post
  async change(post, id, settings, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${articles(settings)}/${encodeURIComponent(id)}`,
      secret: basic(settings),
      timeoutMs: SEND_TIMEOUT_MS,
      json: contentOf(post),
    });
    // A site that has lost its REST API answers 404 as well, and still has the article.
    if (codeOf(answer) === "rest_post_invalid_id") return { kind: "gone" };
    const isInBin = answer.ok && Article.safeParse(answer.json).data?.status === "trash";
    return isInBin ? { kind: "gone" } : spokenOf(answer);
  },

  async seen(settings, wire) {
    const status = settings.status;
    const answer = await wire.request({
      method: "GET",
      url: `${articles(settings)}?per_page=${LOOKED_MAX}&status=${status}&context=edit`,
      secret: basic(settings),
    });
    if (!answer.ok) return answer;
    const found = Articles.safeParse(answer.json).data;
    if (!found) return { ok: false, failed: { kind: "unknown", why: "an answer not understood" } };
    const posts = found.map(({ id, link, content }) => ({
      id: String(id),
      url: link ?? null,
      // Plugins change what is shown; what was written stays.
      text: content.raw ?? content.rendered,
    }));
    return { ok: true, posts };
  },
});

const articles = ({ base }: Settings): string => `${base.replace(/\/+$/, "")}/wp-json/wp/v2/posts`;

const basic = ({ user, password }: Settings): Secret => ({ basic: { user, password } });

const contentOf = ({ title, html }: Post) => ({ title, content: html });

function spokenOf(answer: Answer): Spoken {
  if (answer.ok) {
    const article = Article.safeParse(answer.json).data;
    if (!article) return { kind: "said", id: null, url: null };
    return { kind: "said", id: String(article.id), url: article.link ?? null };
  }
  const code = codeOf(answer);
  const failed = notTheAddress(answer.failed);
  if (code === undefined || !/^\w{1,60}$/.test(code) || !("why" in failed)) return failed;
  return failed.kind === "misconfigured" ? { ...failed, why: `WordPress: ${code}` } : failed;
}

const codeOf = (answer: Answer): string | undefined =>
  answer.ok ? undefined : Refused.safeParse(answer.json).data?.code;
