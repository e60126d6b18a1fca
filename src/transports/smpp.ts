import { z } from "zod";
import type { Heard, Outcome } from "../domain/outcome.ts";
import { smsParts } from "../domain/text/sms-parts.ts";
import { smsText } from "../domain/text/sms-segments.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { words } from "../lib/description.ts";
import { jsonOf } from "../lib/json.ts";
import { COMMANDS, messageBody, type Party, readId, STATUS } from "../lib/smpp.ts";
import { mobileNumber } from "./phone.ts";
import type { SmppLine } from "./smpp-line.ts";
import { openLine, type SmppPost } from "./smpp-pool.ts";
import { type Callback, defineTransport, type Message } from "./transport.ts";

const BODY_LENGTH_MAX = 1_600;
const SEND_TIMEOUT_MS = 40_000;
const PER_SECOND_MAX = 100;
const VALIDITY_MIN_S = 60;
const VALIDITY_MAX_S = 3 * 86_400;
const HAS_HEADER = 0x40;
/** Some centres fill a number in hexadecimal up with zeros. */
const HEX_DIGITS = 8;
const WIDE = 8;
const NARROW = 0;
const INTERNATIONAL = { ton: 1, npi: 1 };

const Settings = z.object({
  host: z
    .string()
    .min(1)
    .meta(words({ fr: "Serveur SMPP", en: "SMPP server" })),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(3_550)
    .meta(words({ fr: "Port", en: "Port" })),
  security: z
    .enum(["tls", "none"])
    .default("tls")
    .meta(
      words(
        { fr: "Chiffrement", en: "Encryption" },
        {
          fr: "Sans TLS, le mot de passe voyagerait en clair : pour les exercices seulement",
          en: "Without TLS the password would travel in the clear: for drills only",
        },
      ),
    ),
  systemId: z
    .string()
    .min(1)
    .max(15)
    .meta(words({ fr: "Identifiant (system_id)", en: "System ID" })),
  systemType: z
    .string()
    .max(12)
    .default("")
    .meta(words({ fr: "Type de système", en: "System type" })),
  sender: z
    .string()
    .regex(/^(\+?\d{3,15}|[A-Za-z][A-Za-z0-9 ]{0,10})$/)
    .meta(
      words(
        { fr: "Expéditeur", en: "Sender" },
        { fr: "Un numéro, ou un nom de 11 caractères", en: "A number, or a name of 11 characters" },
      ),
    ),
  // A password of SMPP has eight letters at the most.
  password: z
    .string()
    .min(1)
    .max(8)
    .meta(words({ fr: "Mot de passe", en: "Password" })),
});
type SmppSettings = z.infer<typeof Settings>;

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
    const { sender: _sender, ...server } = settings;
    const opened = await openLine(server, wire);
    if (!opened.ok) return opened.failed;
    const { post } = opened;
    post.keep = message.keep ?? post.keep;
    const line = post.line();
    return line === null ? unsent : await submitAll(line, post, { message, to, settings });
  },

  hear,
});

const unsent: Outcome = { kind: "unreachable", why: "the line is gone" };

type Order = { message: Message; to: string; settings: SmppSettings };

/** Only the last part asks for a receipt: it is what completes the text on the telephone. */
async function submitAll(line: SmppLine, post: SmppPost, order: Order): Promise<Outcome> {
  const { alphabet, parts } = smsParts(smsText(order.message.body), post.nextName());
  let id: string | null = null;
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    const answered = await line.request(
      COMMANDS.submitSm,
      messageBody({
        from: partyOf(order.settings.sender),
        to: { ...INTERNATIONAL, number: order.to.replace(/^\+/, "") },
        esmClass: parts.length > 1 ? HAS_HEADER : 0,
        validity: validityOf(order.message.validityMs),
        registered: isLast ? 1 : 0,
        dataCoding: alphabet === "gsm7" ? NARROW : WIDE,
        bytes: Buffer.from(part),
        extras: new Map(),
      }),
    );
    const outcome = outcomeOf(answered);
    // The next message binds a line anew.
    if (answered.kind === "answered" && UNBOUND.has(answered.unit.status)) line.leave();
    // A part of it is on its way: sent again, that part would come twice.
    if (outcome !== null)
      return at === 0 ? outcome : { kind: "unknown", why: "half of it was sent" };
    if (answered.kind === "answered") id = readId(answered.unit.body).toLowerCase() || null;
  }
  return { kind: "accepted", providerId: id };
}

const CONFIG = new Set([0x0a, 0x0d, 0x0e, 0x0f, 0x33, 0x34, 0x48, 0x49]);
const ADDRESS = new Set([0x0b, 0x50, 0x51]);
const TIME = new Set([0x14, STATUS.throttled]);
/** The centre does not take this line for bound any more. */
const UNBOUND = new Set<number>([STATUS.unknownCommand, STATUS.invalidBind]);
const AGAIN = new Set([...UNBOUND, 0x64]);
const UNCLEAR = new Set([STATUS.systemError, 0x45, 0xfe, 0xff]);

function outcomeOf(answered: Awaited<ReturnType<SmppLine["request"]>>): Outcome | null {
  if (answered.kind === "unsent") return unsent;
  if (answered.kind === "lost") return { kind: "unknown", why: "no answer from the centre" };
  const { status } = answered.unit;
  if (status === STATUS.ok) return null;
  const why = `SMPP 0x${status.toString(16)}`;
  if (TIME.has(status)) return { kind: "throttled", waitMs: null };
  if (ADDRESS.has(status)) return { kind: "rejected", why };
  if (AGAIN.has(status)) return { kind: "unreachable", why };
  if (UNCLEAR.has(status)) return { kind: "unknown", why };
  return { kind: "misconfigured", why: CONFIG.has(status) ? why : `${why}: refused` };
}

function partyOf(sender: string): Party {
  const number = sender.replace(/^\+/, "");
  if (!/^\d+$/.test(number)) return { ton: 5, npi: 0, number };
  return number.length <= 6 ? { ton: 3, npi: 0, number } : { ...INTERNATIONAL, number };
}

/** `0000DDhhmmss000R`: from now on. */
function validityOf(validityMs: number): string {
  const wanted = Math.floor(validityMs / SECOND_MS);
  const seconds = Math.min(Math.max(wanted, VALIDITY_MIN_S), VALIDITY_MAX_S);
  const units = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  return `0000${units.map((unit) => String(unit).padStart(2, "0")).join("")}000R`;
}

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
