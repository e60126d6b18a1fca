/** A template parameter may hold neither line breaks, tabs nor more than four spaces in a row. */
const PARAMETER_GAPS = /\s*[\r\n\t]+\s*| {5,}/g;

/** A text as a blank of a template of WhatsApp takes it. */
export const templateText = (text: string): string => text.trim().replace(PARAMETER_GAPS, " ");
