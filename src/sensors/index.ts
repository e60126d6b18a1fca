import { dnsProbe } from "./dns-probe.ts";
import { feed } from "./feed.ts";
import { heartbeat } from "./heartbeat.ts";
import { httpProbe } from "./http-probe.ts";
import { incidentIo } from "./incident-io.ts";
import { instatus } from "./instatus.ts";
import { mastodonTags } from "./mastodon-tags.ts";
import { metaStatus } from "./meta-status.ts";
import { ownDeliveries } from "./own-deliveries.ts";
import { reachability } from "./reachability.ts";
import type { Sensor } from "./sensor.ts";
import { statuspage } from "./statuspage.ts";
import { tcpProbe } from "./tcp-probe.ts";
import { userReports } from "./user-reports.ts";

/** Every sensor there is. A new one is one line here. */
export const sensors: readonly Sensor[] = [
  userReports,
  ownDeliveries,
  reachability,
  metaStatus,
  statuspage,
  instatus,
  incidentIo,
  feed,
  tcpProbe,
  httpProbe,
  dnsProbe,
  heartbeat,
  mastodonTags,
];

export const findSensor = (kind: string): Sensor | undefined =>
  sensors.find((sensor) => sensor.kind === kind);
