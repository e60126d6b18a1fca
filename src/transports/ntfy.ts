import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineTransport } from "./transport.ts";

/** Beyond 4,096 bytes ntfy makes a file of a message; a letter takes three of them at most. */
const BODY_LENGTH_MAX = 1_365;
const SEND_TIMEOUT_MS = 10_000;
/** Public servers allow a burst of 60 and then one in five seconds; `Retry-After` tells. */
const PER_SECOND_MAX = 10;
const PRIORITIES = { default: 3, high: 4, max: 5 } as const;

const Settings = z.object({
  base: z
    .url()
    .default("https://ntfy.sh")
    .meta(
      words(
        { fr: "Adresse du serveur ntfy", en: "Address of the ntfy server" },
        {
          fr: "Le serveur public, ou le vôtre : celui que les gens ont dans leur application",
          en: "The public server, or your own: the one that people have in their app",
        },
      ),
    ),
  priority: z
    .enum(["default", "high", "max"])
    .default("high")
    .meta({
      ...words(
        { fr: "Priorité", en: "Priority" },
        {
          fr: "La plus haute sonne longtemps, même en mode Ne pas déranger",
          en: "The highest rings for long, even on Do not disturb",
        },
      ),
      choices: {
        default: { fr: "Normale", en: "Normal" },
        high: { fr: "Haute", en: "High" },
        max: { fr: "La plus haute", en: "The highest" },
      },
    }),
  token: z
    .string()
    .min(8)
    .optional()
    .meta(
      words(
        { fr: "Jeton d’accès", en: "Access token" },
        {
          fr: "Seulement pour les sujets protégés : sur le serveur, Compte, Jetons d’accès (tk_…)",
          en: "For protected topics only: on the server, Account, Access tokens (tk_…)",
        },
      ),
    ),
});

const Published = z.object({ id: z.string() });
const Refused = z.object({ code: z.number() });
/** The topic is not one, or is kept for the server itself. */
const ADDRESS_CODES = new Set([40_009, 40_010]);

export const ntfy = defineTransport({
  kind: "ntfy",
  title: { fr: "ntfy (notification)", en: "ntfy (push notification)" },
  addressKind: "ntfy",
  failureDomain: "ntfy",
  settings: Settings,
  secrets: ["token"],
  address: {
    label: { fr: "Sujet ntfy (connu d’eux seuls)", en: "ntfy topic (known to them only)" },
    example: "clairval-7f3a9c",
    parse: (typed) => /^[-\w]{1,64}$/.exec(typed.trim())?.[0] ?? null,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://docs.ntfy.sh/publish/#publish-as-json
  async send({ heading, body, links }, to, { base, priority, token }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: base,
      ...(token === undefined ? {} : { secret: { bearer: token } }),
      timeoutMs: SEND_TIMEOUT_MS,
      // As JSON: the same title in a header would lose its accents on the way.
      json: {
        topic: to,
        title: heading,
        message: body,
        priority: PRIORITIES[priority],
        ...(links.answer === null ? {} : { click: links.answer }),
      },
    });
    if (!answer.ok) return refusalOf(answer);
    return { kind: "accepted", providerId: Published.safeParse(answer.json).data?.id ?? null };
  },
});

function refusalOf({ json, failed }: Extract<Answer, { ok: false }>): Outcome {
  const code = Refused.safeParse(json).data?.code;
  const moved = notTheAddress(failed);
  if (code === undefined || !("why" in moved)) return moved;
  const why = `ntfy ${code}`;
  return ADDRESS_CODES.has(code) ? { kind: "rejected", why } : { ...moved, why };
}
