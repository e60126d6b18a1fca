import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import type { Answer, Ask, Wire } from "../lib/wire.ts";
import { brief } from "./answers.ts";
import { type Ended, mistaken, refusedLine } from "./listener.ts";

/** A rule that is wrong stays wrong until somebody writes another. */
const WRONG_WAIT_MS = 3_600_000;

const Rules = z.object({
  data: z
    .array(z.object({ id: z.string(), value: z.string(), tag: z.string().nullish() }))
    .default([]),
});
const Added = z.object({
  errors: z
    .array(z.object({ title: z.string().default(""), details: z.array(z.string()).default([]) }))
    .default([]),
});

type Wanted = { base: string; token: string; tag: string; value: string };

/**
 * Sees to it that the server keeps our rule, once, and none that we gave up. Rules of others under
 * the same token are left alone (docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule).
 */
export async function syncRule(wire: Wire, wanted: Wanted): Promise<Ended | null> {
  const { base, token, tag, value } = wanted;
  const url = `${base}/2/tweets/search/stream/rules`;
  const ask = async (method: Ask["method"], json?: unknown) =>
    await wire.request({ method, url, secret: { bearer: token }, ...(json ? { json } : {}) });
  const kept = await ask("GET");
  if (!kept.ok) return refusedLine(kept);
  const rules = Rules.safeParse(kept.json).data;
  if (!rules) return mistaken();
  const ours = rules.data.filter((rule) => rule.tag === tag);
  const right = ours.find((rule) => rule.value === value);
  const old = ours.filter((rule) => rule !== right).map(({ id }) => id);
  if (old.length > 0) {
    const deleted = await ask("POST", { delete: { ids: old } });
    if (!deleted.ok) return refusedLine(deleted);
  }
  return right ? null : added(await ask("POST", { add: [{ value, tag }] }));
}

function added(answer: Answer): Ended | null {
  if (!answer.ok && answer.status !== 400) return refusedLine(answer);
  const [wrong] = Added.safeParse(answer.json).data?.errors ?? [];
  if (answer.ok && !wrong) return null;
  const why = brief(wrong?.details[0] ?? wrong?.title ?? "HTTP 400");
  const evidence = sentence("sensors:unknown.rule", { why });
  return { kind: "refused", evidence, waitMs: WRONG_WAIT_MS };
}
