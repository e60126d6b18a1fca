import { z } from "zod";
import { UNREACHABLE_REASONS } from "../../../domain/plan.ts";

const Size = z.object({
  alphabet: z.enum(["gsm7", "ucs2"]),
  length: z.number(),
  segments: z.number(),
});
/** What pressing the button would do: domain/plan.ts. */
export const PlanView = z.object({
  recipients: z.number(),
  people: z.number(),
  unreachable: z.array(
    z.object({
      reason: z.enum(UNREACHABLE_REASONS),
      count: z.number(),
      sample: z.array(z.string()),
    }),
  ),
  perChannel: z.array(
    z.object({
      channelId: z.number(),
      name: z.string(),
      reach: z.number(),
      first: z.number(),
      ratePerSecond: z.number(),
      durationSeconds: z.number(),
      costCents: z.number().nullable().optional(),
      fallback: z
        .object({
          people: z.number(),
          durationSeconds: z.number(),
          costCents: z.number().nullable(),
        })
        .optional(),
      leftToday: z.number().nullable().optional(),
    }),
  ),
  durationSeconds: z.number(),
  cost: z
    .object({
      firstCents: z.number(),
      worstCents: z.number(),
      unpriced: z.number(),
      /** What may follow, at the most: nobody answers, and every way is needed. */
      later: z
        .object({
          reminders: z.object({ times: z.number(), cents: z.number() }).nullable(),
          deputies: z.object({ people: z.number(), cents: z.number() }).nullable(),
          /** Reminders and deputies: approved with the broadcast itself. */
          approvedCents: z.number(),
          /** One correction or all-clear, which asks for an approval of its own. */
          correctionCents: z.number(),
        })
        .optional(),
    })
    .nullable()
    .optional(),
  budget: z
    .object({
      currency: z.string(),
      cents: z.number().nullable(),
      dayCents: z.number().nullable(),
      spentTodayCents: z.number(),
      beyondDay: z.boolean(),
    })
    .optional(),
  /** Limits on how many different people may be written to in 24 hours. */
  headroom: z
    .array(
      z.object({
        name: z.string(),
        channelIds: z.array(z.number()),
        peopleADay: z.number(),
        used: z.number(),
        left: z.number(),
        /** New people who start there; people who count already; new ones if all fallbacks are needed. */
        needs: z.number(),
        known: z.number(),
        fallbackNeeds: z.number(),
        /** For how many there is no place: the last in the order take their next way, or wait. */
        missing: z.number(),
        next: z.array(z.object({ channelId: z.number(), people: z.number() })),
        stuck: z.number(),
        freesAt: z.string().nullable(),
      }),
    )
    .optional(),
  /** People known on WhatsApp without a number: nothing else can be derived from it. */
  usernameOnly: z.number().optional(),
  segmentsPerSms: z.object({ fr: Size, en: Size }).nullable(),
  warnings: z.array(z.looseObject({ code: z.string() })),
});
export type PlanView = z.infer<typeof PlanView>;
