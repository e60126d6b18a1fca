import type { Routes } from "../routes.ts";
import { accountRoutes } from "./accounts.ts";
import { announcementCheckRoutes } from "./announcement-check.ts";
import { announcementPreviewRoutes } from "./announcement-preview.ts";
import { announcementRoutes } from "./announcements.ts";
import { backupRoutes } from "./backups.ts";
import { broadcastRoutes } from "./broadcasts.ts";
import { calendarRoutes } from "./calendar.ts";
import { channelRoutes } from "./channels.ts";
import { contactHookRoutes } from "./contact-hooks.ts";
import { contactImportRoutes } from "./contact-imports.ts";
import { contactPointRoutes } from "./contact-points.ts";
import { contactPullRoutes } from "./contact-pulls.ts";
import { contactSyncRoutes } from "./contact-sync.ts";
import { contactRoutes } from "./contacts.ts";
import { copyRoutes } from "./copies.ts";
import { embeddingRoutes } from "./embedding.ts";
import { eventRoutes } from "./events.ts";
import { faqRoutes } from "./faq.ts";
import { followUpRoutes } from "./follow-ups.ts";
import { foresightRoutes } from "./foresight.ts";
import { forumRoutes } from "./forums.ts";
import { heartbeatRoutes } from "./heartbeats.ts";
import { incidentReportRoutes } from "./incident-reports.ts";
import { incidentRoutes } from "./incidents.ts";
import { maintenanceRoutes } from "./maintenances.ts";
import { organisationRoutes } from "./organisation.ts";
import { outletPreviewRoutes } from "./outlet-previews.ts";
import { outletRoutes, postRoutes } from "./outlets.ts";
import { pageRoutes } from "./pages.ts";
import { platformEvidenceRoutes } from "./platform-evidence.ts";
import { platformRoutes } from "./platforms.ts";
import { playbookRoutes } from "./playbooks.ts";
import { pollRoutes } from "./polls.ts";
import { publicReportRoutes } from "./public-reports.ts";
import { reachabilityRoutes } from "./reachability.ts";
import { reportCommentRoutes } from "./report-comments.ts";
import { rumourRoutes } from "./rumours.ts";
import { safetyRoutes } from "./safety.ts";
import { segmentRoutes } from "./segments.ts";
import { sendingRoutes } from "./sending.ts";
import { sessionRoutes, signInRoutes } from "./session.ts";
import { setAsideRoutes } from "./set-aside.ts";
import { signingRoutes } from "./signing.ts";
import { sourceRoutes } from "./sources.ts";
import { subscriberRoutes } from "./subscribers.ts";
import { suppressionRoutes } from "./suppressions.ts";
import { taskRoutes } from "./tasks.ts";
import { testerRoutes } from "./testers.ts";
import { ticketRoutes } from "./tickets.ts";
import { trialRoutes } from "./trials.ts";
import { triggerRoutes } from "./triggers.ts";
import { unreachableRoutes } from "./unreachable.ts";

/** Whoever calls these is known, and may at least look. */
export const SIGNED_IN_ROUTES: readonly Routes[] = [
  sessionRoutes,
  accountRoutes,
  organisationRoutes,
  backupRoutes,
  eventRoutes,
  contactPointRoutes,
  rumourRoutes,
  segmentRoutes,
  contactRoutes,
  contactImportRoutes,
  contactSyncRoutes,
  contactPullRoutes,
  contactHookRoutes,
  channelRoutes,
  setAsideRoutes,
  copyRoutes,
  embeddingRoutes,
  broadcastRoutes,
  followUpRoutes,
  safetyRoutes,
  unreachableRoutes,
  sendingRoutes,
  trialRoutes,
  testerRoutes,
  reachabilityRoutes,
  announcementCheckRoutes,
  announcementPreviewRoutes,
  announcementRoutes,
  outletPreviewRoutes,
  outletRoutes,
  postRoutes,
  incidentReportRoutes,
  incidentRoutes,
  platformRoutes,
  reportCommentRoutes,
  platformEvidenceRoutes,
  playbookRoutes,
  signingRoutes,
  sourceRoutes,
  faqRoutes,
  forumRoutes,
  pollRoutes,
  foresightRoutes,
  calendarRoutes,
  maintenanceRoutes,
  pageRoutes,
  subscriberRoutes,
  suppressionRoutes,
  taskRoutes,
  ticketRoutes,
];

/** The part of the API that is for everybody. */
export const OPEN_ROUTES: readonly Routes[] = [
  signInRoutes,
  publicReportRoutes,
  heartbeatRoutes,
  triggerRoutes,
];
