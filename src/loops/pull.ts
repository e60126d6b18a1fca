import { type House, machine } from "../actions/action.ts";
import { applyContactPull } from "../actions/contact-pull/apply.ts";
import { fetchList, readList } from "../actions/contact-pull/fetch.ts";
import { leasePull, notePull } from "../actions/contact-pull/note.ts";
import { pullSecret } from "../actions/contact-pull/settings.ts";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { sha256 } from "../lib/crypto.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import type { ContactPullRow } from "../store/contact-pulls.ts";

const LEASE_MS = 10 * MINUTE_MS;

type PullContext = { house: House; wire: Wire; log: Log };

/** Fetches the list that is due, if one is, and takes over what it says. */
export async function pullOnce({ house, wire, log }: PullContext): Promise<boolean> {
  const row = await leasePull(house, { until: house.now() + LEASE_MS });
  if (row === null) return false;
  try {
    await pull({ house, wire, log }, row);
  } catch (cause) {
    log.error({ loop: "pull", pull: row.id, cause: messageOf(cause) }, "A list stumbled.");
    await notePull(house, { id: row.id, trouble: sentence("audience:pull.stumbled") });
  }
  return true;
}

async function pull({ house, wire }: PullContext, row: ContactPullRow): Promise<void> {
  const { id, url, reading, etag, last_modified: lastModified } = row;
  const secret = pullSecret(row, house.secretKey);
  const fetched = await fetchList(wire, { url, reading, secret, etag, lastModified });
  if (fetched.kind === "failed") return await notePull(house, { id, trouble: fetched.trouble });
  const digest = fetched.kind === "fetched" ? sha256(fetched.text) : null;
  if (fetched.kind === "unchanged" || (digest && row.digest?.equals(digest))) {
    return await notePull(house, { id, trouble: null });
  }
  const read = await readList(fetched.text, reading);
  if (!read.ok) return await notePull(house, { id, trouble: read.trouble });
  await applyContactPull(house, machine(row.name), {
    id,
    table: read.table,
    digest: digest ?? sha256(fetched.text),
    etag: fetched.etag,
    lastModified: fetched.lastModified,
  });
}
