import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { CachetFiles, fromCachet, withUpdates } from "../actions/moving/cachet.ts";
import { fromKuma, KumaFiles } from "../actions/moving/kuma.ts";
import type { Moved } from "../actions/moving/moved.ts";
import { fromStatuspage, StatuspageFiles } from "../actions/moving/statuspage.ts";
import { codeOf, invalid } from "../lib/errors.ts";
import type { Wire } from "../lib/wire.ts";

export const PRODUCTS = ["statuspage", "uptime-kuma", "cachet"] as const;
export type Product = (typeof PRODUCTS)[number];

const BODY_LENGTH_MAX = 20_000_000;
const PER_PAGE = 1_000;
const IS_ADDRESS = /^https?:\/\//i;

/** Reads what another product says, from its public address or from a file. */
export async function readPage(product: Product, from: string, wire: Wire): Promise<Moved> {
  const base = from.replace(/\/+$/, "");
  switch (product) {
    case "statuspage":
      return fromStatuspage(understood(StatuspageFiles, await statuspageFiles(base, wire), from));
    case "cachet":
      return fromCachet(understood(CachetFiles, await cachetFiles(base, wire), from));
    case "uptime-kuma":
      if (IS_ADDRESS.test(from)) {
        throw invalid("Uptime Kuma is read from its backup: Settings, Backup, Export.");
      }
      return fromKuma(understood(KumaFiles, await fileAt(from), from));
    default:
      return product satisfies never;
  }
}

async function statuspageFiles(base: string, wire: Wire): Promise<unknown> {
  if (!IS_ADDRESS.test(base)) return await fileAt(base);
  const get = async (name: string) => Object(await ask(`${base}/api/v2/${name}.json`, wire));
  return {
    ...(await get("components")),
    ...(await get("incidents")),
    ...(await get("scheduled-maintenances")),
  };
}

/** Version 3 first; version 2 speaks under /api/v1. */
async function cachetFiles(base: string, wire: Wire): Promise<unknown> {
  if (!IS_ADDRESS.test(base)) return await fileAt(base);
  const get = async (root: string, name: string, more = "") =>
    await ask(`${base}${root}/${name}?per_page=${PER_PAGE}${more}`, wire);
  const newer = await get("/api", "components").catch(() => null);
  const root = newer === null ? "/api/v1" : "/api";
  const components = newer ?? (await get(root, "components"));
  const incidents = await get(root, "incidents", newer === null ? "" : "&include=updates");
  return { url: base, components: withUpdates(components), incidents: withUpdates(incidents) };
}

async function ask(url: string, wire: Wire): Promise<unknown> {
  const headers = { accept: "application/json" };
  const answer = await wire.request({
    method: "GET",
    url,
    headers,
    bodyLengthMax: BODY_LENGTH_MAX,
  });
  if (answer.ok && answer.json !== null) return answer.json;
  if (answer.ok) throw invalid(`${url} answers, but not with JSON: is this the right product?`);
  const why = "why" in answer.failed ? answer.failed.why : answer.failed.kind;
  throw invalid(`${url} could not be read (${answer.status ?? why}). Check the address.`);
}

async function fileAt(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw invalid(`The file ${path} cannot be read (${codeOf(cause) ?? "unknown reason"}).`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`The file ${path} is not JSON.`);
  }
}

function understood<Files>(schema: z.ZodType<Files>, said: unknown, from: string): Files {
  const read = schema.safeParse(said);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const where = first?.path.join(".") ?? "";
  throw invalid(`What ${from} says cannot be understood: ${where}: ${first?.message ?? ""}.`);
}
