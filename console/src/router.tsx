import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "./api.ts";
import { lazyPage } from "./parts/renewed.tsx";
import { queryClient, sessionQuery } from "./queries.ts";
import { Crash, Missing } from "./shell/lost.tsx";
import { Shell } from "./shell/shell.tsx";
import { SignIn } from "./shell/sign-in.tsx";
import { SignInByLink } from "./shell/sign-in-link.tsx";
import { Situation } from "./situation/situation.tsx";
import {
  COMMENT_STATES,
  HELP_TABS,
  INCIDENT_TABS,
  RANGES,
  SETTINGS_TABS,
  SHOWN,
  TICKET_STATES,
} from "./tabs.ts";

type Search = Record<string, unknown>;
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const moment = (value: unknown) =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : undefined;
const count = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : undefined);
const oneOf = <const T extends string>(value: unknown, options: readonly T[]): T | undefined =>
  options.find((option) => option === value);
const some = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: Missing,
  errorComponent: Crash,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignIn,
  validateSearch: (search: Search) => some("from", text(search["from"])),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/link",
  component: SignInByLink,
  validateSearch: (search: Search) => some("token", text(search["token"])),
});

/** Everything behind the door: without a session, the way leads to sign-in and back. */
const room = createRoute({
  getParentRoute: () => root,
  id: "room",
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
    } catch (cause) {
      if (!(cause instanceof ApiError) || cause.status !== 401) throw cause;
      throw redirect({ to: "/sign-in", search: { from: location.href } });
    }
  },
});

const situation = createRoute({
  getParentRoute: () => room,
  path: "/",
  component: Situation,
});

const incidents = createRoute({
  getParentRoute: () => room,
  path: "/incidents",
  component: lazyPage(() => import("./incidents/list.tsx"), "Incidents"),
  validateSearch: (search: Search) => some("scope", oneOf(search["scope"], ["open", "all"])),
});

const incident = createRoute({
  getParentRoute: () => room,
  path: "/incidents/$id",
  component: lazyPage(() => import("./incidents/incident.tsx"), "IncidentRoom"),
  validateSearch: (search: Search) => some("tab", oneOf(search["tab"], INCIDENT_TABS)),
});

const announcement = createRoute({
  getParentRoute: () => room,
  path: "/incidents/$id/announcement",
  component: lazyPage(() => import("./announcements/editor.tsx"), "AnnouncementEditor"),
  validateSearch: (search: Search) => some("edit", text(search["edit"])),
});

const platforms = createRoute({
  getParentRoute: () => room,
  path: "/platforms",
  component: lazyPage(() => import("./platforms/list.tsx"), "Platforms"),
});

const platform = createRoute({
  getParentRoute: () => room,
  path: "/platforms/$id",
  component: lazyPage(() => import("./platforms/platform.tsx"), "PlatformPage"),
  validateSearch: (search: Search) => ({
    ...some("range", oneOf(search["range"], RANGES)),
    ...some("from", moment(search["from"])),
    ...some("to", moment(search["to"])),
    ...some("stream", text(search["stream"])),
    ...some("show", oneOf(search["show"], ["chart", "table"])),
    ...some("change", count(search["change"])),
  }),
});

const moderation = createRoute({
  getParentRoute: () => room,
  path: "/comments",
  component: lazyPage(() => import("./reports/moderation.tsx"), "Moderation"),
  validateSearch: (search: Search) => some("show", oneOf(search["show"], COMMENT_STATES)),
});

const rumours = createRoute({
  getParentRoute: () => room,
  path: "/rumours",
  component: lazyPage(() => import("./rumours/list.tsx"), "Rumours"),
});

const broadcasts = createRoute({
  getParentRoute: () => room,
  path: "/broadcasts",
  component: lazyPage(() => import("./broadcasts/list.tsx"), "Broadcasts"),
});

const newBroadcast = createRoute({
  getParentRoute: () => room,
  path: "/broadcasts/new",
  component: lazyPage(() => import("./broadcasts/new.tsx"), "NewBroadcast"),
  validateSearch: (search: Search) => ({
    ...some("incident", text(search["incident"])),
    ...some("second", text(search["second"])),
  }),
});

const broadcast = createRoute({
  getParentRoute: () => room,
  path: "/broadcasts/$id",
  component: lazyPage(() => import("./broadcasts/broadcast.tsx"), "BroadcastPage"),
  validateSearch: (search: Search) => ({
    ...some("show", oneOf(search["show"], SHOWN)),
    ...some("cursor", text(search["cursor"])),
  }),
});

const contacts = createRoute({
  getParentRoute: () => room,
  path: "/contacts",
  component: lazyPage(() => import("./contacts/list.tsx"), "Contacts"),
  validateSearch: (search: Search) => ({
    ...some("query", text(search["query"])),
    ...some("language", oneOf(search["language"], ["fr", "en"])),
    ...some("ways", oneOf(search["ways"], ["none", "one", "several"])),
    ...some("only", text(search["only"])),
    ...some("cursor", text(search["cursor"])),
    ...some("contact", text(search["contact"])),
  }),
});

const contactImport = createRoute({
  getParentRoute: () => room,
  path: "/contacts/import",
  component: lazyPage(() => import("./contacts/import.tsx"), "ContactImport"),
});

const suppressions = createRoute({
  getParentRoute: () => room,
  path: "/contacts/suppressions",
  component: lazyPage(() => import("./contacts/suppressions.tsx"), "Suppressions"),
});

const segments = createRoute({
  getParentRoute: () => room,
  path: "/contacts/segments",
  component: lazyPage(() => import("./contacts/segments.tsx"), "Segments"),
});

const connections = createRoute({
  getParentRoute: () => room,
  path: "/contacts/connections",
  component: lazyPage(() => import("./contacts/connections.tsx"), "Connections"),
});

const subscribers = createRoute({
  getParentRoute: () => room,
  path: "/subscribers",
  component: lazyPage(() => import("./subscribers/overview.tsx"), "Subscribers"),
  validateSearch: (search: Search) => ({
    ...some("kind", text(search["kind"])),
    ...some("page", text(search["page"])),
    ...some("cursor", typeof search["cursor"] === "number" ? search["cursor"] : undefined),
  }),
});

const channels = createRoute({
  getParentRoute: () => room,
  path: "/channels",
  component: lazyPage(() => import("./channels/list.tsx"), "Channels"),
});

const calendar = createRoute({
  getParentRoute: () => room,
  path: "/calendar",
  component: lazyPage(() => import("./foresight/calendar.tsx"), "Calendar"),
});

const maintenance = createRoute({
  getParentRoute: () => room,
  path: "/maintenance",
  component: lazyPage(() => import("./maintenance/list.tsx"), "Maintenances"),
});

const help = createRoute({
  getParentRoute: () => room,
  path: "/help",
  component: lazyPage(() => import("./help/help.tsx"), "Help"),
  validateSearch: (search: Search) => ({
    ...some("tab", oneOf(search["tab"], HELP_TABS)),
    ...some("show", oneOf(search["show"], TICKET_STATES)),
  }),
});

const ticket = createRoute({
  getParentRoute: () => room,
  path: "/help/$id",
  component: lazyPage(() => import("./help/ticket.tsx"), "TicketPage"),
});

const settings = createRoute({
  getParentRoute: () => room,
  path: "/settings",
  component: lazyPage(() => import("./settings/settings.tsx"), "Settings"),
  validateSearch: (search: Search) => some("tab", oneOf(search["tab"], SETTINGS_TABS)),
});

const setup = createRoute({
  getParentRoute: () => room,
  path: "/setup",
  component: lazyPage(() => import("./settings/setup.tsx"), "Setup"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    link,
    room.addChildren([
      situation,
      incidents,
      incident,
      announcement,
      platforms,
      platform,
      moderation,
      rumours,
      broadcasts,
      newBroadcast,
      broadcast,
      contacts,
      contactImport,
      segments,
      connections,
      suppressions,
      subscribers,
      channels,
      calendar,
      maintenance,
      help,
      ticket,
      settings,
      setup,
    ]),
  ]),
  basepath: "/console",
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
