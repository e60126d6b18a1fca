import { distanceKm, isInside } from "../domain/geo.ts";
import type { TwoLanguages } from "../domain/language.ts";
import { fold } from "../domain/text/fold.ts";
import type { Alert, AlertSeverity } from "../domain/trigger.ts";
import type { CapSettings } from "./cap.ts";
import {
  type CapAlert,
  type CapArea,
  type CapInfo,
  CERTAINTIES,
  SEVERITIES,
  URGENCIES,
} from "./cap-document.ts";
import { longText, titleLine, webLink } from "./trigger-fields.ts";

type Filter = Pick<
  CapSettings,
  "severityMin" | "urgencyMin" | "certaintyMin" | "places" | "areas" | "exercises"
>;

/** What a CAP message means to us, or null where it is not for us at all. */
export function alertOf(message: CapAlert, filter: Filter): Alert | null {
  const { status, msgType, scope = "Public", info } = message;
  const isMeant = status === "Actual" || (status === "Exercise" && filter.exercises);
  if (!isMeant || scope !== "Public" || msgType === "Ack" || msgType === "Error") return null;
  if (msgType === "Cancel" && message.references.length === 0) return null;
  const near = info.filter(({ area }) => isNear(area, filter));
  const grave = near.filter((each) => isGrave(each, filter));
  const told = [grave, near, info].find((some) => some.length > 0) ?? [];
  const state = msgType === "Cancel" ? "over" : grave.length > 0 ? "open" : "minor";
  return {
    key: message.key,
    references: message.references,
    state,
    saidAt: message.sent,
    startedAt: Math.min(
      ...told.map(({ onset, effective }) => onset ?? effective ?? message.sent),
      message.sent,
    ),
    expiresAt: expiryOf(told),
    title: inBothLanguages(
      told,
      ({ headline, event }) => titleLine(headline || event),
      message.identifier,
    ),
    text: inBothLanguages(
      told,
      ({ description, instruction }) => longText(`${description}\n\n${instruction}`),
      "",
    ),
    severity: worstOf(told),
    link: told.map(({ web }) => webLink(web)).find((link) => link !== null) ?? null,
    drill: status === "Exercise",
  };
}

const isGrave = (info: CapInfo, filter: Filter): boolean =>
  SEVERITIES.indexOf(info.severity) >= SEVERITIES.indexOf(filter.severityMin) &&
  URGENCIES.indexOf(info.urgency) >= URGENCIES.indexOf(filter.urgencyMin) &&
  CERTAINTIES.indexOf(info.certainty) >= CERTAINTIES.indexOf(filter.certaintyMin);

/** Without a filter everything is near; with one, an area must be drawn, coded or named. */
function isNear(areas: readonly CapArea[], { places, areas: wanted }: Filter): boolean {
  if (places.length === 0 && wanted.length === 0) return true;
  return areas.some((area) => isNamed(area, wanted) || isAround(area, places));
}

function isNamed({ areaDesc, geocode }: CapArea, wanted: readonly string[]): boolean {
  const described = fold(areaDesc);
  return wanted.some((word) => geocode.includes(word) || described.includes(fold(word)));
}

function isAround({ polygon, circle }: CapArea, places: Filter["places"]): boolean {
  return places.some(
    (place) =>
      polygon.some((ring) => isInside(place, ring)) ||
      circle.some((round) => distanceKm(place, round) <= round.km),
  );
}

/** An alert stands until the last of its parts has expired; one without an end has none. */
function expiryOf(infos: readonly CapInfo[]): number | null {
  const ends = infos.map(({ expires }) => expires ?? Infinity);
  const last = Math.max(...ends);
  return ends.length > 0 && Number.isFinite(last) ? last : null;
}

function worstOf(infos: readonly CapInfo[]): AlertSeverity {
  const ranks = infos.map(({ severity }) => SEVERITIES.indexOf(severity));
  const worst = SEVERITIES[Math.max(0, ...ranks)] ?? "Unknown";
  const names = { Unknown: "unknown", Minor: "minor", Moderate: "moderate" } as const;
  return worst === "Severe" ? "severe" : worst === "Extreme" ? "extreme" : names[worst];
}

/** What is given in a language is told in it; otherwise both readers get what there is. */
function inBothLanguages(
  infos: readonly CapInfo[],
  say: (info: CapInfo) => string,
  otherwise: string,
): TwoLanguages {
  const spoken = (language: string) =>
    infos.find((info) => info.language.toLowerCase().startsWith(language));
  const [first] = infos;
  const [fr, en] = [spoken("fr") ?? first, spoken("en") ?? first];
  return { fr: fr ? say(fr) : otherwise, en: en ? say(en) : otherwise };
}
