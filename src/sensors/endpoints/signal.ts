import type { EndpointList } from "./list.ts";

/**
 * Signal's servers carry certificates of Signal's own authority, which changes now and then
 * (ooni/probe#2344). We stop at the connection, so that such a change is never taken for an outage.
 */
export const signal: EndpointList = {
  version: 1,
  readOn: "2026-11-20",
  source: "ooni/spec nettests/ts-029-signal.md, the hosts that OONI Probe asks since 2025",
  groups: [
    {
      name: "app",
      doors: { kind: "tcp", hosts: ["chat.signal.org", "storage.signal.org"], ports: [443] },
    },
    {
      name: "contacts",
      doors: { kind: "tcp", hosts: ["cdsi.signal.org"], ports: [443] },
    },
    {
      name: "calls",
      doors: { kind: "tcp", hosts: ["sfu.voip.signal.org"], ports: [443] },
    },
  ],
};
