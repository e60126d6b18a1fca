import { z } from "zod";
import { opinionOn } from "../../../domain/capability.ts";
import { sentence } from "../../../domain/sentence.ts";
import type { OpinionRow } from "../../../store/streams.ts";
import { SentenceView, sentenceView } from "./said.ts";

/** What is thought of one capability, with the evidence about it and about the whole. */
export const CapabilityView = z.object({
  capability: z.string(),
  level: z.enum(["healthy", "unclear", "suspected", "confirmed"]),
  confidence: z.number().nullable(),
  crowdOnly: z.boolean(),
  since: z.string(),
  addends: z.array(SentenceView.extend({ kind: z.string(), weight: z.number() })),
});
export type CapabilityView = z.infer<typeof CapabilityView>;

/** The opinions on the capabilities that the platform has now, in their order. */
export function capabilityViews(
  capabilities: readonly string[],
  opinion: OpinionRow | undefined,
): CapabilityView[] {
  return capabilities.flatMap((capability) => {
    const assessment = opinion ? opinionOn(opinion.capabilities, capability) : null;
    if (assessment === null) return [];
    const { level, confidence, crowdOnly, since, addends } = assessment;
    return [
      {
        capability,
        level,
        confidence,
        crowdOnly,
        since: new Date(since).toISOString(),
        addends: addends.map(({ kind, weight, code, params }) => ({
          kind,
          weight,
          ...sentenceView(sentence(`detection:${code}`, params)),
        })),
      },
    ];
  });
}
