import { readHeader } from "../../domain/contact-columns.ts";
import type { PullReading } from "../../domain/contact-pull.ts";
import { seal, unseal } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import { isPhoneCountry } from "../../lib/phone.ts";
import type { Secret } from "../../lib/wire.ts";
import {
  type ContactPullRow,
  deleteContactPull,
  insertContactPull,
  lockContactPull,
  updateContactPull,
} from "../../store/contact-pulls.ts";
import { defineAction } from "../action.ts";

/** How to fetch a list, and what to make of it. */
export type PullInput = {
  name: string;
  url: string;
  reading: PullReading;
  auth: "none" | "bearer" | "basic";
  /** A token, or "user:password"; left empty, the one that is kept stays. */
  secret: string;
  absent: "keep" | "silence";
  brakePercent: number;
  everyMs: number;
  enabled: boolean;
};

export const createContactPull = defineAction({
  name: "contact_pull.create",
  needs: "administrator",
  async decide(tx, input: PullInput, { actor, now, newId, secretKey }) {
    refuseUnclear(input);
    if (input.auth !== "none" && input.secret === "")
      throw refusal("invalid", "audience:pull.no_secret");
    const row = await insertContactPull(tx, {
      ...fieldsOf(input),
      id: newId(),
      secret: input.auth === "none" ? null : seal(secretKey, input.secret),
      etag: null,
      last_modified: null,
      digest: null,
      held_digest: null,
      confirmed_digest: null,
      created_at: new Date(now),
      created_by: actor.name,
      next_at: new Date(now),
      lease_until: null,
    });
    const subject = { kind: "contact_pull", id: row.id };
    return { subject, detail: { pull: row.name }, result: { id: row.id } };
  },
});

/** What was changed is read anew at once. */
export const changeContactPull = defineAction({
  name: "contact_pull.change",
  needs: "administrator",
  async decide(tx, { id, ...input }: PullInput & { id: string }, { now, secretKey }) {
    refuseUnclear(input);
    const row = await lockContactPull(tx, id);
    const kept = row.auth === input.auth ? row.secret : null;
    const given = input.secret === "" ? kept : seal(secretKey, input.secret);
    if (input.auth !== "none" && given === null)
      throw refusal("invalid", "audience:pull.no_secret");
    // A secret goes where it was meant to go, and nowhere else.
    if (input.auth !== "none" && input.secret === "" && originOf(row.url) !== originOf(input.url)) {
      throw refusal("invalid", "audience:pull.secret_moved");
    }
    await updateContactPull(tx, id, {
      ...fieldsOf(input),
      secret: input.auth === "none" ? null : given,
      etag: null,
      last_modified: null,
      digest: null,
      held_digest: null,
      confirmed_digest: null,
      failure_count: 0,
      next_at: new Date(now),
    });
    const subject = { kind: "contact_pull", id };
    return { subject, detail: { pull: input.name }, result: undefined };
  },
});

/** The list is not read any more. Whoever came with it stays. */
export const removeContactPull = defineAction({
  name: "contact_pull.remove",
  needs: "administrator",
  async decide(tx, { id }: { id: string }) {
    const row = await lockContactPull(tx, id);
    await deleteContactPull(tx, id);
    const subject = { kind: "contact_pull", id };
    return { subject, detail: { pull: row.name }, result: undefined };
  },
});

/** A person has looked at what was held, and lets exactly that through. */
export const confirmContactPull = defineAction({
  name: "contact_pull.confirm",
  needs: "communicator",
  async decide(tx, { id }: { id: string }, { actor, now }) {
    const row = await lockContactPull(tx, id);
    if (row.held_digest === null) throw refusal("conflict", "audience:pull.nothing_held");
    if (actor.kind !== "person") throw refusal("forbidden", "audience:pull.person_needed");
    await updateContactPull(tx, id, {
      confirmed_digest: row.held_digest,
      etag: null,
      last_modified: null,
      next_at: new Date(now),
    });
    const subject = { kind: "contact_pull", id };
    return { subject, detail: { pull: row.name }, result: undefined };
  },
});

/** The list is fetched now, and not by the clock. */
export const runContactPull = defineAction({
  name: "contact_pull.run",
  needs: "communicator",
  async decide(tx, { id }: { id: string }, { now }) {
    const row = await lockContactPull(tx, id);
    await updateContactPull(tx, id, { next_at: new Date(now) });
    const subject = { kind: "contact_pull", id };
    return { subject, detail: { pull: row.name }, result: undefined };
  },
});

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "");

/** Refuses what could only fail later, when nobody is looking. */
export function refuseUnclear({ url, reading }: Pick<PullInput, "url" | "reading">): void {
  if (!URL.canParse(url)) throw refusal("invalid", "audience:pull.no_address");
  if (reading.country !== null && !isPhoneCountry(reading.country)) {
    throw refusal("invalid", "audience:file.unknown_country", { country: reading.country });
  }
  const given = Object.values(reading.columns).filter((name) => name !== "");
  for (const name of given) {
    const header = readHeader([name, "email", "mobile"]);
    const role = header.ok ? header.columns[0]?.column.role : "known";
    if (role === "attribute") throw refusal("invalid", "audience:pull.unknown_column", { name });
  }
}

const fieldsOf = (input: PullInput) => ({
  name: input.name.trim(),
  url: input.url.trim(),
  reading: input.reading,
  auth: input.auth,
  absent: input.absent,
  brake_percent: input.brakePercent,
  every_ms: input.everyMs,
  enabled: input.enabled,
});

/** How a request for the list proves who asks. */
export function pullSecret(
  { auth, secret }: Pick<ContactPullRow, "auth" | "secret">,
  secretKey: Buffer,
): Secret | undefined {
  if (secret === null || auth === "none") return undefined;
  const text = unseal(secretKey, secret);
  if (auth === "bearer") return { bearer: text };
  const [user = "", ...password] = text.split(":");
  return { basic: { user, password: password.join(":") } };
}
