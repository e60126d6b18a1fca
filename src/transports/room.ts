import type { TwoLanguages } from "../domain/language.ts";
import type { Secret } from "../lib/wire.ts";

const NAME_LENGTH_MAX = 80;

/** A room behind a webhook needs no address of its own; its name says who gets the message. */
export const roomAddress = (label: TwoLanguages) => ({
  label,
  example: "crisis-room",
  parse(typed: string): string | null {
    const name = typed.trim();
    return name === "" || name.length > NAME_LENGTH_MAX ? null : name;
  },
});

/** Whoever knows the last part of a webhook's address may post: the wire puts it there. */
export function hideTail(address: string): { url: string; secret: Secret } {
  const cut = address.lastIndexOf("/") + 1;
  return { url: `${address.slice(0, cut)}{secret}`, secret: { inPath: address.slice(cut) } };
}
