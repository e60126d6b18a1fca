import { z } from "zod";
import { type Moved, type MovedWatch, rhythm } from "./moved.ts";

const EVERY_DEFAULT_S = 60;
const PORT_MAX = 65_535;
const MISSING = "its address is missing";

const Monitor = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  url: z.string().nullish(),
  hostname: z.string().nullish(),
  port: z.coerce.number().int().min(1).max(PORT_MAX).nullish().catch(null),
  interval: z.coerce.number().positive().catch(EVERY_DEFAULT_S),
  active: z.union([z.boolean(), z.number()]).nullish(),
});
type Monitor = z.infer<typeof Monitor>;

/** The backup file of Uptime Kuma 1 (Settings, Backup, Export): its monitors. */
export const KumaFiles = z.object({ version: z.string(), monitorList: z.array(Monitor) });
export type KumaFiles = z.infer<typeof KumaFiles>;

type Taken = MovedWatch | { why: string };

/** Monitors as sources of evidence. Passwords, notifications and proxies are not read. */
export function fromKuma({ version, monitorList }: KumaFiles): Moved {
  const moved: Moved = {
    origin: `uptime-kuma ${version}`,
    points: [],
    watches: [],
    incidents: [],
    works: [],
    left: [],
  };
  for (const monitor of monitorList) {
    const taken = watchOf(monitor);
    if ("why" in taken) moved.left.push({ what: monitor.name, why: taken.why });
    else moved.watches.push(taken);
  }
  return moved;
}

function watchOf(monitor: Monitor): Taken {
  const { name, type, hostname, port } = monitor;
  if (monitor.active === false || monitor.active === 0) return { why: "it is paused there" };
  const common = { name, everyMs: rhythm(monitor.interval) };
  switch (type) {
    case "http":
    case "keyword":
    case "json-query":
      return httpWatch(monitor.url ?? "", common);
    case "port":
      if (!hostname || !port) return { why: MISSING };
      return { ...common, sensor: "tcp-probe", settings: { endpoints: `${hostname}:${port}` } };
    case "dns":
      if (!hostname) return { why: MISSING };
      return { ...common, sensor: "dns-probe", settings: { names: hostname } };
    case "push":
      return { why: "create a heartbeat here and give its address to the job" };
    case "group":
      return { why: "it is a heading, not a check" };
    default:
      return { why: `there is no sensor for “${type}”` };
  }
}

function httpWatch(url: string, common: { name: string; everyMs: number }): Taken {
  if (!URL.canParse(url)) return { why: MISSING };
  const { username, protocol } = new URL(url);
  if (username !== "") return { why: "its address holds a password" };
  if (protocol !== "https:" && protocol !== "http:") return { why: MISSING };
  return { ...common, sensor: "http-probe", settings: { urls: url, ours: true } };
}
