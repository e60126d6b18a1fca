import { localeOf } from "../times.ts";

type Zone = { language: string; timeZone: string };
const secondMs = 1_000;

/** "14 July", "14–16 July", "31 Dec, 18:00 – 1 Jan, 03:00": whole days without their midnights. */
export function spanText(span: { from: string; until: string }, zone: Zone): string {
  const [from, until] = [Date.parse(span.from), Date.parse(span.until)];
  const { language, timeZone } = zone;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });
  const whole = clock.format(from) === "00:00" && clock.format(until) === "00:00";
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(whole ? {} : { hour: "2-digit", minute: "2-digit" }),
  });
  return format.formatRange(from, whole ? until - secondMs : until);
}
