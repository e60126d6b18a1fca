import { z } from "zod";
import { fitsPost, utf8Length } from "../domain/post-length.ts";
import { type Called, type Listener, listen, type Reply } from "./listener.ts";
import { channelPost, cidOf, mastodonAccount, mastodonStatus } from "./networks-shown.ts";

/** What stands on a network, with the words it had before. */
export type Standing = {
  network: string;
  id: string;
  title: string;
  text: string;
  before: string[];
  answers: string | null;
  /** The card that came with it, where the network draws none. */
  card?: { uri: string; title: string; description: string } | undefined;
};

/** What the networks do with the next requests that would write something. */
export type Mood = "answers" | "takes it and hangs up" | "hangs up" | "is away" | "is busy";

export type Networks = {
  url: string;
  posts: Standing[];
  on(network: string): Standing[];
  mood: Mood;
  stop(): Promise<void>;
};

const Json = z.record(z.string(), z.unknown());
type Given = { called: Called; json: Record<string, unknown>; reply: Reply };
const BUSY_HEADERS = { "content-type": "application/json", "retry-after": "30" };

/** Six networks behind one port, each at the paths of its documentation: they keep what is said. */
export async function startNetworksSimulator({ port = 0 } = {}): Promise<Networks> {
  const stage = new Stage();
  const listener: Listener = await listen(port, stage.answer);
  return {
    url: listener.url,
    posts: stage.posts,
    on: (network) => stage.posts.filter((post) => post.network === network),
    get mood() {
      return stage.mood;
    },
    set mood(mood) {
      stage.mood = mood;
    },
    stop: async () => await listener.close(),
  };
}

class Stage {
  readonly posts: Standing[] = [];
  readonly keys = new Map<string, Standing>();
  mood: Mood = "answers";

  answer = (called: Called, reply: Reply): void => {
    const network = networks.find(({ path }) => path.test(called.path));
    if (!network) return reply.send(404, "{}");
    if (!network.isAllowed(called)) return reply.send(401, JSON.stringify({ error: "token" }));
    const writes = called.method !== "GET" && !called.path.endsWith("createSession");
    if (writes && this.mood === "hangs up") return reply.cut();
    if (writes && this.mood === "is away") return reply.send(503, "{}");
    if (writes && this.mood === "is busy") return reply.send(429, "{}", BUSY_HEADERS);
    const isCut = writes && this.mood === "takes it and hangs up";
    const answers: Reply = isCut ? { send: () => reply.cut(), cut: () => reply.cut() } : reply;
    network.read(this, { called, json: bodyOf(called), reply: answers });
  };

  say(post: Omit<Standing, "id" | "before"> & { id?: string }): Standing {
    const said = { id: String(7_000 + this.posts.length), ...post, before: [] };
    this.posts.push(said);
    return said;
  }

  change(post: Standing, title: string, text: string): void {
    post.before.push(post.text);
    Object.assign(post, { title, text });
  }

  find(network: string, id: string | undefined): Standing | undefined {
    return this.posts.find((post) => post.network === network && post.id === id);
  }

  newest(network: string): Standing[] {
    return this.posts.filter((post) => post.network === network).reverse();
  }
}

type NetworkSpeech = {
  path: RegExp;
  isAllowed(called: Called): boolean;
  read(stage: Stage, given: Given): void;
};

const bearer = ({ headers }: Called) => /^Bearer \S{8,}$/.test(headers.authorization ?? "");
const send = (reply: Reply, status: number, body: unknown) =>
  reply.send(status, JSON.stringify(body));
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const TOO_LONG = { error: "Validation failed: Text character limit of 500 exceeded" };
const SAID_AT = Date.parse("2026-03-01T10:00:00Z");
const plain = { title: "", answers: null };

const mastodon: NetworkSpeech = {
  path: /^\/api\/v1\//,
  isAllowed: bearer,
  read(stage, { called, json, reply }) {
    const network = "mastodon";
    const shown = (post: Standing) => mastodonStatus({ ...post, at: SAID_AT });
    if (called.path.endsWith("/verify_credentials")) return send(reply, 200, mastodonAccount());
    if (called.method === "GET") return send(reply, 200, stage.newest(network).map(shown));
    const text = textOf(json["status"]);
    if (!fitsPost(network, text)) return send(reply, 422, TOO_LONG);
    const id = /\/statuses\/(\w+)$/.exec(called.path)?.[1];
    if (id === undefined) {
      const key = String(called.headers["idempotency-key"]);
      const post = stage.keys.get(key) ?? stage.say({ network, ...plain, text });
      stage.keys.set(key, post);
      return send(reply, 200, shown(post));
    }
    const post = stage.find(network, id);
    if (!post) return send(reply, 404, { error: "Record not found" });
    stage.change(post, "", text);
    send(reply, 200, shown(post));
  },
};

const DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
const Record = z.object({
  repo: z.literal(DID),
  collection: z.literal("app.bsky.feed.post"),
  rkey: z.string().regex(/^[2-7a-j][2-7a-z]{12}$/),
  record: z.object({
    text: z.string(),
    createdAt: z.iso.datetime(),
    facets: z
      .array(z.object({ index: z.object({ byteStart: z.number(), byteEnd: z.number() }) }))
      .min(1),
    reply: z.object({ parent: z.object({ uri: z.string(), cid: z.string() }) }).optional(),
    embed: z
      .object({
        $type: z.literal("app.bsky.embed.external"),
        external: z.object({ uri: z.url(), title: z.string(), description: z.string() }),
      })
      .optional(),
  }),
});

const bluesky: NetworkSpeech = {
  path: /^\/xrpc\//,
  isAllowed: (called) => called.path.endsWith("createSession") || bearer(called),
  read(stage, { called, json, reply }) {
    const network = "bluesky";
    const uri = ({ id }: Standing) => `at://${DID}/app.bsky.feed.post/${id}`;
    const written = (post: Standing) => ({
      uri: uri(post),
      cid: cidOf(`${stage.posts.indexOf(post)}`),
    });
    if (called.path.endsWith("createSession")) {
      const jwts = { accessJwt: "jwt-of-the-session", refreshJwt: "jwt-of-the-next-session" };
      return send(reply, 200, { ...jwts, did: DID, handle: textOf(json["identifier"]) });
    }
    if (called.path.endsWith("listRecords")) {
      const records = stage.newest(network).map((post) => ({
        ...written(post),
        value: { text: post.text },
      }));
      return send(reply, 200, { records });
    }
    const read = Record.safeParse(json).data;
    if (!read || !fitsPost(network, read.record.text)) {
      return send(reply, 400, { error: "InvalidRequest" });
    }
    const { text, facets } = read.record;
    const length = utf8Length(text);
    if (facets.some(({ index }) => index.byteStart >= index.byteEnd || index.byteEnd > length)) {
      return send(reply, 400, { error: "InvalidRequest" });
    }
    const id = read.rkey;
    // A key that is taken is an error of the server's own over there.
    if (stage.find(network, id)) return send(reply, 500, { error: "InternalServerError" });
    const answers = read.record.reply?.parent.uri.split("/").at(-1) ?? null;
    const card = read.record.embed?.external;
    send(reply, 200, written(stage.say({ network, ...plain, id, text, answers, card })));
  },
};

const x: NetworkSpeech = {
  path: /^\/2\//,
  isAllowed: ({ headers }) => /^OAuth .*oauth_signature="/.test(headers.authorization ?? ""),
  read(stage, { called, json, reply }) {
    const network = "x";
    if (called.path === "/2/users/me") return send(reply, 200, { data: { id: "44" } });
    if (called.method === "GET") {
      const data = stage.newest(network).map(({ id, text }) => {
        const urls = (text.match(/https?:\S+/g) ?? []).map((one) => ({ expanded_url: one }));
        return { id, text: text.replaceAll(/https?:\S+/g, "https://t.co/x"), entities: { urls } };
      });
      return send(reply, 200, { data });
    }
    const text = textOf(json["text"]);
    if (!fitsPost(network, text)) return send(reply, 403, { detail: "Too long" });
    if (stage.newest(network).some((post) => post.text === text)) {
      return send(reply, 403, { detail: "You are not allowed to create duplicate content." });
    }
    const answered = Json.safeParse(json["reply"]).data?.["in_reply_to_tweet_id"];
    const answers = typeof answered === "string" ? answered : null;
    const { id } = stage.say({ network, ...plain, text, answers });
    send(reply, 201, { data: { id, text } });
  },
};

const NO_SUCH_POST = {
  message: "Unsupported post request. Object does not exist",
  type: "GraphMethodException",
  code: 100,
  error_subcode: 33,
  fbtrace_id: "AbCdEfGhIjKlMnOpQrStUvW",
};

const facebook: NetworkSpeech = {
  path: /^\/v\d+\.\d\//,
  isAllowed: bearer,
  read(stage, { called, json, reply }) {
    const network = "facebook-page";
    const [, page = "", isFeed] = /^\/v[\d.]+\/(\w+)(\/feed)?$/.exec(called.path) ?? [];
    // A post bears the number of its Page before its own.
    const shown = ({ id, text: message }: Standing) => ({
      id: `${page}_${id}`,
      message,
      permalink_url: `https://www.facebook.com/${page}_${id}`,
    });
    if (called.method === "GET") {
      return send(reply, 200, { data: stage.newest(network).map(shown) });
    }
    const text = textOf(json["message"]);
    if (isFeed) return send(reply, 200, { id: shown(stage.say({ network, ...plain, text })).id });
    const post = stage.find(network, page.replace(/^\d+_/, ""));
    if (!post) return send(reply, 400, { error: NO_SUCH_POST });
    stage.change(post, "", text);
    send(reply, 200, { success: true });
  },
};

const telegram: NetworkSpeech = {
  path: /^\/bot\d+:[\w-]+\//,
  isAllowed: () => true,
  read(stage, { called, json, reply }) {
    const network = "telegram-channel";
    const text = textOf(json["text"]);
    const wrong = (description: string) =>
      send(reply, 400, { ok: false, error_code: 400, description: `Bad Request: ${description}` });
    if (!fitsPost(network, text)) return wrong("message is too long");
    if (called.path.endsWith("/sendMessage")) {
      const said = stage.say({ network, ...plain, text });
      return send(reply, 200, { ok: true, result: channelPost({ ...said, at: SAID_AT }) });
    }
    const post = stage.find(network, String(json["message_id"]));
    if (!post) return wrong("message to edit not found");
    if (post.text === text) return wrong("message is not modified");
    stage.change(post, "", text);
    send(reply, 200, { ok: true, result: channelPost({ ...post, at: SAID_AT }) });
  },
};

const wordpress: NetworkSpeech = {
  path: /^\/wp-json\/wp\/v2\/posts/,
  isAllowed: ({ headers }) => /^Basic \S+$/.test(headers.authorization ?? ""),
  read(stage, { called, json, reply }) {
    const network = "wordpress";
    const shown = (post: Standing) => ({
      id: Number(post.id),
      link: `https://www.example.org/?p=${post.id}`,
      content: { rendered: post.text },
    });
    if (called.method === "GET") return send(reply, 200, stage.newest(network).map(shown));
    const [title, text] = [textOf(json["title"]), textOf(json["content"])];
    const id = /\/posts\/(\d+)$/.exec(called.path)?.[1];
    if (id === undefined) {
      return send(reply, 201, shown(stage.say({ network, title, text, answers: null })));
    }
    const post = stage.find(network, id);
    if (!post) return send(reply, 404, { code: "rest_post_invalid_id", data: { status: 404 } });
    stage.change(post, title, text);
    send(reply, 200, shown(post));
  },
};

const networks = [mastodon, bluesky, x, facebook, telegram, wordpress];

function bodyOf({ body }: Called): Record<string, unknown> {
  try {
    return Json.safeParse(JSON.parse(body.toString("utf8") || "{}")).data ?? {};
  } catch {
    return {};
  }
}
