import type { Routes } from "../routes.ts";
import { accountRoutes } from "./accounts.ts";
import { announcementPreviewRoutes } from "./announcement-preview.ts";
import { contactPointRoutes } from "./contact-points.ts";
import { eventRoutes } from "./events.ts";
import { organisationRoutes } from "./organisation.ts";
import { sessionRoutes, signInRoutes } from "./session.ts";

/** Whoever calls these is known, and may at least look. */
export const SIGNED_IN_ROUTES: readonly Routes[] = [
  sessionRoutes,
  accountRoutes,
  organisationRoutes,
  eventRoutes,
  contactPointRoutes,
  announcementPreviewRoutes,
];

/** The part of the API that is for everybody. */
export const OPEN_ROUTES: readonly Routes[] = [signInRoutes];
