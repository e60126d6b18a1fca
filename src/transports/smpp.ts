import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import { inTime, timeLeft } from "../lib/in-time.ts";
import { jsonOf } from "../lib/json.ts";
import { mobileNumber } from "./phone.ts";
import { type OpenLine, openLine } from "./smpp-pool.ts";
import { submitAll, unsent } from "./smpp-submit.ts";
import { type Callback, defineTransport } from "./transport.ts";

const BODY_LENGTH_MAX = 1_600;
const SEND_TIMEOUT_MS = 40_000;
const PER_SECOND_MAX = 100;
/** Some centres fill a number in hexadecimal up with zeros. */
const HEX_DIGITS = 8;

const Settings = z.object({
  host: z
    .string()
    .min(1)
    .meta(
      words(
        { fr: "Serveur SMPP", en: "SMPP server" },
        {
          fr: "Nom ou adresse IP. Tout ce qui suit se trouve dans les accès que votre opérateur a envoyés",
          en: "Name or IP address. All that follows stands in the access details that your operator sent",
        },
      ),
    ),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(3_550)
    .meta(
      words(
        { fr: "Port", en: "Port" },
        { fr: "3550 est l’usage avec TLS, 2775 sans", en: "3550 is usual with TLS, 2775 without" },
      ),
    ),
  security: z
    .enum(["tls", "none"])
    .default("tls")
    .meta({
      ...words(
        { fr: "Chiffrement", en: "Encryption" },
        {
          fr: "Sans TLS, le mot de passe voyagerait en clair : pour les exercices seulement",
          en: "Without TLS the password would travel in the clear: for drills only",
        },
      ),
      choices: { tls: { fr: "TLS", en: "TLS" }, none: { fr: "Aucun", en: "None" } },
    }),
  systemId: z
    .string()
    .min(1)
    .max(15)
    .meta(
      words(
        { fr: "Identifiant (system_id)", en: "System ID" },
        {
          fr: "Le nom du compte, 15 caractères au plus",
          en: "The account’s name, 15 characters at most",
        },
      ),
    ),
  systemType: z
    .string()
    .max(12)
    .default("")
    .meta(
      words(
        { fr: "Type de système (system_type)", en: "System type" },
        {
          fr: "Vide, sauf si l’opérateur en demande un",
          en: "Empty, unless the operator asks for one",
        },
      ),
    ),
  sender: z
    .string()
    .regex(/^(\+?\d{3,15}|[A-Za-z][A-Za-z0-9 ]{0,10})$/)
    .meta(
      words(
        { fr: "Expéditeur", en: "Sender" },
        {
          fr: "Un numéro, ou un nom de 11 caractères au plus",
          en: "A number, or a name of 11 characters at most",
        },
      ),
    ),
  // A password of SMPP has eight letters at the most.
  password: z
    .string()
    .min(1)
    .max(8)
    .meta(
      words(
        { fr: "Mot de passe", en: "Password" },
        { fr: "8 caractères au plus", en: "8 characters at most" },
      ),
    ),
});

/** SMS straight to an operator's centre (SMPP 3.4): receipts and replies come over the same line. */
export const smpp = defineTransport({
  kind: "smpp",
  title: { fr: "SMS (opérateur, SMPP)", en: "SMS (operator, SMPP)" },
  addressKind: "sms",
  failureDomain: "smpp",
  settings: Settings,
  secrets: ["password"],
  address: mobileNumber,
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },
  holdsLine: true,
  numberForms,

  async send(message, to, settings, wire) {
    const { sender, ...server } = settings;
    const leftMs = timeLeft(SEND_TIMEOUT_MS);
    const opened = await inTime(openLine(server, wire), SEND_TIMEOUT_MS, late);
    if (!opened.ok) return opened.failed;
    const { post } = opened;
    post.keep = message.keep ?? post.keep;
    const line = post.line();
    if (line === null) return unsent;
    return await submitAll(line, { message, to, sender, name: post.nextName(), leftMs });
  },

  hear,
});

const late: OpenLine = { ok: false, failed: { kind: "unreachable", why: "no line in time" } };

const Told = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("receipt"),
    id: z.string(),
    state: z.string(),
    error: z.string(),
  }),
  z.object({ kind: z.literal("reply"), from: z.string(), text: z.string() }),
]);
const FACTS: ReadonlyMap<string, "sent" | "delivered"> = new Map([
  ["ENROUTE", "sent"],
  ["ACCEPTD", "sent"],
  ["DELIVRD", "delivered"],
]);
const REFUSED = new Set(["EXPIRED", "DELETED", "UNDELIV", "REJECTD"]);
/** 3GPP TS 29.002: nobody has this number. The other errors mean something else at each operator. */
const NOBODY = /^0*1$/;

function hear({ body }: Callback): Heard[] {
  const told = Told.safeParse(jsonOf(body)).data;
  if (!told) return [];
  if (told.kind === "reply") {
    const { from, text } = told;
    return [{ kind: "reply", from, body: text, providerId: null, reference: null, at: null }];
  }
  const { id, state, error } = told;
  const about = { reference: null, providerId: id.toLowerCase(), at: null };
  const fact = FACTS.get(state);
  if (fact) return [{ kind: "receipt", ...about, fact }];
  if (!REFUSED.has(state)) return [];
  const why = /^\w{1,8}$/.test(error) ? `SMPP: ${state}, ${error}` : `SMPP: ${state}`;
  const isNobody = state === "UNDELIV" && NOBODY.test(error);
  return [{ kind: "refusal", ...about, why, blame: isNobody ? "address" : "platform" }];
}

/** Some centres give a number in hexadecimal and tell it in decimal, or the other way round. */
function numberForms(id: string): string[] {
  if (/^\d{1,19}$/.test(id)) {
    const hex = BigInt(id).toString(16);
    return [id, hex, hex.padStart(HEX_DIGITS, "0")];
  }
  return /^[0-9a-f]{1,16}$/.test(id) ? [id, BigInt(`0x${id}`).toString()] : [id];
}
