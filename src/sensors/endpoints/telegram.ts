import type { EndpointList } from "./list.ts";

/** The access points are addresses, not names: Telegram's own programs carry them, too. */
export const telegram: EndpointList = {
  version: 1,
  readOn: "2026-11-20",
  source: "ooni/spec nettests/ts-020-telegram.md, 2022-12-07-001",
  groups: [
    {
      name: "app",
      doors: {
        kind: "tcp",
        hosts: [
          "149.154.175.50",
          "149.154.167.51",
          "149.154.175.100",
          "149.154.167.91",
          "149.154.171.5",
        ],
        ports: [443, 80],
      },
    },
    { name: "web", doors: { kind: "https", urls: ["https://web.telegram.org/"] } },
  ],
};
