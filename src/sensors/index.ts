import { accountHealth } from "./account-health.ts";
import { canaryMessage } from "./canary-message.ts";
import { cap } from "./cap.ts";
import { dnsProbe } from "./dns-probe.ts";
import { downdetector } from "./downdetector.ts";
import { feed } from "./feed.ts";
import { forumFeed } from "./forum-feed.ts";
import { heartbeat } from "./heartbeat.ts";
import { httpProbe } from "./http-probe.ts";
import { incidentIo } from "./incident-io.ts";
import { instatus } from "./instatus.ts";
import { jetstream } from "./jetstream.ts";
import { mailGateway } from "./mail-gateway.ts";
import { mastodonStream } from "./mastodon-stream.ts";
import { mastodonTags } from "./mastodon-tags.ts";
import { metaStatus } from "./meta-status.ts";
import { ownDeliveries } from "./own-deliveries.ts";
import { ownInbound } from "./own-inbound.ts";
import { reachability } from "./reachability.ts";
import { reddit } from "./reddit.ts";
import { isListener, type Sensor } from "./sensor.ts";
import { smsGateway } from "./sms-gateway.ts";
import { statuspage } from "./statuspage.ts";
import { tcpProbe } from "./tcp-probe.ts";
import { userReports } from "./user-reports.ts";
import { usgsEarthquakes } from "./usgs-earthquakes.ts";
import { webhook } from "./webhook.ts";
import { xStream } from "./x-stream.ts";

/** Every sensor there is. A new one is one line here. */
export const sensors: readonly Sensor[] = [
  userReports,
  ownDeliveries,
  ownInbound,
  canaryMessage,
  accountHealth,
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
  mastodonStream,
  jetstream,
  xStream,
  reddit,
  forumFeed,
  mailGateway,
  smsGateway,
  downdetector,
  cap,
  usgsEarthquakes,
  webhook,
];

export const findSensor = (kind: string): Sensor | undefined =>
  sensors.find((sensor) => sensor.kind === kind);

/** Those that hold a line, which src/loops/listen.ts keeps; all others look when they are due. */
export const listenerKinds: readonly string[] = sensors
  .filter(isListener)
  .map((sensor) => sensor.kind);
