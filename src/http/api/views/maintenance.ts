import { z } from "zod";
import {
  isOver,
  type Maintenance,
  nextWorkStates,
  WORK_EFFECTS,
  WORK_STATES,
  workAt,
} from "../../../domain/maintenance.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { Clash } from "../../../domain/work-clashes.ts";
import { TwoLanguagesView } from "./said.ts";

const TITLE_LENGTH_MAX = 200;
const MESSAGE_LENGTH_MAX = 2_000;
const POINTS_MAX = 200;
const moment = z.iso.datetime({ offset: true });
const Title = z.string().trim().min(1).max(TITLE_LENGTH_MAX);
const Message = z.string().trim().max(MESSAGE_LENGTH_MAX);
const Said = z.string().trim().min(1).max(MESSAGE_LENGTH_MAX);

/** What a person may say of planned work. */
export const MaintenanceBody = z.object({
  title: z.object({ fr: Title, en: Title }),
  message: z.object({ fr: Message, en: Message }),
  from: moment,
  until: moment,
  pointIds: z.array(z.uuid()).max(POINTS_MAX),
  effect: z.enum(WORK_EFFECTS),
  firm: z.boolean(),
  /** Only an exercise; what is planned stays what it is. */
  drill: z.boolean().default(false),
});

/** How it goes: words, another state, or both. */
export const WorkUpdateBody = z.object({
  state: z.enum(WORK_STATES).nullable().default(null),
  text: z.object({ fr: Said, en: Said }).nullable().default(null),
});

export const ClashView = z.object({
  kind: z.enum(["work", "event", "incident"]),
  id: z.string(),
  title: TwoLanguagesView,
  from: z.string(),
  until: z.string().nullable(),
});
export type ClashView = z.infer<typeof ClashView>;

export const clashView = ({ from, until, ...clash }: Clash): ClashView => ({
  ...clash,
  from: iso(from),
  until: until === null ? null : iso(until),
});

export const MaintenanceView = z.object({
  id: z.string(),
  title: TwoLanguagesView,
  message: TwoLanguagesView,
  from: z.string(),
  until: z.string(),
  pointIds: z.array(z.string()),
  effect: z.enum(WORK_EFFECTS),
  firm: z.boolean(),
  drill: z.boolean(),
  state: z.enum(WORK_STATES),
  beganAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  updatedAt: z.string(),
  updates: z.array(
    z.object({
      id: z.string(),
      state: z.enum(WORK_STATES),
      text: TwoLanguagesView.nullable(),
      at: z.string(),
    }),
  ),
  /** What else happens at that time. */
  clashes: z.array(ClashView),
  may: z.object({ change: z.boolean(), say: z.boolean(), turn: z.array(z.enum(WORK_STATES)) }),
});
export type MaintenanceView = z.infer<typeof MaintenanceView>;

export function maintenanceView(
  record: Maintenance,
  scene: { actor: Actor; now: number; clashes: readonly Clash[] },
): MaintenanceView {
  const work = workAt(record, scene.now);
  const allowed = mayAct(scene.actor, "communicator") && !isOver(work.state);
  const { from, until, beganAt, endedAt, updatedAt, updates, version: _version, ...same } = work;
  return {
    ...same,
    drill: work.drill ?? false,
    pointIds: [...work.pointIds],
    from: iso(from),
    until: iso(until),
    beganAt: beganAt === null ? null : iso(beganAt),
    endedAt: endedAt === null ? null : iso(endedAt),
    updatedAt: iso(updatedAt),
    updates: updates.map((update) => ({ ...update, at: iso(update.at) })),
    clashes: scene.clashes.map(clashView),
    may: { change: allowed, say: allowed, turn: allowed ? [...nextWorkStates(work.state)] : [] },
  };
}

const iso = (at: number): string => new Date(at).toISOString();
