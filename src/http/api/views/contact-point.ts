import { z } from "zod";
import {
  BASELINES,
  isPublicLink,
  POINT_SOURCES,
  POINT_STATES,
} from "../../../domain/contact-point.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { WEEKDAYS } from "../../../domain/opening-hours.ts";
import type { ContactPointRecord } from "../../../store/contact-points.ts";

const NAME_LENGTH_MAX = 80;
const SPANS_PER_DAY_MAX = 6;
const WAITING_MINUTES_MAX = 10_080;
const POSITION_MAX = 10_000;

const Name = z.string().trim().min(1).max(NAME_LENGTH_MAX);
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const Spans = z.array(z.tuple([Time, Time])).max(SPANS_PER_DAY_MAX);
const Hours = z.partialRecord(z.enum(WEEKDAYS), Spans);

/** What a person may say of a contact point. */
export const ContactPointBody = z.object({
  name: z.object({ fr: Name, en: Name }),
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  platformId: z.string().max(60).nullable(),
  link: z
    .string()
    .trim()
    .refine(isPublicLink, "is not a web page, a phone number, a text message or a mail address")
    .nullable(),
  hours: Hours.nullable(),
  languages: z.array(z.enum(LANGUAGES)),
  waitingMinutes: z.int().min(0).max(WAITING_MINUTES_MAX).nullable(),
  baseline: z.enum(BASELINES),
  position: z.int().min(0).max(POSITION_MAX),
});

export const ContactPointView = ContactPointBody.extend({
  id: z.uuid(),
  link: z.string().nullable(),
  /** What the public meets: baseline, incident and observation together. */
  state: z.enum(POINT_STATES),
  source: z.enum(POINT_SOURCES),
  updatedAt: z.iso.datetime(),
  may: z.object({ change: z.boolean(), remove: z.boolean() }),
});
export type ContactPointView = z.infer<typeof ContactPointView>;

export function contactPointView(
  record: ContactPointRecord,
  effect: Pick<ContactPointView, "state" | "source">,
  may: ContactPointView["may"],
): ContactPointView {
  return { ...record, updatedAt: record.updatedAt.toISOString(), ...effect, may };
}
