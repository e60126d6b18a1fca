import type { Routes } from "../routes.ts";
import { accountRoutes } from "./accounts.ts";
import { announcementPreviewRoutes } from "./announcement-preview.ts";
import { announcementRoutes } from "./announcements.ts";
import { broadcastRoutes } from "./broadcasts.ts";
import { channelRoutes } from "./channels.ts";
import { contactImportRoutes } from "./contact-imports.ts";
import { contactPointRoutes } from "./contact-points.ts";
import { contactRoutes } from "./contacts.ts";
import { eventRoutes } from "./events.ts";
import { heartbeatRoutes } from "./heartbeats.ts";
import { incidentReportRoutes } from "./incident-reports.ts";
import { incidentRoutes } from "./incidents.ts";
import { organisationRoutes } from "./organisation.ts";
import { platformRoutes } from "./platforms.ts";
import { publicReportRoutes } from "./public-reports.ts";
import { segmentRoutes } from "./segments.ts";
import { sessionRoutes, signInRoutes } from "./session.ts";
import { sourceRoutes } from "./sources.ts";
import { taskRoutes } from "./tasks.ts";

/** Whoever calls these is known, and may at least look. */
export const SIGNED_IN_ROUTES: readonly Routes[] = [
  sessionRoutes,
  accountRoutes,
  organisationRoutes,
  eventRoutes,
  contactPointRoutes,
  segmentRoutes,
  contactRoutes,
  contactImportRoutes,
  channelRoutes,
  broadcastRoutes,
  announcementPreviewRoutes,
  announcementRoutes,
  incidentReportRoutes,
  incidentRoutes,
  platformRoutes,
  sourceRoutes,
  taskRoutes,
];

/** The part of the API that is for everybody. */
export const OPEN_ROUTES: readonly Routes[] = [signInRoutes, publicReportRoutes, heartbeatRoutes];
