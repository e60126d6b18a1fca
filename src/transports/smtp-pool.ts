import { createTransport } from "nodemailer";
import type { Outcome } from "../domain/outcome.ts";
import type { Wire } from "../lib/wire.ts";

export type SmtpServer = {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  user?: string | undefined;
  password?: string | undefined;
  connectionsMax: number;
  dkimDomain?: string | undefined;
  dkimSelector?: string | undefined;
  dkimKey?: string | undefined;
};

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;
const MESSAGES_PER_CONNECTION_MAX = 1_000;
/** The name is looked up and vetted again after this long. */
const VETTED_FOR_MS = 60_000;
/** RFC 8058 asks for both List headers under the signature. */
const SIGNED_HEADERS =
  "from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post";
const PORTS = [25, 465, 587, 2525];

type Mailer = ReturnType<typeof mailerTo>;
export type OpenMailer = { ok: true; mailer: Mailer } | { ok: false; failed: Outcome };
type Entry = { opened: Promise<OpenMailer>; address: string; freshUntil: number };

const mailersOf = new WeakMap<Wire, Map<string, Entry>>();

/** The connections to one server, shared by all messages that go out through it on this wire. */
export function openMailer(server: SmtpServer, wire: Wire): Promise<OpenMailer> {
  const mailers = mailersOf.get(wire) ?? newMailers(wire);
  const key = JSON.stringify(server);
  const known = mailers.get(key);
  if (known && known.freshUntil > performance.now()) return known.opened;
  const freshUntil = performance.now() + VETTED_FOR_MS;
  const entry: Entry = { opened: Promise.resolve(unset), address: "", freshUntil };
  entry.opened = open(server, wire, { entry, known });
  mailers.set(key, entry);
  return entry.opened;
}

const unset: OpenMailer = { ok: false, failed: { kind: "unreachable", why: "not open yet" } };

function newMailers(wire: Wire): Map<string, Entry> {
  const mailers = new Map<string, Entry>();
  mailersOf.set(wire, mailers);
  wire.closing.addEventListener("abort", () => {
    for (const { opened } of mailers.values()) {
      void opened.then((open) => open.ok && open.mailer.close());
    }
    mailers.clear();
  });
  return mailers;
}

async function open(
  server: SmtpServer,
  wire: Wire,
  { entry, known }: { entry: Entry; known: Entry | undefined },
): Promise<OpenMailer> {
  const refused = whyRefused(server, wire);
  if (refused) return { ok: false, failed: { kind: "misconfigured", why: refused } };
  const vetted = await wire.dns(server.host);
  const address = vetted.ok ? vetted.addresses[0] : undefined;
  const before = await known?.opened;
  if (before?.ok && address !== undefined && address === known?.address) {
    entry.address = address;
    return before;
  }
  if (before?.ok) before.mailer.close();
  if (!vetted.ok || address === undefined) {
    entry.freshUntil = 0;
    const kind = !vetted.ok && vetted.blame === "address" ? "misconfigured" : "unreachable";
    return { ok: false, failed: { kind, why: vetted.ok ? "no address" : vetted.why } };
  }
  entry.address = address;
  return { ok: true, mailer: mailerTo(server, address) };
}

function whyRefused(server: SmtpServer, wire: Wire): string | null {
  if (wire.reach === "loopback") return null;
  if (!PORTS.includes(server.port)) return `port ${server.port} refused`;
  const isOpen = server.security === "none" && server.password !== undefined;
  return isOpen ? "a password travels over TLS only" : null;
}

function mailerTo(server: SmtpServer, address: string) {
  const { dkimDomain, dkimSelector, dkimKey } = server;
  return createTransport({
    pool: true,
    // The vetted address; the certificate must still be the host's own.
    host: address,
    port: server.port,
    secure: server.security === "tls",
    requireTLS: server.security === "starttls",
    ignoreTLS: server.security === "none",
    tls: { servername: server.host },
    ...(server.user !== undefined && server.password !== undefined
      ? { auth: { user: server.user, pass: server.password } }
      : {}),
    maxConnections: server.connectionsMax,
    maxMessages: MESSAGES_PER_CONNECTION_MAX,
    // When to try again is decided by the cascade, and by nothing else.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkimDomain && dkimSelector && dkimKey
      ? {
          dkim: {
            domainName: dkimDomain,
            keySelector: dkimSelector,
            privateKey: dkimKey,
            headerFieldNames: SIGNED_HEADERS,
          },
        }
      : {}),
  });
}
