import { isWhatsAppUserId } from "../domain/whatsapp-user.ts";
import { parsePhone } from "./phone.ts";

/** A number, or the identifier of somebody who hides theirs behind a username. */
export function parseWhatsApp(typed: string, defaultCountry?: string): string | null {
  const text = typed.trim();
  return isWhatsAppUserId(text) ? text : parsePhone(text, defaultCountry);
}

/**
 * https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 * A number goes into `to`, an identifier into `recipient`: Meta takes the number where it has both.
 */
export const recipientOf = (address: string): { to: string } | { recipient: string } =>
  isWhatsAppUserId(address) ? { recipient: address } : { to: address.replace(/^\+/, "") };
