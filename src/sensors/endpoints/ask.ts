import { isIPv6 } from "node:net";
import type { Wire } from "../../lib/wire.ts";
import type { EndpointGroup } from "./list.ts";

/** What became of one door; `blind` means that we could not look, whoever is at fault. */
export type Door = {
  target: string;
  family: "v4" | "v6" | null;
  state: "answered" | "silent" | "blind";
  why: string;
};

/** So many hosts are asked at first; all the others, at once, only if none of them answers. */
const HOSTS_AT_FIRST = 4;
const PAGE_LENGTH_MAX = 1_000_000;

/** Knocks at the doors of a group until one opens; `turn` moves where it begins. */
export async function knock(group: EndpointGroup, wire: Wire, turn: number): Promise<Door[]> {
  const { doors } = group;
  if (doors.kind === "https") {
    return await Promise.all(doors.urls.map(async (url) => await ask(url, wire)));
  }
  const hosts = turned(doors.hosts, turn);
  const touchAll = async (some: readonly string[]) =>
    (
      await Promise.all(
        some.map(async (host) => await touchHost({ host, ports: doors.ports }, wire)),
      )
    ).flat();
  const first = await touchAll(hosts.slice(0, HOSTS_AT_FIRST));
  if (first.some(({ state }) => state === "answered")) return first;
  return [...first, ...(await touchAll(hosts.slice(HOSTS_AT_FIRST)))];
}

/** Every look begins elsewhere, so that no host is the only one that is ever asked. */
function turned(hosts: readonly string[], turn: number): string[] {
  const start = hosts.length === 0 ? 0 : turn % hosts.length;
  return [...hosts.slice(start), ...hosts.slice(0, start)];
}

/** IPv4 and IPv6 are tried apart: one of the two may be broken alone. */
async function touchHost(
  { host, ports }: { host: string; ports: readonly number[] },
  wire: Wire,
): Promise<Door[]> {
  const found = await wire.dns(host);
  if (!found.ok) {
    const state = found.blame === "lookup" ? "silent" : "blind";
    return [{ target: host, family: null, state, why: found.why }];
  }
  const four = found.addresses.find((address) => !isIPv6(address));
  const six = found.addresses.find((address) => isIPv6(address));
  const tries = [four, six].flatMap((address) =>
    address === undefined ? [] : ports.map((port) => ({ host, address, port })),
  );
  return await Promise.all(tries.map(async (one) => await touchAddress(one, wire)));
}

async function touchAddress(
  { host, address, port }: { host: string; address: string; port: number },
  wire: Wire,
): Promise<Door> {
  const target = `${host}:${port}`;
  const family = isIPv6(address) ? "v6" : "v4";
  const probe = await wire.tcp({ host: address, port });
  if (probe.ok) return { target, family, state: "answered", why: "" };
  return { target, family, state: probe.blame === "address" ? "blind" : "silent", why: probe.why };
}

/** Whatever status comes back is their affair (ooni/ooni.org#1317): somebody spoke to us. */
async function ask(url: string, wire: Wire): Promise<Door> {
  const target = new URL(url).hostname;
  const answer = await wire.request({ method: "GET", url, bodyLengthMax: PAGE_LENGTH_MAX });
  if (answer.ok || answer.status !== null) {
    return { target, family: null, state: "answered", why: "" };
  }
  const { failed } = answer;
  const state = failed.kind === "misconfigured" ? "blind" : "silent";
  return { target, family: null, state, why: "why" in failed ? failed.why : failed.kind };
}
