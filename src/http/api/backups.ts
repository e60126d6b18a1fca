import { z } from "zod";
import { noteBackup } from "../../actions/backup/note.ts";
import { backupAge, backupDaysMax } from "../../domain/backup-age.ts";
import { mayAct } from "../../domain/roles.ts";
import { lastBackup } from "../../store/backups.ts";
import type { Routes } from "../routes.ts";

const tags = ["organisation"];

export const BackupView = z.object({
  state: z.enum(["never", "old", "fresh"]),
  days: z.number().nullable(),
  at: z.string().nullable(),
  made: z.enum(["own", "elsewhere"]).nullable(),
  by: z.string().nullable(),
  /** From this age on the console tells about it. */
  daysMax: z.number(),
  may: z.object({ note: z.boolean() }),
});
export type BackupView = z.infer<typeof BackupView>;

/** How old the newest backup is. Making one is for the command line: it writes a file there. */
export const backupRoutes: Routes = (app, { house }) => {
  app.get(
    "/backups/last",
    {
      schema: {
        tags,
        summary: "The newest backup, and whether it is too old",
        response: { 200: BackupView },
      },
    },
    async ({ actor }) => {
      const last = await lastBackup(house.db);
      return {
        ...backupAge(last?.at.getTime() ?? null, house.now()),
        at: last?.at.toISOString() ?? null,
        made: last?.made ?? null,
        by: last?.by ?? null,
        daysMax: backupDaysMax,
        may: { note: mayAct(actor, "administrator") },
      };
    },
  );

  app.post(
    "/backups/elsewhere",
    {
      schema: {
        tags,
        summary: "Note that another tool has just made a backup",
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await noteBackup(house, request.actor, { made: "elsewhere", bytes: null });
      return reply.code(204).send(null);
    },
  );
};
