import { conflict } from "../../lib/errors.ts";
import { insertPlatform, type PlatformRow } from "../../store/platforms.ts";
import { defineAction } from "../action.ts";

export type NewPlatform = {
  id: string;
  name: string;
  failureDomain: string;
  capabilities: string[];
  position?: number;
};

/** Adds a service that we depend on. */
export const createPlatform = defineAction({
  name: "platform.create",
  needs: "administrator",
  async decide(tx, input: NewPlatform) {
    const row: PlatformRow = {
      id: input.id,
      name: input.name,
      failure_domain: input.failureDomain,
      capabilities: input.capabilities,
      position: input.position ?? 0,
    };
    if (!(await insertPlatform(tx, row))) {
      throw conflict(`There is a platform "${input.id}" already.`, { field: "id" });
    }
    const subject = { kind: "platform", id: row.id };
    return { subject, detail: { name: row.name }, result: row };
  },
});
