import { lookup as lookupCallback } from "node:dns";
import { isIP } from "node:net";
import { promisify } from "node:util";
import ipaddr from "ipaddr.js";
import { codeOf } from "./errors.ts";

/**
 * How far we may reach. Live channels and probes reach the public internet and nothing inside it;
 * drills and training reach this machine and nothing outside it.
 */
export type Reach = "public" | "loopback";

/** Every address a name stands for. Replaced in tests by a table. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** Where a connection may go: the addresses are the ones that were looked at, not a second answer. */
export type Vetted =
  | { ok: true; host: string; addresses: readonly string[] }
  | { ok: false; blame: "address" | "lookup"; why: string };

export type VettedUrl = { ok: true; url: URL } | { ok: false; why: string };

const SCHEMES = ["https:", "http:"];
const PORTS = ["", "80", "443", "8080", "8443"];
/** Everything beside it is unassigned, which ipaddr.js takes for ordinary. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** An address we may ask at all: known scheme and port, and no name or password inside. */
export function vetUrl(text: string, reach: Reach): VettedUrl {
  if (!URL.canParse(text)) return { ok: false, why: "this is not an address" };
  const url = new URL(text);
  if (!SCHEMES.includes(url.protocol)) return { ok: false, why: `scheme ${url.protocol} refused` };
  if (url.username !== "" || url.password !== "") {
    return { ok: false, why: "a name or password inside an address is refused" };
  }
  if (reach === "public" && !PORTS.includes(url.port)) {
    return { ok: false, why: `port ${url.port} refused` };
  }
  return { ok: true, url };
}

/**
 * Looks a host up once and judges every answer. One bad answer spoils them all: a name that stands
 * for a public and a private address is an attack, or a network that nobody understands.
 */
export async function vetHost(
  host: string,
  reach: Reach,
  lookup: Lookup = lookUp,
): Promise<Vetted> {
  const name = plainHost(host);
  if (name === null) return { ok: false, blame: "address", why: "this is not a host name" };
  const found = isIP(name) ? [name] : await answersOf(name, lookup);
  if (typeof found === "string") return { ok: false, blame: "lookup", why: found };
  for (const address of found) {
    const wrong = whyRefused(address, reach);
    if (wrong) return { ok: false, blame: "address", why: `${name} leads to ${wrong}` };
  }
  return { ok: true, host: name, addresses: found };
}

/** What kind of address this is, in one word; "public" is the only kind that is everybody's. */
export function classify(address: string): string {
  if (!ipaddr.isValid(address)) return "malformed";
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (parsed instanceof ipaddr.IPv4) return range === "unicast" ? "public" : range;
  if (range !== "unicast") return range;
  return parsed.match(GLOBAL_UNICAST) ? "public" : "reserved";
}

function whyRefused(address: string, reach: Reach): string | null {
  const kind = classify(address);
  if (reach === "public") return kind === "public" ? null : `a ${kind} address`;
  return kind === "loopback" ? null : `a ${kind} address, and a drill reaches this machine only`;
}

/** The host as the WHATWG parser reads it: octal, short and hexadecimal notations become plain. */
function plainHost(host: string): string | null {
  const text = isIP(host) === 6 ? `http://[${host}]` : `http://${host}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const extras = `${url.username}${url.password}${url.port}${url.search}${url.hash}`;
  if (extras !== "" || url.pathname !== "/") return null;
  return url.hostname.replace(/^\[|\]$/g, "");
}

async function answersOf(name: string, lookup: Lookup): Promise<readonly string[] | string> {
  try {
    const found = await lookup(name);
    return found.length > 0 ? found : `${name} has no address`;
  } catch (cause) {
    return `${name} was not found (${codeOf(cause) ?? "no answer"})`;
  }
}

const lookupAsync = promisify(lookupCallback);

async function lookUp(host: string): Promise<readonly string[]> {
  return (await lookupAsync(host, { all: true })).map(({ address }) => address);
}
