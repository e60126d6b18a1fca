import { between, type Chance, chance } from "./chance.ts";
import { heightAt, middlingShare, peakRatios, type Shape, shapes, shortShare } from "./shapes.ts";

export const kinds = [
  "general",
  "regional",
  "feature",
  "app_version",
  "only_us",
  "spill_over",
  "flood",
  "flapping",
] as const;
export type Kind = (typeof kinds)[number];

/** What each kind should be called. A flood of reports from everywhere looks like a general outage to the crowd. */
export const named: Record<Kind, string> = {
  general: "general",
  regional: "regional",
  feature: "feature",
  app_version: "app_version",
  only_us: "only_us",
  spill_over: "spill_over",
  flood: "general",
  flapping: "general",
};

/** Our own cut line is no trouble of the platform, and a spill-over is that of another. */
export const isTroubleOf = (kind: Kind): boolean => kind !== "only_us" && kind !== "spill_over";

/** More reports than usual: how many times the usual, and where the more comes from. */
export type Trouble = {
  times: number;
  anotherTimes: number;
  country: string | null;
  symptom: string | null;
  version: string | null;
  /** Whether our probes reach the platform, and whether its failing is ours. */
  probe: "up" | "down";
  ourLine: boolean;
};

/** One trouble, drawn by chance: how long it is, and what happens in each of its minutes. */
export type Script = { kind: Kind; minutes: number; at(minute: number): Trouble };

const perBucketMin = 10;
const perBucketMax = 1_500;
const floodMinutes = 20 * 60;
const floodPerBucket = 375; // 1,500 reports per twenty minutes, as recorded
const flapMinutes = 5 * 60;
const flapEvery = [10, 20, 40, 60];
const slowMinutes = 240;

/** What happens where nothing happens. */
export const calm: Trouble = {
  times: 0,
  anotherTimes: 0,
  country: null,
  symptom: null,
  version: null,
  probe: "up",
  ourLine: false,
};

/** Draws a trouble of this kind for a platform with so many reports per bucket as usual. */
export function scriptOf(kind: Kind, rate: number, from: Chance): Script {
  const shape = shapeBy(chance(from));
  const times = between(from, peakRatios.low, peakRatios.high);
  const size = Math.min(perBucketMax / rate, Math.max(times, perBucketMin / rate));
  const flap = flapEvery[Math.floor(chance(from) * flapEvery.length)] ?? 20;
  const minutes = minutesOf(kind, shape);
  const at = (minute: number) =>
    happening(kind, { minute, rate, flap, size, height: heightAt(shape, minute / minutes) });
  return { kind, minutes, at };
}

function shapeBy(drawn: number): Shape {
  if (drawn < shortShare) return shapes.short;
  return drawn < middlingShare ? shapes.middling : shapes.long;
}

function minutesOf(kind: Kind, shape: Shape): number {
  if (kind === "flood") return floodMinutes;
  if (kind === "flapping") return flapMinutes;
  return kind === "app_version" ? slowMinutes : shape.minutes;
}

type Moment = { minute: number; rate: number; flap: number; size: number; height: number };

function happening(kind: Kind, { minute, rate, flap, size, height }: Moment): Trouble {
  const times = size * height;
  switch (kind) {
    case "general":
      return { ...calm, times, probe: "down" };
    case "regional":
      return { ...calm, times, country: "ES" };
    case "feature":
      return { ...calm, times, symptom: "calls" };
    case "app_version":
      return { ...calm, times: size * (minute / slowMinutes), version: "2.24" };
    case "only_us":
      return { ...calm, probe: "down", ourLine: true };
    case "spill_over":
      return { ...calm, times: times / 8, anotherTimes: times * 2 };
    case "flood":
      return { ...calm, times: floodPerBucket / rate };
    case "flapping": {
      const fails = Math.floor(minute / flap) % 2 === 0;
      return fails ? { ...calm, times: size, probe: "down" } : calm;
    }
    default:
      return kind satisfies never;
  }
}
