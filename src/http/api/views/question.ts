import { z } from "zod";
import { circleKmMax } from "../../../domain/area.ts";
import { areaPointsMax, areaPolygonsMax } from "../../../domain/area-text.ts";
import { SCORE_MAX } from "../../../domain/reachability.ts";
import type { Question, ReachAsk } from "../../../domain/segment.ts";
import { PlaceView } from "./contact.ts";

const valuesMax = 1_000;
const attributesMax = 20;
const ringsMax = 100;
const groupsMax = 20;
const daysMax = 3_650;

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

export const AreaView = z
  .array(z.array(z.array(Position).min(3).max(areaPointsMax)).min(1).max(ringsMax))
  .min(1)
  .max(areaPolygonsMax)
  .describe("Polygons of rings of [longitude, latitude]; the first ring of each is the outer one");

/** In a group an empty list is refused: turned round by `none`, nobody would become everybody. */
const parts = (valuesMin: 0 | 1) => ({
  languages: z
    .array(z.enum(["fr", "en"]))
    .min(valuesMin)
    .optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(valuesMin)
    .max(valuesMax)
    .optional(),
  regions: z.array(z.string().min(1).max(200)).min(valuesMin).max(valuesMax).optional(),
  attributes: z
    .record(z.string().max(100), z.array(z.string().max(1_000)).min(valuesMin).max(valuesMax))
    .refine((asked) => Object.keys(asked).length <= attributesMax)
    .optional(),
  near: PlaceView.extend({ km: z.number().positive().max(circleKmMax) }).optional(),
  within: AreaView.optional(),
  active: z
    .object({ what: z.enum(["reached", "answered"]), days: z.int().min(1).max(daysMax) })
    .describe("Whom we have reached, or who has answered, in the last days")
    .optional(),
  reach: z
    .object({
      ways: z.enum(["none", "one", "several"]).optional(),
      only: z.string().min(1).max(40).optional(),
      scoreMax: z.int().min(0).max(SCORE_MAX).optional(),
    })
    .describe("How many independent ways reach somebody, which one alone, how well at the most")
    .optional(),
});

const groupsOf = <Inner extends z.ZodType>(inner: Inner) => ({
  all: z.array(inner).min(1).max(groupsMax).optional(),
  any: z.array(inner).min(1).max(groupsMax).optional(),
  none: z.array(inner).min(1).max(groupsMax).optional(),
});

const LeafView = z.strictObject(parts(1));
const GroupView = z.strictObject({ ...parts(1), ...groupsOf(LeafView) });

/** Whom a segment or a broadcast means: all parts hold; of `any` one, of `none` nothing. */
export const QuestionView = z.object({ ...parts(0), ...groupsOf(GroupView) });
export type QuestionView = z.infer<typeof QuestionView>;

type Typed = Omit<QuestionView, "all" | "any" | "none"> & {
  all?: Typed[] | undefined;
  any?: Typed[] | undefined;
  none?: Typed[] | undefined;
};

/** Only the parts that ask something. */
export function asked(typed: Typed): Question {
  const { languages, countries, regions, attributes, near, within, active, reach } = typed;
  const { all, any, none } = typed;
  return {
    ...(languages?.length && { languages }),
    ...(countries?.length && { countries }),
    ...(regions?.length && { regions }),
    ...(attributes && { attributes }),
    ...(near && { near }),
    ...(within && { within }),
    ...(active && { active }),
    ...(reach &&
      Object.values(reach).some((part) => part !== undefined) && { reach: known(reach) }),
    ...(all && { all: all.map(asked) }),
    ...(any && { any: any.map(asked) }),
    ...(none && { none: none.map(asked) }),
  };
}

const known = ({ ways, only, scoreMax }: NonNullable<Typed["reach"]>): ReachAsk => ({
  ...(ways && { ways }),
  ...(only !== undefined && { only }),
  ...(scoreMax !== undefined && { scoreMax }),
});
