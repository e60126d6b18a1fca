import { refusal } from "../../lib/errors.ts";
import { insertPlatform, type PlatformRow } from "../../store/platforms.ts";
import { defineAction } from "../action.ts";

/** Short, and fit for addresses: it stands in links, in the API and on the command line. */
export const PLATFORM_ID = /^[a-z][a-z0-9-]{1,40}$/;

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
    if (!PLATFORM_ID.test(input.id)) {
      throw refusal("invalid", "errors:platform.id_unfit", { field: "id", id: input.id });
    }
    const row: PlatformRow = {
      id: input.id,
      name: input.name,
      failure_domain: input.failureDomain,
      capabilities: input.capabilities,
      position: input.position ?? 0,
    };
    if (!(await insertPlatform(tx, row))) {
      throw refusal("conflict", "errors:platform.taken", { field: "id", id: input.id });
    }
    const subject = { kind: "platform", id: row.id };
    return { subject, detail: { name: row.name }, result: row };
  },
});
