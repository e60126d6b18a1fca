import type { Surroundings } from "./detection/classify.ts";
import { crowdOf } from "./detection/crowd.ts";
import type { Evidence } from "./detection/evidence.ts";
import { type Assessment, type Level, nextAssessment } from "./detection/fuse.ts";
import { isKnown, standingOf } from "./detection/parts.ts";
import { createStream, readingOf, type StreamState } from "./detection/stream.ts";
import { evidenceAt, type Sibling, type Sight, type Voices } from "./opinion.ts";
import { SYMPTOMS } from "./report-details.ts";

/** What is thought of each capability of a platform, by its name. */
export type CapabilityOpinions = Readonly<Record<string, Assessment>>;

/** All that is known of a platform at one moment, and the streams of its symptoms (`send`, `login` …). */
export type CapabilityScene = {
  capabilities: readonly string[];
  voices: readonly Voices[];
  symptoms: ReadonlyMap<string, StreamState>;
  sights: readonly Sight[];
  siblings: readonly Sibling[];
  surroundings: Surroundings;
};

/** Under so many reports too many, nobody can tell which capability they are about. */
const tellingExcess = 8;
/** Who has under half of their usual share of the excess has no part in it. */
const partingShare = 0.5;
/** One symptom with this much of the excess explains it. */
const explainingShare = 0.7;

/** The next opinion on every capability: what speaks about it, and what speaks about the whole. */
export function assessCapabilities(
  previous: CapabilityOpinions,
  scene: CapabilityScene,
  at: number,
): CapabilityOpinions {
  return Object.fromEntries(
    scene.capabilities.map((name) => {
      const evidence = evidenceOn(name, scene, at);
      const { surroundings } = scene;
      return [name, nextAssessment(opinionOn(previous, name), { evidence, surroundings }, at)];
    }),
  );
}

/** The opinion on one capability, or null. Administrators name capabilities, so any word may come. */
export const opinionOn = (opinions: CapabilityOpinions, name: string): Assessment | null =>
  Object.hasOwn(opinions, name) ? (opinions[name] ?? null) : null;

function evidenceOn(name: string, scene: CapabilityScene, at: number): Evidence[] {
  const { voices, symptoms, sights, siblings } = scene;
  const own = sights.flatMap((sight) => sightOn(sight, name, "own"));
  const whole = sights.flatMap((sight) => sightOn(sight, name, "whole"));
  const concerned = takesPart(name, symptoms);
  const crowd = concerned ? voices : [];
  return [
    ...(symptoms.has(name) ? ownCrowd(symptoms.get(name), concerned) : unnamed(name, symptoms)),
    ...evidenceAt({ voices: [], sights: own, siblings: [] }, at),
    ...evidenceAt({ voices: crowd, sights: whole, siblings }, at),
  ];
}

/** A stream too young to be believed says nothing; the whole speaks for it. */
function ownCrowd(state: StreamState | undefined, concerned: boolean): Evidence[] {
  if (state === undefined || !isKnown(state)) return [];
  const crowd = crowdOf(state, readingOf(state));
  // In a large trouble some name the wrong thing; they are few beside those who name the right one.
  const explained = !concerned && crowd.state !== "quiet";
  return [{ kind: "reports", ...crowd, explained }];
}

/** What people could have named and never did, while they name other things: nobody complains about it. */
function unnamed(name: string, symptoms: ReadonlyMap<string, StreamState>): Evidence[] {
  const couldBe = SYMPTOMS.some((symptom) => symptom === name);
  const others = [...symptoms.values()].find(isKnown);
  if (!couldBe || others === undefined) return [];
  const { bucketMs } = others;
  const silent = createStream({ bucketMs });
  return [{ kind: "reports", ...crowdOf(silent, { ...readingOf(silent), count: 0 }) }];
}

/**
 * Whether the excess of all reports counts against this capability. It does unless people name what is wrong, and
 * this is not it.
 */
export function takesPart(name: string, symptoms: ReadonlyMap<string, StreamState>): boolean {
  const named = [...symptoms]
    .filter(([symptom]) => symptom !== "other")
    .map(([symptom, state]) => ({ symptom, ...standingOf(state) }));
  const excess = named.reduce((sum, part) => sum + part.excess, 0);
  if (excess < tellingExcess) return true;
  const own = named.find(({ symptom }) => symptom === name);
  if (own === undefined) return named.every((part) => part.excess < explainingShare * excess);
  const expected = named.reduce((sum, part) => sum + part.expected, 0);
  const usual = expected > 0 ? own.expected / expected : 1 / named.length;
  return own.excess >= partingShare * usual * excess && own.excess > 0;
}

/**
 * A sight as far as it speaks about one capability by name, or about the whole. A page that names its parts speaks
 * about the whole only while none of the parts it names explains what it says.
 */
function sightOn(sight: Sight, name: string, asked: "own" | "whole"): Sight[] {
  const { capabilities } = sight.detail;
  const single = ownTraffic(sight) ?? sight.detail["capability"];
  if (typeof single === "string") return asked === "own" && single === name ? [sight] : [];
  const named = verdictsIn(capabilities);
  const verdict = named.get(name);
  if (verdict !== undefined) return asked === "own" ? [{ ...sight, verdict }] : [];
  const explained = [...named.values()].some((each) => each === "down" || each === "degraded");
  return asked === "whole" && !explained ? [sight] : [];
}

/** Messages that we send and that people write to us say nothing about calls. */
function ownTraffic({ kind, detail }: Sight): string | null {
  if (kind !== "deliveries") return null;
  return detail["inboundSeen"] === undefined ? "send" : "receive";
}

const verdicts: readonly Sight["verdict"][] = ["up", "degraded", "down", "unknown"];

function verdictsIn(value: unknown): ReadonlyMap<string, Sight["verdict"]> {
  const found = new Map<string, Sight["verdict"]>();
  if (typeof value !== "object" || value === null) return found;
  for (const [name, said] of Object.entries(value)) {
    const verdict = verdicts.find((each) => each === said);
    if (verdict !== undefined) found.set(name, verdict);
  }
  return found;
}

/** How a capability is, in the four words that fit into one sentence. */
export type CapabilityState = "works" | "unknown" | "troubled" | "fails";

const states: Record<Level, CapabilityState> = {
  healthy: "works",
  unclear: "unknown",
  suspected: "troubled",
  confirmed: "fails",
};

/** One capability of a platform, and what may be said of it. */
export type CapabilityPart = { capability: string; state: Exclude<CapabilityState, "unknown"> };

/**
 * What to say of the capabilities while some fail and others work, the worst first; empty where there is nothing to
 * tell apart. What is not known is not said to work.
 */
export function capabilityLine(opinions: CapabilityOpinions): CapabilityPart[] {
  const said = Object.entries(opinions).flatMap(([capability, { level }]) => {
    const state = states[level];
    return state === "unknown" ? [] : [{ capability, state }];
  });
  const order = ["fails", "troubled", "works"];
  const differs =
    said.some(({ state }) => state !== "works") && said.some(({ state }) => state === "works");
  return differs ? said.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)) : [];
}
