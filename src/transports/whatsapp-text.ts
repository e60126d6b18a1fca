import type { PairRate } from "../domain/pair-rate.ts";

/** A template parameter may hold neither line breaks, tabs nor more than four spaces in a row. */
const PARAMETER_GAPS = /\s*[\r\n\t]+\s*| {5,}/g;

/** Meta lets us write to one person once in six seconds, and lends 45 messages of the time to come. */
export const WHATSAPP_PAIR: PairRate = { unitMs: 6_000, burstMax: 45 };

/** A text as a blank of a template of WhatsApp takes it. */
export const templateText = (text: string): string => text.trim().replace(PARAMETER_GAPS, " ");
