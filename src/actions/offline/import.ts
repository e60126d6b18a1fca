import { countsOf, type OfflineResult } from "../../domain/offline/result.ts";
import { refusal } from "../../lib/errors.ts";
import { insertConsents } from "../../store/consents.ts";
import { allowLongStatements } from "../../store/imports.ts";
import {
  offlineOptOuts,
  saveOfflineSending,
  saveOfflineSent,
} from "../../store/offline-sendings.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";

const partRows = 10_000;

/** Takes over what was sent without us. The same file twice changes nothing; a later one tells more. */
export const importOffline = defineAction({
  name: "offline.import",
  needs: "administrator",
  async decide(tx, result: OfflineResult, { actor, now }) {
    const { name } = await readOrganisation(tx);
    if (name !== result.organisation) {
      throw refusal("conflict", "audience:offline.other_organisation", {
        there: result.organisation,
        here: name,
      });
    }
    await allowLongStatements(tx);
    const at = new Date(now);
    const known = await saveOfflineSending(tx, rowOf(result, { at, by: actor.name }));
    let kept = 0;
    for (let from = 0; from < result.people.length; from += partRows) {
      kept += await saveOfflineSent(tx, result.job, result.people.slice(from, from + partRows));
    }
    const optOuts = await offlineOptOuts(tx, result.job);
    await insertConsents(
      tx,
      optOuts.map(({ contactId, kind }) => ({
        contact_id: contactId,
        kind,
        state: "withdrawn",
        wording: "STOP",
        source: `offline ${result.job}`,
        origin: "record",
        at,
      })),
    );
    const { plannedBy, approvedBy, complete } = result;
    const counts = countsOf(result.people);
    const strangers = counts.people - kept;
    const detail = { ...counts, plannedBy, approvedBy, complete, optedOut: optOuts.length };
    const subject = { kind: "offline_sending", id: result.job };
    return { subject, detail, result: { known, optedOut: optOuts.length, strangers } };
  },
});

const rowOf = (result: OfflineResult, record: { at: Date; by: string }) => ({
  job: result.job,
  label: result.label,
  audience: result.audience,
  drill: result.drill,
  copy_made_at: new Date(result.copyMadeAt),
  started_at: new Date(result.startedAt),
  ended_at: new Date(result.endedAt),
  complete: result.complete,
  planned_by: result.plannedBy,
  approved_by: result.approvedBy,
  texts: result.texts,
  channels: result.channels,
  imported_at: record.at,
  imported_by: record.by,
});
