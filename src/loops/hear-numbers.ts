import type { Heard } from "../domain/outcome.ts";
import { referenceOf } from "../domain/reference.ts";
import type { Tx } from "../store/database.ts";
import { attemptsNumbered, numberName } from "../store/provider-numbers.ts";
import type { Book } from "./deliver-book.ts";

type Item = { channelId: number; receivedAt: number; heard: Heard };
type Told = Extract<Heard, { kind: "receipt" | "refusal" }>;

/** Gives back our reference to what was told by the provider's number only, where we know the number. */
export async function nameNumbered<T extends Item>(
  tx: Tx,
  book: Book,
  items: readonly T[],
): Promise<T[]> {
  const asked = items.flatMap((item) => numbersOf(book, item));
  if (asked.length === 0) return [...items];
  const known = await attemptsNumbered(tx, asked);
  return items.map((item) => {
    const key = numbersOf(book, item)
      .map((one) => known.get(numberName(one)))
      .find((found) => found !== undefined);
    if (!key || !isTold(item.heard)) return item;
    return { ...item, heard: { ...item.heard, reference: referenceOf(key) } };
  });
}

/** Every form in which the provider may have given the number before that it tells now. */
export function numbersOf(
  book: Book,
  { channelId, heard }: Item,
): { channelId: number; number: string }[] {
  if (!isTold(heard) || heard.reference !== null || heard.providerId === null) return [];
  const forms = book.channel(channelId)?.transport.numberForms;
  return (forms?.(heard.providerId) ?? []).map((number) => ({ channelId, number }));
}

export const isTold = (heard: Heard): heard is Told =>
  heard.kind === "receipt" || heard.kind === "refusal";
