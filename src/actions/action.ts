import { type Actor, mayAct, type Role } from "../domain/roles.ts";
import { refusal } from "../lib/errors.ts";
import { type Db, serialisable, type Tx, transact } from "../store/database.ts";
import { appendEvent } from "../store/events.ts";

/** What an action may touch: the database, the time, new identifiers and the key for secrets. */
export type House = {
  db: Db;
  now: () => number;
  newId: () => string;
  /** 32 bytes that live outside the database: secrets at rest and signed links depend on it. */
  secretKey: Buffer;
};

/** What a decision is made with. Nothing else may be touched: the work may run more than once. */
export type Scene = { actor: Actor; now: number; newId: () => string; secretKey: Buffer };

/** What was decided: what to put on the record, and what to answer. */
export type Decided<Result> = {
  subject: { kind: string; id: string };
  incidentId?: string | null;
  detail?: Record<string, unknown>;
  result: Result;
};

/** Our own loops act under this name. */
export const machine = (name: string): Actor => ({ kind: "machine", id: name, name, roles: [] });

/** A change to what is true: allowed, whole, and on the record, or it did not happen. */
export function defineAction<Input, Result>(action: {
  name: string;
  needs: Role;
  decide(tx: Tx, input: Input, scene: Scene): Promise<Decided<Result>>;
}) {
  return async (house: House, actor: Actor, input: Input): Promise<Result> => {
    requireRole(actor, action.needs);
    return await serialisable(house.db, async (tx) => {
      const { newId, secretKey } = house;
      const scene: Scene = { actor, now: house.now(), newId, secretKey };
      const { subject, incidentId, detail, result } = await action.decide(tx, input, scene);
      await appendEvent(tx, {
        at: scene.now,
        actor: actor.name,
        name: action.name,
        subject,
        incidentId: incidentId ?? null,
        detail: detail ?? {},
      });
      return result;
    });
  };
}

/**
 * Takes in what the world says (a report, a callback) as it is: no role, no event. It is not a
 * decision, and it may come a thousand times a second.
 */
export function defineIntake<Input, Result>(
  take: (tx: Tx, input: Input, scene: Omit<Scene, "actor">) => Promise<Result>,
) {
  return async (house: House, input: Input): Promise<Result> =>
    await transact(house.db, async (tx) => {
      const { newId, secretKey } = house;
      return await take(tx, input, { now: house.now(), newId, secretKey });
    });
}

/** Refuses whoever does not have the role. */
export function requireRole(actor: Actor, needs: Role): void {
  if (mayAct(actor, needs)) return;
  throw refusal("forbidden", "errors:role.needed", { role: needs, name: actor.name });
}
