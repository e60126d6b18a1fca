import { conflict, invalid } from "../../lib/errors.ts";
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
      const why = "takes small letters, digits and hyphens, and begins with a letter";
      throw invalid(`The name of a platform ${why}: "${input.id}" does not fit.`, { field: "id" });
    }
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
