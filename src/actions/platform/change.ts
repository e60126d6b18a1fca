import { notFound } from "../../lib/errors.ts";
import { updatePlatform } from "../../store/platforms.ts";
import { defineAction } from "../action.ts";
import type { NewPlatform } from "./create.ts";

/** Changes what a platform is called, whom it belongs to and what it can do. */
export const changePlatform = defineAction({
  name: "platform.change",
  needs: "administrator",
  async decide(tx, input: NewPlatform) {
    const { name, capabilities } = input;
    const row = await updatePlatform(tx, input.id, {
      name,
      capabilities,
      failure_domain: input.failureDomain,
      ...(input.position === undefined ? {} : { position: input.position }),
    });
    if (!row) throw notFound("platform");
    const subject = { kind: "platform", id: row.id };
    return { subject, detail: { name, capabilities }, result: row };
  },
});
