import type { Language } from "../language.ts";

/** What one signature covers: one language of one version, and where it stands. */
export type Envelope = {
  organisation: string;
  id: string;
  version: number;
  language: Language;
  title: string;
  message: string;
  advice: string;
  nextStep: string;
  source: string;
  /** ISO 8601, UTC, with milliseconds. */
  publishedAt: string;
  /** The page of its incident, below the organisation's own address. */
  page: string;
};

/**
 * The bytes that are signed: JSON without any white space between, in UTF-8, its members in exactly
 * this order. Whoever signs or checks needs no rule for canonical JSON.
 */
export const envelopeOf = (of: Envelope): string =>
  JSON.stringify({
    organisation: of.organisation,
    id: of.id,
    version: of.version,
    language: of.language,
    title: of.title,
    message: of.message,
    advice: of.advice,
    nextStep: of.nextStep,
    source: of.source,
    publishedAt: of.publishedAt,
    page: of.page,
  });
