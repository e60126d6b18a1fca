import type { Language } from "../../domain/language.ts";
import type { HookFormat, Letter, SubscriberKind } from "../../domain/subscriber.ts";
import type { Reach } from "../../lib/address-guard.ts";
import { randomToken, sameBytes, seal, unseal } from "../../lib/crypto.ts";
import type { Tx } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import {
  countDay,
  insertSubscriber,
  lockSubscriberAt,
  type SubscriberRow,
  updateSubscriber,
} from "../../store/subscribers.ts";
import { defineIntake, type Scene } from "../action.ts";
import { hashAddress, readAddress } from "./addresses.ts";
import { mayWrite, writeLetter } from "./letters.ts";
import { offeredKinds } from "./offer.ts";
import { incidentWithin, pointsWithin } from "./scope.ts";

export type Wish = {
  /** The page where it was asked; null is the one at the root. */
  pageId: string | null;
  kind: SubscriberKind;
  address: string;
  /** Who answers for a webhook. */
  owner: string | null;
  language: Language;
  pointIds: readonly string[];
  incidentId: string | null;
  /** Whether planned work is told, too. */
  works: boolean;
  format: HookFormat;
};

/** `noted` says nothing about who is on the list: it is the answer to every address that is one. */
export type Noted =
  | { kind: "noted"; address: string }
  | { kind: "address" | "owner" | "not-offered" };

type Times = Omit<Scene, "actor">;
type Checked = Wish & { hash: Buffer; owner: string | null };

/**
 * Notes that somebody asked to be told. Nothing comes of it before the address itself has agreed: a
 * link in a mail, a code in an SMS, an answer of the machine. A browser agrees by giving its keys.
 */
export const subscribe = defineIntake<Wish, Noted>(async (tx, wish, scene) => {
  const { mode, default_country: country } = await readOrganisation(tx);
  if (!(await offeredKinds(tx)).includes(wish.kind)) return { kind: "not-offered" };
  const reach: Reach = mode === "training" ? "loopback" : "public";
  const address = readAddress(wish.kind, wish.address, { reach, country });
  if (address === null) return { kind: "address" };
  const owner = wish.kind === "webhook" ? readAddress("email", wish.owner ?? "", PLACELESS) : null;
  if (wish.kind === "webhook" && owner === null) return { kind: "owner" };
  const hash = hashAddress(scene.secretKey, wish.kind, address);
  const checked = await checkScope(tx, { ...wish, address, owner, hash });
  const known = await lockSubscriberAt(tx, { ...wish, hash });
  const row = known ?? (await add(tx, checked, scene));
  if (row) await answer(tx, { row, isNew: known === null, wish: checked }, scene);
  return { kind: "noted", address };
});

const PLACELESS = { reach: "public", country: "FR" } as const;

/** Contact points and incidents that are none are left out: a scope never names what is hidden. */
async function checkScope(tx: Tx, wish: Checked): Promise<Checked> {
  const { pageId } = wish;
  const pointIds = await pointsWithin(tx, pageId, wish.pointIds);
  return { ...wish, pointIds, incidentId: await incidentWithin(tx, pageId, wish.incidentId) };
}

async function add(
  tx: Tx,
  wish: Checked,
  { now, secretKey }: Times,
): Promise<SubscriberRow | null> {
  return await insertSubscriber(tx, {
    kind: wish.kind,
    address: seal(secretKey, wish.address),
    address_hash: wish.hash,
    owner: wish.owner === null ? null : seal(secretKey, wish.owner),
    language: wish.language,
    state: "pending",
    point_ids: [...wish.pointIds],
    incident_id: wish.incidentId,
    format: wish.format,
    nonce: randomToken(16),
    created_at: new Date(now),
    page_id: wish.pageId,
    works: wish.works,
  });
}

type Met = { row: SubscriberRow; isNew: boolean; wish: Checked };

async function answer(tx: Tx, met: Met, scene: Times): Promise<void> {
  const { row, isNew, wish } = met;
  if (row.kind === "push") return await takeBrowser(tx, met, scene);
  if (!isNew && row.state === "pending") await renew(tx, met, scene);
  if (!isNew && row.kind === "webhook" && !(await isSameOwner(row, wish, scene))) return;
  const hash = wish.owner === null ? wish.hash : hashAddress(scene.secretKey, "email", wish.owner);
  if (!(await mayWrite(tx, { hash, sms: row.kind === "sms" }, scene.now))) return;
  if (row.kind === "sms" && row.state === "pending") {
    await updateSubscriber(tx, row.id, { code_sent_at: new Date(scene.now), code_tries: 0 });
  }
  const letter = row.state === "pending" ? FIRST[row.kind] : "known";
  await writeLetter(tx, { subscriber: row, letter }, scene);
}

const FIRST: Record<Exclude<SubscriberKind, "push">, Letter> = {
  email: "confirm",
  sms: "code",
  webhook: "owner",
  slack: "room",
  teams: "room",
};

/** What nobody has confirmed belongs to whoever asked last. */
async function renew(tx: Tx, { row, wish }: Met, { secretKey }: Times): Promise<void> {
  await updateSubscriber(tx, row.id, {
    language: wish.language,
    point_ids: [...wish.pointIds],
    incident_id: wish.incidentId,
    works: wish.works,
    format: wish.format,
    owner: wish.owner === null ? null : seal(secretKey, wish.owner),
  });
}

/** A webhook that is somebody's says nothing to anybody else. */
async function isSameOwner(row: SubscriberRow, wish: Checked, { secretKey }: Times) {
  if (row.state === "pending") return true;
  const owner = row.owner === null ? "" : unseal(secretKey, row.owner);
  return sameBytes(Buffer.from(owner), Buffer.from(wish.owner ?? ""));
}

/** A browser gives its keys only when its owner has said yes there: it is in at once. */
async function takeBrowser(tx: Tx, { row, wish }: Met, scene: Times): Promise<void> {
  const { now, secretKey } = scene;
  await updateSubscriber(tx, row.id, {
    address: seal(secretKey, wish.address),
    language: wish.language,
    point_ids: [...wish.pointIds],
    incident_id: wish.incidentId,
    works: wish.works,
    state: "active",
    confirmed_at: row.confirmed_at ?? new Date(now),
  });
  if (row.state === "active") return;
  await countDay(tx, { kind: "push", joined: 1, gone: 0, now });
  if (await mayWrite(tx, { hash: wish.hash, sms: false }, now)) {
    await writeLetter(tx, { subscriber: row, letter: "welcome" }, scene);
  }
}
