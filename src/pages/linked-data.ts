import { isPublicLink, whatWorks } from "../domain/contact-point.ts";
import { type Hours, WEEKDAYS } from "../domain/opening-hours.ts";
import type { PublicIncident, PublicPoint } from "../domain/public-state.ts";
import { dataScript, type Html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { saidOf } from "./notice.ts";

/** What schema.org calls the kind of trouble that we announce. */
const CATEGORY = "https://en.wikipedia.org/wiki/Downtime";
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What programs read in the page: our announcements, and the ways that work now. */
export function linkedData(context: PageContext): Html | null {
  const { state } = context;
  // An exercise must not reach anybody's search results.
  if (state.organisation.mode === "training") return null;
  const announced = state.open.map((incident) => announcementOf(context, incident));
  const graph = [organisationOf(context), ...announced];
  return dataScript({ "@context": "https://schema.org", "@graph": graph });
}

function organisationOf(context: PageContext) {
  const { state, now, publicUrl } = context;
  const { name, timeZone } = state.organisation;
  return {
    "@type": "Organization",
    "@id": `${publicUrl}/#organisation`,
    name,
    url: publicUrl,
    contactPoint: whatWorks(state.points, { timeZone, now }).flatMap((point) =>
      contactPointOf(context, point),
    ),
  };
}

function contactPointOf({ language }: PageContext, point: PublicPoint): object[] {
  const { link, hours } = point;
  if (link === null || !isPublicLink(link)) return [];
  return [
    {
      "@type": "ContactPoint",
      name: point.name[language],
      contactType: "customer service",
      ...reachedBy(link),
      ...(point.languages.length === 0 ? {} : { availableLanguage: point.languages }),
      ...(hours === null ? {} : { hoursAvailable: openingHours(hours) }),
    },
  ];
}

function reachedBy(link: string): object {
  const [scheme = "", rest = ""] = link.split(/:(.*)/s);
  const target = rest.split("?")[0] ?? "";
  if (scheme.toLowerCase() === "tel") return { telephone: target };
  return scheme.toLowerCase() === "mailto" ? { email: target } : { url: link };
}

const openingHours = (hours: Hours): object[] =>
  WEEKDAYS.flatMap((weekday, index) =>
    (hours[weekday] ?? []).map(([opens, closes]) => ({
      "@type": "OpeningHoursSpecification",
      dayOfWeek: `https://schema.org/${DAYS[index]}`,
      opens,
      closes,
    })),
  );

function announcementOf(context: PageContext, incident: PublicIncident): object {
  const { publicUrl, language } = context;
  const said = saidOf(context, incident);
  const url = `${publicUrl}/${language}/incidents/${incident.id}`;
  return {
    "@type": "SpecialAnnouncement",
    "@id": url,
    url,
    name: said.title,
    text: [said.message, said.advice, said.nextStep].filter((part) => part !== "").join("\n\n"),
    inLanguage: said.spoken,
    datePosted: new Date(said.at).toISOString(),
    ...(said.nextUpdateAt === null ? {} : { expires: new Date(said.nextUpdateAt).toISOString() }),
    category: CATEGORY,
    newsUpdatesAndGuidelines: `${publicUrl}/${language}`,
    publisher: { "@id": `${publicUrl}/#organisation` },
  };
}
