import { type PullReading, renamed, type Table, tableOf } from "../../domain/contact-pull.ts";
import { type Sentence, sentence } from "../../domain/sentence.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { readCsvText } from "../../lib/csv.ts";
import { AppError } from "../../lib/errors.ts";
import { jsonOf } from "../../lib/json.ts";
import { decodeText } from "../../lib/text-file.ts";
import type { Secret, Wire } from "../../lib/wire.ts";

const BODY_BYTES_MAX = 50_000_000;
const TIMEOUT_MS = MINUTE_MS;

export type Fetching = {
  url: string;
  reading: PullReading;
  secret: Secret | undefined;
  etag: string | null;
  lastModified: string | null;
};

export type Fetched =
  | { kind: "unchanged" }
  | { kind: "failed"; trouble: Sentence }
  | { kind: "fetched"; text: string; etag: string | null; lastModified: string | null };

/** Asks for a list over the wall that every way out has: no private address, no redirect, no more than we take. */
export async function fetchList(wire: Wire, asked: Fetching): Promise<Fetched> {
  const isOutside = wire.reach === "public";
  if (isOutside && !asked.url.startsWith("https://")) return failed("not_https");
  const read = reader();
  const answer = await wire.request({
    method: "GET",
    url: asked.url,
    headers: {
      accept: asked.reading.format === "csv" ? "text/csv, text/plain" : "application/json",
      ...(asked.etag !== null && { "if-none-match": asked.etag }),
      ...(asked.lastModified !== null && { "if-modified-since": asked.lastModified }),
    },
    ...(asked.secret && { secret: asked.secret }),
    timeoutMs: TIMEOUT_MS,
    bodyLengthMax: BODY_BYTES_MAX,
    decode: read.decode,
  });
  if (!answer.ok && answer.status === 304) return { kind: "unchanged" };
  if (!answer.ok) {
    const { failed: why } = answer;
    return failed("no_answer", { why: "why" in why ? why.why : `HTTP ${answer.status ?? 0}` });
  }
  const trouble = read.trouble();
  if (trouble) return { kind: "failed", trouble };
  return {
    kind: "fetched",
    text: answer.text,
    etag: answer.headers["etag"] ?? null,
    lastModified: answer.headers["last-modified"] ?? null,
  };
}

/** Lists come in the encodings of files: whatever a spreadsheet writes is read as an upload would be. */
function reader() {
  let trouble: Sentence | null = null;
  return {
    decode(body: Buffer): string {
      try {
        return body.length === 0 ? "" : decodeText(body);
      } catch (cause) {
        const told = cause instanceof AppError ? cause.detail["sentence"] : null;
        if (typeof told !== "string") throw cause;
        trouble = sentence(told);
        return "";
      }
    },
    trouble: (): Sentence | null => trouble,
  };
}

const failed = (code: string, params: Sentence["params"] = {}): Fetched => ({
  kind: "failed",
  trouble: sentence(`audience:pull.${code}`, params),
});

export type ListRead = { ok: true; table: Table } | { ok: false; trouble: Sentence };

/** The list as a table, its columns under the names that somebody gave them. */
export async function readList(text: string, reading: PullReading): Promise<ListRead> {
  const found = reading.format === "csv" ? await csvTable(text) : jsonTable(text, reading);
  if (!found.ok) return found;
  const { header, rows } = found.table;
  return { ok: true, table: { header: renamed(header, reading.columns), rows } };
}

function jsonTable(text: string, { path }: PullReading): ListRead {
  const read = tableOf(jsonOf(text), path);
  return read.ok ? read : { ok: false, trouble: sentence(`audience:pull.${read.code}`) };
}

async function csvTable(text: string): Promise<ListRead> {
  const table: Table = { header: [], rows: [] };
  try {
    for await (const { cells } of readCsvText(text)) {
      if (table.header.length === 0) table.header = cells;
      else table.rows.push(cells);
    }
  } catch (cause) {
    const told = cause instanceof AppError ? cause.detail["sentence"] : null;
    if (typeof told !== "string") throw cause;
    return { ok: false, trouble: sentence("audience:pull.no_csv") };
  }
  if (table.header.length > 0) return { ok: true, table };
  return { ok: false, trouble: sentence("audience:pull.no_list") };
}
