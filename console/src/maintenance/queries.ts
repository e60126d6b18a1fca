import { queryOptions } from "@tanstack/react-query";
import type { ClashView, MaintenanceView } from "../../../src/http/api/views/maintenance.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Work = MaintenanceView;
export type Clash = ClashView;

/** Work begins and ends by the clock: the list looks at it now and then by itself. */
const refreshMs = 30_000;

export const maintenancesQuery = queryOptions({
  queryKey: ["maintenances"],
  queryFn: () => api.get<{ maintenances: Work[]; may?: May }>("/maintenances"),
  refetchInterval: refreshMs,
});

export const besideQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ["incidents", "one", incidentId, "maintenances"],
    queryFn: () =>
      api.get<{ maintenances: Pick<Work, "id" | "title" | "from" | "until">[] }>(
        `/incidents/${incidentId}/maintenances`,
      ),
  });
