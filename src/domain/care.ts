/** Where somebody stands who asked for help or stayed silent: seen, taken care of, done. */
export const CARE_STATES = ["open", "claimed", "done"] as const;
export type CareState = (typeof CARE_STATES)[number];
