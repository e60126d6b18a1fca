import { expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { dnsProbe } from "./dns-probe.ts";
import { httpProbe } from "./http-probe.ts";
import { tcpProbe } from "./tcp-probe.ts";

const anchors = "anchor.example.org:443";
const endpoints = "e1.example.net:443, e2.example.net:5222";
const names = "e1.example.net e2.example.net";

sensorKit(tcpProbe, { settings: () => ({ endpoints, anchors }), speaksHttp: false });
sensorKit(dnsProbe, { settings: () => ({ names, anchors }), speaksHttp: false });
sensorKit(httpProbe, { settings: (base) => ({ urls: base, anchors }), speaksHttp: true });

test.each([
  ["one endpoint that answers is enough", { "e2.example.net": "answers" }, "up"],
  ["all silent while others answer is down", { "anchor.example.org": "answers" }, "down"],
  ["all silent, and everybody else, too, is our own fault", {}, "unknown"],
  [
    "an address that we refuse to touch tells nothing",
    { "e1.example.net": "refused", "anchor.example.org": "answers" },
    "unknown",
  ],
] as const)("reachability: %s", async (_name, hosts, verdict) => {
  const line = lineWhere(hosts);
  const tcp = await tcpProbe.look({ endpoints, anchors }, line, quietMoment());
  const dns = await dnsProbe.look({ names, anchors }, line, quietMoment());
  expect(tcp).toMatchObject({ kind: "reading", verdict });
  expect(dns).toMatchObject({ kind: "reading", verdict });
});

const answered = (status: number) =>
  lineWhere(
    {},
    {
      ok: false,
      status,
      json: null,
      text: "",
      failed: { kind: "unknown", why: `HTTP ${status}` },
    },
  );

test.each([
  [false, 503, "up"],
  [true, 503, "degraded"],
  [true, 404, "up"],
])("http: ours %s, status %d is %s", async (ours, status, verdict) => {
  const settings = { urls: "https://web.example.net/", ours, anchors };
  const look = await httpProbe.look(settings, answered(status), quietMoment());
  expect(look).toMatchObject({ verdict });
});

test("http: silence while an anchor answers is down, and says how it was silent", async () => {
  const line = lineWhere({ "anchor.example.org": "answers" });
  const settings = { urls: "https://web.example.net/", anchors };
  expect(await httpProbe.look(settings, line, quietMoment())).toMatchObject({
    verdict: "down",
    evidence: { code: "crisis:probe.down", params: { total: 1, why: "ECONNREFUSED" } },
  });
});
