import { clean, readEmail } from "../../domain/contact-values.ts";
import type { Place } from "../../domain/geo.ts";
import type { Language } from "../../domain/language.ts";
import type { Actor } from "../../domain/roles.ts";
import { isWhatsAppUserId } from "../../domain/whatsapp-user.ts";
import { type AppError, codeOf, notFound, refusal } from "../../lib/errors.ts";
import { parsePhone } from "../../lib/phone.ts";
import { lockContact, removeAddress, setAddress, updateContact } from "../../store/contacts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { transports } from "../../transports/index.ts";
import { defineAction, type House } from "../action.ts";

export type ContactChangeInput = {
  id: number;
  name?: string | undefined;
  language?: Language | undefined;
  country?: string | null | undefined;
  attributes?: Record<string, string> | undefined;
  /** Where the person lives; null forgets it. */
  place?: Place | null | undefined;
  /** By kind: a new value, or null to take the way off. What is not named stays. */
  addresses?: Record<string, string | null> | undefined;
};

const uniqueViolation = "23505";

/** Corrects what we know about a person. Consent is not part of it: see record-consent. */
export async function changeContact(
  house: House,
  actor: Actor,
  input: ContactChangeInput,
): Promise<void> {
  try {
    await change(house, actor, input);
  } catch (cause) {
    if (codeOf(cause) === uniqueViolation) throw addressTaken();
    throw cause;
  }
}

const change = defineAction({
  name: "contact.change",
  needs: "communicator",
  async decide(tx, input: ContactChangeInput, { now }) {
    const contact = await lockContact(tx, input.id);
    if (!contact || contact.erased_at) throw notFound("contact");
    const { name, language, country, attributes, place } = input;
    await updateContact(tx, contact.id, {
      ...(name !== undefined && { name: clean(name) }),
      ...(language && { language }),
      ...(country !== undefined && { country }),
      ...(attributes && { attributes: cleanAttributes(attributes) }),
      ...(place !== undefined && { lat: place?.lat ?? null, lon: place?.lon ?? null }),
      updated_at: new Date(now),
    });
    const { default_country: home } = await readOrganisation(tx);
    const from = country ?? contact.country ?? home;
    for (const [kind, typed] of Object.entries(input.addresses ?? {})) {
      if (typed === null) await removeAddress(tx, contact.id, kind);
      else await setAddress(tx, contact.id, { kind, value: readAddress(kind, typed, from) });
    }
    const changed = Object.keys(input).filter((field) => field !== "id");
    const subject = { kind: "contact", id: String(contact.id) };
    return { subject, detail: { changed }, result: undefined };
  },
});

/** Names and values as a file would bring them; what has no name that can be read says nothing. */
export const cleanAttributes = (attributes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes)
      .map(([name, value]) => [clean(name), clean(value)] as const)
      .filter(([name]) => name !== ""),
  );

/** An address as we keep it, or a sentence that says what is wrong with it. */
export function readAddress(kind: string, typed: string, country: string | null): string {
  const text = clean(typed);
  const found = kind === "email" ? readEmail(text) : readNumberOrText(kind, text, country);
  if (found.ok) return found.value;
  throw refusal("invalid", `audience:row.${found.code}`, { ...found.params, value: text });
}

function readNumberOrText(kind: string, text: string, country: string | null) {
  if (kind === "whatsapp" && isWhatsAppUserId(text)) return { ok: true, value: text } as const;
  if (kind === "sms" || kind === "whatsapp") {
    const found = parsePhone(text, country);
    return found.ok ? found : { ...found, params: {} };
  }
  const without = { ok: false, code: "row_without_address", params: {} } as const;
  if (text === "") return without;
  const way = wayOf(kind);
  const value = way ? way.parse(text, country ?? undefined) : text;
  if (value !== null) return { ok: true, value } as const;
  return { ok: false, code: "address_invalid", params: { example: way?.example ?? "" } } as const;
}

const wayOf = (kind: string) =>
  transports.find((transport) => transport.addressKind === kind)?.address;

/** An address as the transports of its kind read it, or null for what is none. */
export const parseWay = (kind: string, text: string): string | null =>
  wayOf(kind)?.parse(text) ?? null;

const addressTaken = (): AppError => refusal("conflict", "errors:contact.address_taken");
