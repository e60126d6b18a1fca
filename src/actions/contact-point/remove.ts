import { notFound } from "../../lib/errors.ts";
import { deleteContactPoint, findContactPoint } from "../../store/contact-points.ts";
import { defineAction } from "../action.ts";

/** The public cannot reach us there any more. */
export const removeContactPoint = defineAction({
  name: "contact_point.remove",
  needs: "communicator",
  async decide(tx, input: { id: string }) {
    const before = await findContactPoint(tx, input.id);
    if (before === null) throw notFound("contact_point");
    await deleteContactPoint(tx, input.id);
    return {
      subject: { kind: "contact_point", id: input.id },
      detail: { name: before.name },
      result: null,
    };
  },
});
