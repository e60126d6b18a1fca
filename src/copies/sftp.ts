import { posix } from "node:path";
import type { Client, ConnectConfig, SFTPWrapper } from "ssh2";
import { z } from "zod";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { sha256 } from "../lib/crypto.ts";
import { words } from "../lib/description.ts";
import { messageOf } from "../lib/errors.ts";
import { redact } from "../lib/redact.ts";
import type { Wire } from "../lib/wire.ts";
import { defineDestination, type Shelf, type Trouble } from "./destination.ts";
import { type Line, lineOver } from "./sftp-line.ts";

const READY_TIMEOUT_MS = 15_000;
const KEEPALIVE_MS = 10_000;
const LANES = 8;
/** What never stands at the end of a finished file. */
const ASIDE = ".tocsin-new";
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
/** Where SSH is usually heard; nothing else on the internet is talked to. */
const PORTS = [22, 23, 115, 222, 2022, 2222, 8022, 22022];

const Settings = z.object({
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .meta(words({ fr: "Serveur", en: "Server" })),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(22)
    .meta(words({ fr: "Port", en: "Port" })),
  fingerprint: z
    .string()
    .trim()
    .regex(FINGERPRINT)
    .meta(
      words(
        { fr: "Empreinte de la clé du serveur", en: "Fingerprint of the server's key" },
        {
          fr: "SHA256:… Votre hébergeur la publie ; sur le serveur : ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
          en: "SHA256:… Your provider publishes it; on the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
        },
      ),
    ),
  user: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta(words({ fr: "Identifiant", en: "User name" })),
  folder: z
    .string()
    .trim()
    .regex(/^\/?[\w.-]+(?:\/[\w.-]+)*\/?$/)
    .refine((path) => !path.split("/").includes(".."))
    .meta(
      words(
        { fr: "Dossier du site", en: "Folder of the site" },
        { fr: "Celui que le serveur web publie.", en: "The one that the web server publishes." },
      ),
    ),
  password: z
    .string()
    .max(500)
    .optional()
    .meta(words({ fr: "Mot de passe", en: "Password" })),
  privateKey: z
    .string()
    .max(8_000)
    .optional()
    .meta(
      words(
        { fr: "Clé privée", en: "Private key" },
        {
          fr: "Au format OpenSSH ou PEM ; elle remplace le mot de passe.",
          en: "In the OpenSSH or PEM form; it takes the place of the password.",
        },
      ),
    ),
  passphrase: z
    .string()
    .max(500)
    .optional()
    .meta(words({ fr: "Phrase de la clé", en: "Passphrase of the key" })),
});
export type SftpSettings = z.infer<typeof Settings>;

/** A folder of any web server that can be reached by SSH. */
export const sftp = defineDestination({
  kind: "sftp",
  title: { fr: "Serveur web (SFTP)", en: "Web server (SFTP)" },
  settings: Settings,
  secrets: ["password", "privateKey", "passphrase"],

  async open(settings, wire) {
    const { host, port, folder } = settings;
    if (wire.reach === "public" && !PORTS.includes(port)) {
      return { ok: false, why: sentence("copies:sftp.port", { port }) };
    }
    const vetted = await wire.dns(host);
    const [address] = vetted.ok ? vetted.addresses : [];
    if (address === undefined) {
      const why = vetted.ok ? host : vetted.why;
      return { ok: false, why: sentence("copies:unreachable", { why }) };
    }
    // Fifteen megabytes that a server without such a copy need not hold.
    const { Client } = await import("ssh2");
    const opened = await connect(new Client(), { settings, address, wire });
    if (!opened.ok) return opened;
    return { ok: true, shelf: shelfOf(lineOver(opened.line), opened.client, folder) };
  },
});

type Way = { settings: SftpSettings; address: string; wire: Wire };
type Connected = { ok: true; client: Client; line: SFTPWrapper } | { ok: false; why: Sentence };

/** The far side proves first that it is the one that was meant: nothing is sent to any other. */
function connect(client: Client, { settings, address, wire }: Way): Promise<Connected> {
  return new Promise((resolve) => {
    let shown = "";
    const fail = (why: Sentence) => {
      wire.closing.removeEventListener("abort", leave);
      client.destroy();
      resolve({ ok: false, why });
    };
    const leave = () => void client.destroy();
    client.on("error", (cause) => fail(whyNot(cause, { settings, shown })));
    client.on("close", () => fail(sentence("copies:unreachable", { why: "closed" })));
    client.on("ready", () =>
      // Small answers would wait for each other otherwise: a tenth of a second for every file.
      client.setNoDelay(true).sftp((cause, line) => {
        if (cause) fail(sentence("copies:sftp.no_sftp"));
        else resolve({ ok: true, client, line });
      }),
    );
    wire.closing.addEventListener("abort", leave, { once: true });
    const hostVerifier = (key: Buffer) => {
      shown = fingerprintOf(key);
      return shown === settings.fingerprint.replace(/=$/, "");
    };
    try {
      client.connect({ ...termsOf(settings, address), hostVerifier });
    } catch (cause) {
      fail(sentence("copies:sftp.key", { why: messageOf(cause) }));
    }
  });
}

const termsOf = (settings: SftpSettings, address: string): ConnectConfig => ({
  host: address,
  port: settings.port,
  username: settings.user,
  ...(settings.privateKey
    ? {
        privateKey: settings.privateKey,
        ...(settings.passphrase && { passphrase: settings.passphrase }),
      }
    : { password: settings.password ?? "" }),
  readyTimeout: READY_TIMEOUT_MS,
  keepaliveInterval: KEEPALIVE_MS,
});

/** As OpenSSH shows it: SHA-256 in base64, without the sign at its end. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${sha256(key).toString("base64").replace(/=+$/, "")}`;

function shelfOf(line: Line, client: Client, folder: string): Shelf {
  const place = (name: string) => posix.join(folder, name);
  return {
    lanes: LANES,
    async read(name) {
      try {
        const bytes = await line.read(place(name));
        return bytes === null ? { kind: "nothing" } : { kind: "read", bytes };
      } catch (cause) {
        return { kind: "failed", why: told(cause) };
      }
    },
    write: async (name, { bytes }) =>
      await tried(async () => {
        const path = place(name);
        await line.folder(posix.dirname(path));
        await line.write(`${path}${ASIDE}`, bytes);
        await line.move(`${path}${ASIDE}`, path);
      }),
    remove: async (name) => await tried(async () => await line.remove(place(name))),
    async close() {
      client.end();
    },
  };
}

async function tried(work: () => Promise<void>): Promise<Trouble> {
  try {
    await work();
    return null;
  } catch (cause) {
    return told(cause);
  }
}

const told = (cause: unknown): Sentence =>
  sentence("copies:sftp.answer", { why: redact(messageOf(cause)) });

type Met = { settings: SftpSettings; shown: string };

function whyNot(cause: Error & { level?: string }, { settings, shown }: Met): Sentence {
  const { user, host, fingerprint } = settings;
  if (shown !== "" && shown !== fingerprint.replace(/=$/, "")) {
    return sentence("copies:sftp.other_key", { host, shown });
  }
  if (cause.level === "client-authentication") return sentence("copies:sftp.refused", { user });
  return sentence("copies:unreachable", { why: redact(cause.message) });
}
