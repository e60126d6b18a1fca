import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { useZone } from "../parts/when.tsx";
import { platformsQuery } from "../queries.ts";
import { localeOf } from "../times.ts";
import { useWords } from "../words.ts";
import { EntryForm } from "./entry-form.tsx";
import css from "./foresight.module.css";
import { CalendarImport } from "./import.tsx";
import { LoadMark } from "./marks.tsx";
import { calendarQuery, type Entry } from "./queries.ts";
import { spanText } from "./span-text.ts";

/** What is to come and may load the networks, by date. */
export function Calendar() {
  const { t } = useWords();
  const query = useQuery(calendarQuery);
  const writes = may(query.data?.may, "create");
  return (
    <Page
      title={t("calendar.title")}
      below={<Text c="dimmed">{t("calendar.hint")}</Text>}
      actions={
        writes ? (
          <EditInDialog
            label={t("calendar.add")}
            title={t("calendar.add")}
            isNew
            form={(close) => <EntryForm close={close} />}
          />
        ) : null
      }
    >
      <Loaded query={query} height={300}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Empty icon={CalendarDays} title={t("calendar.none")} hint={t("calendar.noneHint")} />
          ) : (
            <Months entries={entries} />
          )
        }
      </Loaded>
      {writes ? <CalendarImport /> : null}
    </Page>
  );
}

function Months({ entries }: { entries: Entry[] }) {
  const { language, timeZone } = useZone();
  const month = new Intl.DateTimeFormat(localeOf(language), {
    month: "long",
    year: "numeric",
    timeZone,
  });
  const byMonth = Map.groupBy(entries, ({ from }) => month.format(Date.parse(from)));
  return (
    <Stack>
      {[...byMonth].map(([name, within]) => (
        <Panel key={name} title={name}>
          <ul className={css.list}>
            {within.map((entry) => (
              <EntryLine key={`${entry.id} ${entry.from}`} entry={entry} />
            ))}
          </ul>
        </Panel>
      ))}
    </Stack>
  );
}

function EntryLine({ entry }: { entry: Entry }) {
  const { t, pick } = useWords();
  const zone = useZone();
  return (
    <li className={css.entry}>
      <Text size="sm" c="dimmed">
        {spanText(entry, zone)}
      </Text>
      <Stack gap={2} style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {pick(entry.title)}
          </Text>
          <LoadMark load={entry.load} />
          {entry.builtIn ? (
            <Badge variant="outline" color="gray" size="sm" tt="none" className="state">
              {t("calendar.builtIn")}
            </Badge>
          ) : null}
        </Group>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          <About entry={entry} />
        </Text>
      </Stack>
      <Rights entry={entry} />
    </li>
  );
}

/** What it is, whom it is about, how it comes back and who says so, in one line. */
function About({ entry }: { entry: Entry }) {
  const { t } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const names = entry.platformIds.map(
    (id) => platforms.find((platform) => platform.id === id)?.name ?? id,
  );
  const parts = [
    t(`calendar.kind.${entry.kind}`),
    names.length === 0 ? t("calendar.everyPlatform") : names.join(", "),
    entry.country ?? "",
    entry.yearly ? t("calendar.yearly") : "",
    entry.source === "" || entry.builtIn ? "" : t("calendar.from", { source: entry.source }),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function Rights({ entry }: { entry: Entry }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      {may(entry.may, "change") ? (
        <EditInDialog
          label={t("channel.edit")}
          title={t("channel.edit")}
          isNew={false}
          form={(close) => <EntryForm entry={entry} close={close} />}
        />
      ) : null}
      {may(entry.may, "remove") ? (
        <Ask
          size="xs"
          icon={Trash2}
          label={t("sources.remove")}
          explain={t(entry.yearly ? "calendar.removeYearly" : "calendar.removeExplain")}
          run={() => api.remove(`/calendar/${entry.id}`)}
          done={t("calendar.removed")}
          refresh={["calendar", "risk"]}
        />
      ) : null}
    </Group>
  );
}
