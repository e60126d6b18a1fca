import type { z } from "zod";
import type { AccountTold } from "../domain/account-health.ts";
import type { AddressKind } from "../domain/contact-columns.ts";
import type { Language, TwoLanguages } from "../domain/language.ts";
import type { Heard, Outcome } from "../domain/outcome.ts";
import type { PairRate } from "../domain/pair-rate.ts";
import type { TemplateNeed, TemplatesTold } from "../domain/templates.ts";
import { type Field, fieldsOf } from "../lib/description.ts";
import type { Wire } from "../lib/wire.ts";

/** One message to one person, complete: a transport neither shortens it nor adds to it. */
export type Message = {
  /** Our attempt, as domain/reference.ts writes it; it must come back in receipts. */
  reference: string;
  heading: string;
  body: string;
  language: Language;
  /** How long the news is worth delivering, from now on. */
  validityMs: number;
  links: { answer: string | null; optOut: string | null };
  /** What it is about, where newer words on the same thing may take its place on a screen. */
  thread?: string;
  /** What travels along, where the way can carry files; the others leave it out. */
  files?: readonly { name: string; type: string; text: string }[];
  /** Where the provider may report back about this channel, or null where nobody can reach us. */
  callbackUrl: string | null;
  /** Whether it answers what the person wrote a moment ago: platforms take free text then. */
  isAnswer?: true;
  /** The time of sending, for what has to be dated or signed. */
  at: number;
  /**
   * Keeps what the provider says over a line that we hold, as its callbacks are kept: resolves when
   * it would survive a power cut. Given to those transports that hold one.
   */
  keep?: (said: Buffer) => Promise<void>;
};

/** What a provider called us with, as it came. */
export type Callback = {
  method: string;
  /** The public address as the provider saw it, query included. */
  url: string;
  query: URLSearchParams;
  /** Names in lower case. When it is heard later, only `content-type` is left. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  receivedAt: number;
};

export type Limits = {
  bodyLengthMax: number;
  perSecondMax: number;
  sendTimeoutMs: number;
  /** How often one person may be written to, where the provider minds. */
  pair?: PairRate;
  /** How long a message keeps the line of a person busy: nobody else calls them meanwhile. */
  engagedMs?: number;
};

/**
 * A way to reach people. Everything up to `limits` is data; nothing in it knows the server. The
 * secrets arrive inside `settings`, and an adapter passes them to nothing but the wire.
 */
export type Transport<Settings extends object = object> = {
  kind: string;
  title: TwoLanguages;
  addressKind: AddressKind;
  /** What falls together: a cascade must leave it (`meta`, `twilio`, `own`). */
  failureDomain: string;
  settings: z.ZodType<Settings>;
  secrets: readonly string[];
  address: {
    label: TwoLanguages;
    example: string;
    /** The one way to write this address, or null for what is none. */
    parse(typed: string, defaultCountry?: string): string | null;
  };
  limits: Limits;
  /** Whether the provider reports over the line that we hold, and not by calling us. */
  holdsLine?: true;
  /**
   * Where the provider tells of a message by its own number alone, and never echoes our reference: the
   * forms in which it may have given the number that it tells, as it is written in `providerId`.
   */
  numberForms?(providerId: string): readonly string[];
  /** Whether the provider itself confirms to people that it heard their STOP. */
  answersStop?: true;
  send(message: Message, to: string, settings: Settings, wire: Wire): Promise<Outcome>;
  /** Whether the callback is signed by the provider. Without it, nothing is believed. */
  verify?(callback: Callback, settings: Settings): boolean;
  /** What one callback means. One bad item never spoils the others. */
  hear?(callback: Callback, settings: Settings): Heard[] | Promise<Heard[]>;
  /** What a provider wants to be told at once, such as what to say to somebody who pressed a key. */
  answer?(callback: Callback, settings: Settings): { contentType: string; body: string } | null;
  /**
   * Asks what became of one message, where callbacks get lost: the answer as `hear` reads it, with the
   * reference in the query; null where nothing was said.
   */
  inquire?(providerId: string, settings: Settings, wire: Wire): Promise<Buffer | null>;
  /** How our own account is, where the provider tells. */
  health?(settings: Settings, wire: Wire): Promise<AccountTold>;
  /** Where messages are made of templates that the provider approves: which ones, and how they stand. */
  templates?: {
    needs(settings: Settings): TemplateNeed[];
    ask(settings: Settings, wire: Wire): Promise<TemplatesTold>;
  };
  /** Answers a handshake, or null where it is not one of ours. */
  challenge?(query: URLSearchParams, settings: Settings): string | null;
};

/** Checks at compile time that the secrets are settings. */
export function defineTransport<Settings extends object>(
  transport: Transport<Settings> & { secrets: readonly (keyof Settings & string)[] },
): Transport<Settings> {
  return transport;
}

/** What forms, flags and documents are drawn from. */
export type Description = {
  kind: string;
  title: TwoLanguages;
  addressKind: AddressKind;
  failureDomain: string;
  fields: Field[];
  address: { label: TwoLanguages; example: string };
  limits: Limits;
  /** Whether it calls back, and so whether its callback address has to be told to the provider. */
  hears: boolean;
};

export function describe(transport: Transport): Description {
  const { kind, title, addressKind, failureDomain, settings, secrets, address } = transport;
  return {
    kind,
    title,
    addressKind,
    failureDomain,
    fields: fieldsOf(settings, secrets),
    address: { label: address.label, example: address.example },
    limits: transport.limits,
    hears: reportsByCall(transport),
  };
}

/** What the provider of a channel calls, under the address at which it finds us. */
export const callbackAddress = (base: string, channelId: number): string =>
  `${base}/hooks/${channelId}`;

/** Whether its provider has an address of ours to call. */
export const reportsByCall = (transport: Transport): boolean =>
  transport.hear !== undefined && transport.holdsLine !== true;
