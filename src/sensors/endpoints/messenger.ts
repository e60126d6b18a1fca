import type { EndpointList } from "./list.ts";

/** `stun.fbsbx.com` is left out: it speaks UDP, and OONI looks up its name only. */
export const messenger: EndpointList = {
  version: 1,
  readOn: "2026-11-20",
  source: "ooni/spec nettests/ts-019-facebook-messenger.md, 2016-10-25-001",
  groups: [
    {
      name: "app",
      doors: {
        kind: "tcp",
        hosts: [
          "edge-mqtt.facebook.com",
          "b-api.facebook.com",
          "b-graph.facebook.com",
          "star.c10r.facebook.com",
        ],
        ports: [443],
      },
    },
    {
      name: "media",
      doors: {
        kind: "tcp",
        hosts: ["external.xx.fbcdn.net", "scontent.xx.fbcdn.net"],
        ports: [443],
      },
    },
  ],
};
