import {
  firstQuarterAt,
  type PlatformCrowd,
  QUARTER_MS,
  type QuarterHour,
} from "../src/domain/platform-crowd.ts";
import type { PublicFacts } from "../src/domain/public-state.ts";
import type { ReportShare } from "../src/domain/report-shares.ts";
import { calmFacts, MINUTE, NOW, outageFacts } from "./public-example.ts";

const CHAT = ["send", "receive", "media", "calls", "templates", "login"];

/** A day of reports: a few by day, hardly any by night, and `late` in the last quarters. */
export function quarters(late: readonly (number | null)[] = [], now = NOW): QuarterHour[] {
  const first = firstQuarterAt(now);
  return Array.from({ length: 96 }, (_, index) => {
    const at = first + index * QUARTER_MS;
    const expected = 4 + 3.5 * Math.sin(((at / 3_600_000 - 9) / 24) * 2 * Math.PI);
    const usual = Math.round(expected + 2 * Math.sin(index * 7));
    const last = index - (96 - late.length);
    const count = last >= 0 ? (late[last] ?? null) : Math.max(0, usual);
    return { at, count, expected, band: 2 + 2 * Math.sqrt(expected) };
  });
}

const share = (key: string, count: number, part: number): ReportShare => ({
  key,
  count,
  expected: 2,
  excess: count - 2,
  share: part,
});

/** What people say on the morning on which WhatsApp goes dark. */
export const outageCrowd: PlatformCrowd = {
  platformId: "whatsapp",
  capabilities: CHAT,
  quarters: quarters([9, null, 14, 121, 312, 214]),
  shares: {
    symptom: [
      share("send", 390, 0.63),
      share("receive", 160, 0.25),
      share("login", 70, 0.11),
      share("media", 3, 0.01),
    ],
    country: [
      share("FR", 330, 0.54),
      share("BE", 140, 0.23),
      share("DE", 80, 0.13),
      share("LU", 12, 0.02),
      share("MC", 3, 0.01),
    ],
    version: [share("2.24.20", 120, 0.4), share("2.24.19", 60, 0.2)],
    device: [share("android", 380, 0.7), share("ios", 150, 0.28)],
  },
  comments: [
    {
      id: "0193a000-0000-7000-8000-0000000000c2",
      words: "Plus aucun message ne part depuis 10 h 15, ni en wifi ni en 5G.",
      at: NOW - 4 * MINUTE,
    },
    {
      id: "0193a000-0000-7000-8000-0000000000c1",
      words: "Same here in Brussels, one grey tick only <b>&</b> nothing comes in.",
      at: NOW - 17 * MINUTE,
    },
  ],
};

/** What people say on a day like any other. */
export const calmCrowd = (platformId: string, capabilities = CHAT): PlatformCrowd => ({
  platformId,
  capabilities,
  quarters: quarters(),
  shares: null,
  comments: [],
});

const others = [calmCrowd("messenger"), calmCrowd("sms", ["send", "receive"])];

export const crowdedOutage: PublicFacts = { ...outageFacts, crowds: [outageCrowd, ...others] };
export const crowdedCalm: PublicFacts = {
  ...calmFacts,
  crowds: [calmCrowd("whatsapp"), ...others],
};
