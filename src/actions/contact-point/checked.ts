import { isPublicLink } from "../../domain/contact-point.ts";
import { invalid } from "../../lib/errors.ts";
import { type ContactPointInput, knowsPlatform } from "../../store/contact-points.ts";
import type { Tx } from "../../store/database.ts";

/** Refuses a contact point that would send the public nowhere, or somewhere it should not go. */
export async function requireSound(tx: Tx, input: ContactPointInput): Promise<void> {
  if (input.link !== null && !isPublicLink(input.link)) {
    throw invalid("A link must be a web page, a phone number, a text message or a mail address.", {
      field: "link",
    });
  }
  if (input.platformId !== null && !(await knowsPlatform(tx, input.platformId))) {
    throw invalid("There is no such platform.", { field: "platformId" });
  }
}
