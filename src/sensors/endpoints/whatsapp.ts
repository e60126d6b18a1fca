import type { EndpointList } from "./list.ts";

export const whatsapp: EndpointList = {
  version: 1,
  readOn: "2026-11-20",
  source: "ooni/spec nettests/ts-018-whatsapp.md, 2020-07-09-001",
  groups: [
    {
      name: "app",
      doors: {
        kind: "tcp",
        hosts: Array.from({ length: 16 }, (_, index) => `e${index + 1}.whatsapp.net`),
        ports: [443, 5222],
      },
    },
    {
      name: "registration",
      doors: { kind: "https", urls: ["https://v.whatsapp.net/v2/register"] },
    },
    { name: "web", doors: { kind: "https", urls: ["https://web.whatsapp.com/"] } },
  ],
};
