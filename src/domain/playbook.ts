import type { TwoLanguages } from "./language.ts";
import type { Role } from "./roles.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** One line of a crisis plan; deadlines count from the moment the plan starts. */
export type PlannedTask = {
  key: string;
  title: TwoLanguages;
  ownerRole: Role;
  dueAfterMs: number;
  /** Comes back so long after it was done, until the plan ends. */
  everyMs?: number;
};

/** The tasks that other actions tick by themselves. */
export const TASK_KEYS = {
  confirm: "confirm",
  publish: "publish",
  redirect: "redirect",
  update: "update",
  close: "close",
} as const;

/** The plan that starts with every incident unless the organisation chose another. */
export const DEFAULT_PLAYBOOK: { name: TwoLanguages; tasks: PlannedTask[] } = {
  name: { fr: "Panne d’une plateforme", en: "Outage of a platform" },
  tasks: [
    {
      key: TASK_KEYS.confirm,
      title: { fr: "Confirmer le problème", en: "Confirm the problem" },
      ownerRole: "responder",
      dueAfterMs: 10 * minuteMs,
    },
    {
      key: "tell_team",
      title: { fr: "Prévenir l’équipe", en: "Tell the team" },
      ownerRole: "responder",
      dueAfterMs: 15 * minuteMs,
    },
    {
      key: TASK_KEYS.publish,
      title: { fr: "Publier une annonce", en: "Publish an announcement" },
      ownerRole: "communicator",
      dueAfterMs: 20 * minuteMs,
    },
    {
      key: TASK_KEYS.redirect,
      title: {
        fr: "Rediriger le public vers ce qui fonctionne",
        en: "Redirect the public to what works",
      },
      ownerRole: "communicator",
      dueAfterMs: 30 * minuteMs,
    },
    {
      key: TASK_KEYS.update,
      title: { fr: "Donner des nouvelles", en: "Give an update" },
      ownerRole: "communicator",
      dueAfterMs: 50 * minuteMs,
      everyMs: 30 * minuteMs,
    },
    {
      key: TASK_KEYS.close,
      title: { fr: "Clore l’incident et le dire", en: "Close the incident and say so" },
      ownerRole: "responder",
      dueAfterMs: 6 * hourMs,
    },
  ],
};

export type RoundOfTask = { dueAt: number; everyMs: number | null };

/** When the next round of a repeating task is due, or null for one that is done once. */
export function nextRoundAt(task: RoundOfTask, doneAt: number): number | null {
  return task.everyMs === null ? null : doneAt + task.everyMs;
}
