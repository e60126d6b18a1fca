import { isPublicLink } from "../../domain/contact-point.ts";
import { refusal } from "../../lib/errors.ts";
import { type ContactPointInput, knowsPlatform } from "../../store/contact-points.ts";
import type { Tx } from "../../store/database.ts";

/** Refuses a contact point that would send the public nowhere, or somewhere it should not go. */
export async function requireSound(tx: Tx, input: ContactPointInput): Promise<void> {
  if (input.link !== null && !isPublicLink(input.link)) {
    throw refusal("invalid", "errors:contact_point.link", { field: "link" });
  }
  if (input.platformId !== null && !(await knowsPlatform(tx, input.platformId))) {
    throw refusal("invalid", "errors:unknown.platform", { field: "platformId" });
  }
}
