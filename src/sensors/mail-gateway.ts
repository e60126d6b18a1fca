import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { judgeReach } from "./anchors.ts";
import { anchorsField, hostName } from "./fields.ts";
import { defineSensor, type Look, type Verdict } from "./sensor.ts";
import { type Heard, talkTo } from "./smtp-dialogue.ts";

/** Where mail is handed in: no other port of a stranger is talked to. */
const PORTS = [25, 465, 587, 2525];

const Settings = z.object({
  host: hostName.meta({
    label: { fr: "Serveur SMTP", en: "SMTP server" },
    hint: { fr: "Celui par lequel nous envoyons.", en: "The one through which we send." },
  }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(587)
    .meta({
      label: { fr: "Port", en: "Port" },
      hint: { fr: "587 avec STARTTLS, 465 avec TLS.", en: "587 with STARTTLS, 465 with TLS." },
    }),
  security: z
    .enum(["tls", "starttls", "none"])
    .default("starttls")
    .meta({
      choices: {
        tls: { fr: "TLS", en: "TLS" },
        starttls: { fr: "STARTTLS", en: "STARTTLS" },
        none: { fr: "aucun", en: "none" },
      },
      label: { fr: "Chiffrement", en: "Encryption" },
      hint: { fr: "Comme pour le canal e-mail.", en: "As for the e-mail channel." },
    }),
  user: z
    .string()
    .trim()
    .max(200)
    .default("")
    .meta({
      label: { fr: "Identifiant", en: "User name" },
      hint: { fr: "Vide : sans connexion au compte.", en: "Empty: without signing in." },
    }),
  password: z
    .string()
    .max(500)
    .optional()
    .meta({
      label: { fr: "Mot de passe", en: "Password" },
      hint: { fr: "Celui du canal e-mail.", en: "That of the e-mail channel." },
    }),
  certificateDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(14)
    .meta({
      label: { fr: "Certificat : jours d’avance", en: "Certificate: days ahead" },
      hint: {
        fr: "Tant de jours avant sa fin, la source le signale.",
        en: "So many days before its end the source tells of it.",
      },
    }),
  anchors: anchorsField,
});
type Wanted = z.infer<typeof Settings>;

/** Whether our mail server would take a message now. It greets, signs in and leaves; nothing is sent. */
export const mailGateway = defineSensor({
  kind: "mail-gateway",
  title: { fr: "Serveur de messagerie (SMTP)", en: "Mail server (SMTP)" },
  signalKind: "probe",
  settings: Settings,
  secrets: ["password"],
  everyMs: 5 * MINUTE_MS,

  async look(settings, wire, { now }) {
    const { host, port, security, user, password, anchors } = settings;
    const signIn = user !== "" && password !== undefined ? { user, password } : null;
    const wrong = whyRefused(settings, wire);
    if (wrong) return wrong;
    const vetted = await wire.dns(host);
    const address = vetted.ok ? vetted.addresses[0] : undefined;
    const target = `${host}:${port}`;
    if (address === undefined) {
      const why = vetted.ok ? "no address" : vetted.why;
      const state = !vetted.ok && vetted.blame === "address" ? "blind" : "silent";
      return await judgeReach([{ target, state, why }], anchors, wire);
    }
    const heard = await talkTo({ address, host, port, security, signIn }, wire.closing);
    if (heard.kind !== "silent") return mailLook(heard, settings, now);
    return await judgeReach([{ target, state: "silent", why: heard.why }], anchors, wire);
  },
});

function whyRefused({ port, security, password }: Wanted, { reach }: Wire): Look | null {
  if (reach === "loopback") return null;
  if (!PORTS.includes(port)) return reading("unknown", "triggers:mail.port", { port });
  const isOpen = security === "none" && password !== undefined;
  return isOpen ? reading("unknown", "triggers:mail.password") : null;
}

/** What a dialogue means: RFC 5321, 4.2.1: 4yz passes, 5yz stays. */
export function mailLook(
  heard: Exclude<Heard, { kind: "silent" }>,
  { certificateDays }: Pick<Wanted, "certificateDays">,
  now: number,
): Look {
  switch (heard.kind) {
    case "fine":
      return wellFor(heard.validTo, certificateDays, now);
    case "refused":
      return refusedBy(heard);
    case "untrusted":
      if (heard.validTo !== null && heard.validTo <= now)
        return reading("down", "triggers:mail.expired");
      return reading("degraded", "triggers:mail.untrusted", { why: heard.why });
    case "plain":
      return reading("down", "triggers:mail.plain");
    case "garbage":
      return reading("unknown", "triggers:mail.garbage");
    case "cut":
      // A server that hangs up is overloaded, or it does not like us: mail will be late.
      return reading("degraded", "triggers:mail.cut", { step: heard.step });
    default:
      return heard satisfies never;
  }
}

/** A certificate that is about to end is work to do, and no trouble yet. */
function wellFor(validTo: number | null, certificateDays: number, now: number): Look {
  const days = validTo === null ? Infinity : Math.floor((validTo - now) / DAY_MS);
  if (days > certificateDays) return reading("up", "triggers:mail.up");
  return reading("up", "triggers:mail.expires", { days });
}

function refusedBy({ step, code }: Extract<Heard, { kind: "refused" }>): Look {
  if (code >= 400 && code < 500) return reading("degraded", "triggers:mail.busy", { step, code });
  if (step === "AUTH") return reading("unknown", "triggers:mail.signIn", { code });
  if (code >= 500 && code < 600) return reading("down", "triggers:mail.refuses", { step, code });
  return reading("unknown", "triggers:mail.garbage");
}

const reading = (
  verdict: Verdict,
  code: string,
  params: Record<string, string | number> = {},
): Look => ({ kind: "reading", verdict, evidence: sentence(code, params) });
