import { z } from "zod";
import type { Reachability } from "../../../domain/reachability.ts";

export const ReachabilityView = z.object({
  /** 0 to 100. */
  score: z.number(),
  ways: z.array(
    z.object({
      /** What falls together: `meta`, `carrier`, or the kind itself. */
      domain: z.string(),
      kinds: z.array(z.string()),
      proof: z.enum(["fresh", "old", "never"]),
      verified: z.object({ by: z.enum(["delivered", "reply", "code"]), at: z.string() }).nullable(),
      points: z.number(),
    }),
  ),
});
export type ReachabilityView = z.infer<typeof ReachabilityView>;

export const reachabilityView = ({ score, ways }: Reachability): ReachabilityView => ({
  score,
  ways: ways.map(({ verified, ...way }) => ({
    ...way,
    verified: verified && { by: verified.by, at: new Date(verified.at).toISOString() },
  })),
});
