import { Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { localeOf } from "../times.ts";
import type { ContactPoint } from "../types.ts";
import { useWords } from "../words.ts";

type Hours = ContactPoint["hours"];
const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;
const usual: [string, string] = ["09:00", "18:00"];

/** Opening hours by weekday, on the organisation's clock; none at all means: always open. */
export function HoursFields({ hours, change }: { hours: Hours; change: (hours: Hours) => void }) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      <Checkbox
        label={t("points.always")}
        checked={hours === null}
        onChange={(event) => change(event.currentTarget.checked ? null : workdays())}
      />
      {hours === null
        ? null
        : DAYS.map((day) => <Day key={day} day={day} hours={hours} change={change} />)}
    </Stack>
  );
}

type DayProps = {
  day: (typeof DAYS)[number];
  hours: NonNullable<Hours>;
  change: (hours: Hours) => void;
};

function Day({ day, hours, change }: DayProps) {
  const { t, language } = useWords();
  const name = new Intl.DateTimeFormat(localeOf(language), {
    weekday: "long",
    timeZone: "UTC",
  }).format(monday + (Number(day) - 1) * dayMs);
  const [span, ...others] = hours[day] ?? [];
  const put = (next: [string, string] | undefined) =>
    change({ ...hours, [day]: next ? [next, ...others] : [] });
  return (
    <Group gap="xs" wrap="nowrap">
      <Checkbox
        w={130}
        label={name}
        checked={span !== undefined}
        onChange={(event) => put(event.currentTarget.checked ? usual : undefined)}
      />
      {span ? (
        <>
          <TextInput
            type="time"
            required
            aria-label={t("points.from", { day: name })}
            value={span[0]}
            onChange={(event) => put([event.currentTarget.value, span[1]])}
          />
          <Text size="sm">–</Text>
          <TextInput
            type="time"
            required
            aria-label={t("points.to", { day: name })}
            value={span[1]}
            onChange={(event) => put([span[0], event.currentTarget.value])}
          />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {t("points.closed")}
        </Text>
      )}
    </Group>
  );
}

const workdays = (): NonNullable<Hours> =>
  Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, [usual]]));
