import type { TwoLanguages } from "./language.ts";
import { type PlannedTask, TASK_KEYS } from "./playbook.ts";
import type { Role } from "./roles.ts";

/** A step as somebody wrote it; a new one has no key yet. */
export type DraftStep = {
  key: string | null;
  title: TwoLanguages;
  ownerRole: Role;
  dueAfterMs: number;
  everyMs: number | null;
};

/** The steps as a plan. New ones get a key, under which their rounds belong together. */
export function plannedFrom(steps: readonly DraftStep[]): PlannedTask[] {
  const taken = new Set(steps.flatMap(({ key }) => (key === null ? [] : [key])));
  let number = 0;
  const freshKey = (): string => {
    do number++;
    while (taken.has(`step_${number}`));
    return `step_${number}`;
  };
  return steps.map(({ key, everyMs, ...step }) => ({
    ...step,
    key: key ?? freshKey(),
    ...(everyMs === null ? {} : { everyMs }),
  }));
}

/** A key that stands for two steps, or null: each ticks, repeats and reopens by itself. */
export function keyTwice(steps: readonly Pick<DraftStep, "key">[]): string | null {
  const keys = steps.flatMap(({ key }) => (key === null ? [] : [key]));
  return keys.find((key, index) => keys.indexOf(key) !== index) ?? null;
}

const ticking: ReadonlySet<string> = new Set(Object.values(TASK_KEYS));

/** Whether other decisions tick this step off: publishing an announcement, closing the incident. */
export const ticksItself = (key: string): boolean => ticking.has(key);
