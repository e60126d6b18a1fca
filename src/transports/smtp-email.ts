import { z } from "zod";
import { plainLines } from "../domain/text/plain-lines.ts";
import { words } from "../lib/description.ts";
import { stampedFits } from "../lib/signatures.ts";
import { hearEmail } from "./smtp-callback.ts";
import { htmlOf, messageIdOf, verpOf } from "./smtp-letter.ts";
import { smtpOutcome } from "./smtp-outcome.ts";
import { openMailer } from "./smtp-pool.ts";
import { defineTransport, type Message } from "./transport.ts";

const BODY_LENGTH_MAX = 20_000;
const SEND_TIMEOUT_MS = 40_000;
const PER_SECOND_MAX = 200;
const CONNECTIONS_MAX = 20;
const ADDRESS_LENGTH_MAX = 254;
const ADDRESS =
  /^[^\s@<>"(),:;\\[\]]+@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,})$/u;
const SIGNATURE_HEADER = "tocsin-signature";

const Settings = z.object({
  host: z
    .string()
    .min(1)
    .meta(words({ fr: "Serveur SMTP", en: "SMTP server" })),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(465)
    .meta(words({ fr: "Port", en: "Port" })),
  security: z
    .enum(["tls", "starttls", "none"])
    .default("tls")
    .meta(words({ fr: "Chiffrement", en: "Encryption" })),
  user: z
    .string()
    .optional()
    .meta(words({ fr: "Identifiant", en: "User name" })),
  fromName: z
    .string()
    .min(1)
    .max(100)
    .meta(words({ fr: "Nom affiché", en: "Displayed name" })),
  from: z.email().meta(words({ fr: "Adresse d’expédition", en: "Sender address" })),
  returnPath: z
    .email()
    .optional()
    .meta(
      words(
        { fr: "Adresse de retour des erreurs", en: "Address for bounces" },
        {
          fr: "Chaque message y ajoute « +référence », que le serveur doit accepter",
          en: "Each message adds “+reference” to it; the server must accept that",
        },
      ),
    ),
  connectionsMax: z
    .number()
    .int()
    .min(1)
    .max(CONNECTIONS_MAX)
    .default(5)
    .meta(words({ fr: "Connexions simultanées", en: "Connections at once" })),
  dkimDomain: z
    .string()
    .optional()
    .meta(words({ fr: "Domaine DKIM", en: "DKIM domain" })),
  dkimSelector: z
    .string()
    .optional()
    .meta(words({ fr: "Sélecteur DKIM", en: "DKIM selector" })),
  password: z
    .string()
    .optional()
    .meta(words({ fr: "Mot de passe", en: "Password" })),
  dkimKey: z
    .string()
    .optional()
    .meta(words({ fr: "Clé privée DKIM (PEM)", en: "DKIM private key (PEM)" })),
  inboundKey: z
    .string()
    .min(16)
    .optional()
    .meta(
      words(
        { fr: "Clé des messages entrants", en: "Key of incoming mail" },
        {
          fr: "Signe le courrier que votre serveur transmet à Tocsin",
          en: "Signs the mail that your server hands on to Tocsin",
        },
      ),
    ),
});
export type EmailSettings = z.infer<typeof Settings>;

/**
 * E-mail through any SMTP server. Bounces, complaints and answers come back as raw mail
 * (`message/rfc822`) that the mail server POSTs to the channel's callback address, signed like
 * a signed webhook, for example from a pipe in its alias table.
 */
export const smtpEmail = defineTransport({
  kind: "smtp-email",
  title: { fr: "E-mail (SMTP)", en: "E-mail (SMTP)" },
  addressKind: "email",
  failureDomain: "own",
  settings: Settings,
  secrets: ["password", "dkimKey", "inboundKey"],
  address: {
    label: { fr: "Adresse e-mail", en: "E-mail address" },
    example: "ana@example.org",
    parse: parseEmail,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  async send(message, to, settings, wire) {
    const opened = await openMailer(settings, wire);
    if (!opened.ok) return opened.failed;
    try {
      const letter = letterOf(message, to, settings);
      await opened.mailer.sendMail({ ...letter, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) });
      // Our own Message-ID comes back in answers and bounces; the server's number never does.
      return { kind: "accepted", providerId: letter.messageId };
    } catch (cause) {
      return smtpOutcome(cause);
    }
  },

  verify: ({ headers, body, receivedAt }, { inboundKey }) =>
    inboundKey !== undefined &&
    stampedFits(inboundKey, headers[SIGNATURE_HEADER], { body, at: receivedAt }),

  hear: hearEmail,
});

function parseEmail(typed: string): string | null {
  const trimmed = typed.trim();
  const domain = ADDRESS.exec(trimmed)?.[1];
  if (domain === undefined || trimmed.length > ADDRESS_LENGTH_MAX) return null;
  return `${trimmed.slice(0, -domain.length)}${domain.toLowerCase()}`;
}

/** RFC 8058: mail programs draw their own button for leaving from the two List headers. */
function letterOf(message: Message, to: string, settings: EmailSettings) {
  const { reference, heading, language, links, files = [] } = message;
  const body = plainLines(message.body);
  const { optOut } = links;
  return {
    from: { name: settings.fromName, address: settings.from },
    // As an object, so that nothing in the address is read as a list of addresses.
    to: { name: "", address: to },
    envelope: { from: verpOf(settings.returnPath ?? settings.from, reference), to: [to] },
    subject: heading,
    messageId: messageIdOf(reference, settings.from),
    date: new Date(message.at),
    text: body,
    html: htmlOf({ ...message, body }),
    attachments: files.map(({ name, type, text }) => ({
      filename: name,
      contentType: type,
      content: text,
    })),
    headers: {
      "Content-Language": language,
      "Auto-Submitted": "auto-generated",
      "X-Tocsin-Reference": reference,
      ...(optOut === null
        ? {}
        : {
            "List-Unsubscribe": `<${optOut}>`,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }),
    },
  };
}
