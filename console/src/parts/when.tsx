import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../queries.ts";
import { absolute, localeOf, nowBeside, relative, short, useNow } from "../times.ts";
import { useWords } from "../words.ts";

const settleMs = 90_000;
const calmStepMs = 15_000;

/** The organisation's time zone and the reader's language: what every time on screen is written in. */
export function useZone() {
  const { language } = useWords();
  const session = useQuery(sessionQuery);
  const timeZone = session.data?.organisation.timeZone ?? "UTC";
  return { language, timeZone };
}

/** A moment as the distance from now; the exact time is its title. */
export function Ago({ at }: { at: string }) {
  const zone = useZone();
  const moment = Date.parse(at);
  const fresh = Math.abs(useNow(calmStepMs) - moment) < settleMs;
  const now = useNow(fresh ? 1_000 : calmStepMs);
  return (
    <time dateTime={at} title={absolute(moment, zone)}>
      {relative(moment, nowBeside(moment, now), zone.language)}
    </time>
  );
}

/** A moment as the clock of the organisation shows it; the distance from now is its title. */
export function At({ at, seconds }: { at: string; seconds?: boolean }) {
  const zone = useZone();
  const today = useNow(calmStepMs);
  const moment = Date.parse(at);
  const text = seconds
    ? new Intl.DateTimeFormat(localeOf(zone.language), {
        timeStyle: "medium",
        timeZone: zone.timeZone,
      }).format(moment)
    : short(moment, zone, today);
  return (
    <time dateTime={at} title={absolute(moment, zone)}>
      {text}
    </time>
  );
}

/** The clock time and the distance from now, for what people plan with. */
export function AtAndAgo({ at }: { at: string }) {
  return (
    <>
      <At at={at} /> (<Ago at={at} />)
    </>
  );
}
