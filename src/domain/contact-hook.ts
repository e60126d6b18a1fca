/** What an event made of one person. */
export type HookResult = {
  key: string;
  result: "new" | "changed" | "unchanged" | "refused" | "erased" | "unknown";
  problem: { sentence: string; blanks: Record<string, unknown> } | null;
};
