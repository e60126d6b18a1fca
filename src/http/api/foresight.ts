import { z } from "zod";
import { gradedDays } from "../../domain/feed-lag.ts";
import { notFound } from "../../lib/errors.ts";
import { feedLagsOf, feedLagsSince } from "../../store/feed-lags.ts";
import { readForesight } from "../../store/foresight.ts";
import { findIncident } from "../../store/incidents.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { findPlatform } from "../../store/platforms.ts";
import type { App, Front, Routes } from "../routes.ts";
import {
  FeedLagView,
  FeedRecordView,
  feedLagView,
  feedRecordViews,
  RiskView,
  riskView,
} from "./views/foresight.ts";

const tags = ["foresight"];
const DAY_MS = 86_400_000;
const PlatformId = z.object({ id: z.string().max(41) });

/** What may come, and how late others were. Nothing here changes anything. */
export const foresightRoutes: Routes = (app, front) => {
  risk(app, front);
  feedRecords(app, front);
  feedLags(app, front);
};

function risk(app: App, { house }: Front): void {
  app.get(
    "/risk",
    {
      schema: {
        tags,
        summary: "The days ahead of every platform: a level with its reasons, never an alarm",
        response: { 200: z.object({ platforms: z.array(RiskView) }) },
      },
    },
    async () => ({ platforms: (await readForesight(house.db, house.now())).map(riskView) }),
  );

  app.get(
    "/platforms/:id/risk",
    {
      schema: {
        tags,
        summary: "The days ahead of one platform",
        params: PlatformId,
        response: { 200: RiskView },
      },
    },
    async (request) => {
      const all = await readForesight(house.db, house.now());
      const found = all.find(({ id }) => id === request.params.id);
      if (!found) throw notFound("platform");
      return riskView(found);
    },
  );
}

function feedRecords(app: App, { house }: Front): void {
  app.get(
    "/platforms/:id/feed-lags",
    {
      schema: {
        tags,
        summary: "How late the official sources of a platform were in the last 90 days",
        params: PlatformId,
        response: {
          200: z.object({
            days: z.number(),
            feeds: z.array(FeedRecordView),
            lags: z.array(FeedLagView),
          }),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (!(await findPlatform(house.db, id))) throw notFound("platform");
      const { mode } = await readOrganisation(house.db);
      const since = house.now() - gradedDays * DAY_MS;
      const rows = await feedLagsSince(house.db, id, { since, withDrills: mode === "training" });
      return { days: gradedDays, feeds: feedRecordViews(rows), lags: rows.map(feedLagView) };
    },
  );
}

function feedLags(app: App, { house }: Front): void {
  app.get(
    "/incidents/:id/feed-lags",
    {
      schema: {
        tags,
        summary: "When each official source first spoke of this incident",
        params: z.object({ id: z.uuid() }),
        response: { 200: z.object({ lags: z.array(FeedLagView) }) },
      },
    },
    async (request) => {
      const incident = await findIncident(house.db, request.params.id);
      if (!incident) throw notFound("incident");
      return { lags: (await feedLagsOf(house.db, incident.id)).map(feedLagView) };
    },
  );
}
