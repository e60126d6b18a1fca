/** A backup that is older than this is told about until there is a newer one. */
export const backupDaysMax = 7;
const dayMs = 86_400_000;

export type BackupAge = { state: "never"; days: null } | { state: "old" | "fresh"; days: number };

/** How old the newest backup is, and whether that is too old. */
export function backupAge(lastAt: number | null, now: number): BackupAge {
  if (lastAt === null) return { state: "never", days: null };
  const days = Math.max(0, Math.floor((now - lastAt) / dayMs));
  return { state: days >= backupDaysMax ? "old" : "fresh", days };
}
