import { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import { fold } from "../domain/text/fold.ts";

/** What a form says about one setting. */
export type Said = { label: TwoLanguages; hint: TwoLanguages };

const LISTED_MAX = 20;

/** Several host names or addresses in one field, parted by spaces, commas or lines. */
export const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .max(2_000)
    .transform((typed) => typed.split(/[\s,;]+/).filter((part) => part !== ""))
    .pipe(z.array(item).min(1).max(LISTED_MAX));

export const hostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, "this is not a host name");

export const hostAndPort = z
  .string()
  .max(260)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/i, "expected host:port");

export const webAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.hostname });

/** Well-known hosts of unrelated owners: when none of them answers, the fault is ours. */
const ANCHORS_DEFAULT = "one.one.one.one:443 dns.google:443 www.wikipedia.org:443";

export const anchorsField = listOf(hostAndPort)
  .prefault(ANCHORS_DEFAULT)
  .meta({
    label: { fr: "Points de contrôle", en: "Control anchors" },
    hint: {
      fr: "Des hôtes sans rapport (hôte:port). Si aucun ne répond, la panne est chez nous.",
      en: "Unrelated hosts (host:port). When none of them answers, the fault is ours.",
    },
  });

const WORD_LENGTH_MAX = 60;

/** Words beside the names that Tocsin knows, parted by commas or lines, and folded. */
export const askedWords = z
  .string()
  .max(600)
  .default("")
  .transform((typed) =>
    typed
      .split(/[,;\n]+/)
      .map((word) => fold(word.trim()))
      .filter((word) => word !== ""),
  )
  .pipe(z.array(z.string().max(WORD_LENGTH_MAX)).max(LISTED_MAX))
  .meta({
    label: { fr: "Autres mots", en: "Other words" },
    hint: {
      fr: "Un message compte aussi s’il contient l’un d’eux (séparés par des virgules). Les noms usuels de WhatsApp et des autres sont déjà connus.",
      en: "A post counts as well when it contains one of them (separated by commas). The usual names of WhatsApp and the others are known already.",
    },
  });

/** One of our own channels, by its number; the form offers those there are. */
export const channelField = (hint: TwoLanguages) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .meta({ label: { fr: "Canal", en: "Channel" }, hint, from: "channels" });
