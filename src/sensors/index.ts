import { dnsProbe } from "./dns-probe.ts";
import { httpProbe } from "./http-probe.ts";
import { ownDeliveries } from "./own-deliveries.ts";
import type { Sensor } from "./sensor.ts";
import { statuspage } from "./statuspage.ts";
import { tcpProbe } from "./tcp-probe.ts";
import { userReports } from "./user-reports.ts";

/** Every sensor there is. A new one is one line here. */
export const sensors: readonly Sensor[] = [
  userReports,
  ownDeliveries,
  statuspage,
  tcpProbe,
  httpProbe,
  dnsProbe,
];

export const findSensor = (kind: string): Sensor | undefined =>
  sensors.find((sensor) => sensor.kind === kind);
