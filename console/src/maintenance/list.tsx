import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import css from "../foresight/foresight.module.css";
import { spanText } from "../foresight/span-text.ts";
import { may } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { DrillMark } from "../parts/states.tsx";
import { useZone } from "../parts/when.tsx";
import { contactPointsQuery } from "../queries.ts";
import { localeOf } from "../times.ts";
import { useWords } from "../words.ts";
import { Clashes } from "./clashes.tsx";
import { WorkForm } from "./form.tsx";
import { maintenancesQuery, type Work } from "./queries.ts";
import { SayForm } from "./say-form.tsx";

/** Planned work: under way, to come by month, and done. */
export function Maintenances() {
  const { t } = useWords();
  const query = useQuery(maintenancesQuery);
  return (
    <Page
      title={t("maintenance.title")}
      below={<Text c="dimmed">{t("maintenance.hint")}</Text>}
      actions={
        may(query.data?.may, "create") ? (
          <EditInDialog
            label={t("maintenance.add")}
            title={t("maintenance.add")}
            isNew
            form={(close) => <WorkForm close={close} />}
          />
        ) : null
      }
    >
      <Loaded query={query} height={300}>
        {({ maintenances }) =>
          maintenances.length === 0 ? (
            <Empty
              icon={CalendarClock}
              title={t("maintenance.none")}
              hint={t("maintenance.noneHint")}
            />
          ) : (
            <Parts works={maintenances} />
          )
        }
      </Loaded>
    </Page>
  );
}

const isUnderWay = ({ state }: Work) => state === "in_progress" || state === "verifying";
const isOver = ({ state }: Work) => state === "completed" || state === "cancelled";

function Parts({ works }: { works: Work[] }) {
  const { t } = useWords();
  const { language, timeZone } = useZone();
  const month = new Intl.DateTimeFormat(localeOf(language), {
    month: "long",
    year: "numeric",
    timeZone,
  });
  const ahead = works.filter((work) => !isUnderWay(work) && !isOver(work));
  const byMonth = Map.groupBy(ahead, ({ from }) => month.format(Date.parse(from)));
  const parts: [string, Work[]][] = [
    [t("maintenance.now"), works.filter(isUnderWay)],
    ...byMonth,
    [t("maintenance.past"), works.filter(isOver)],
  ];
  return (
    <Stack>
      {parts
        .filter(([, within]) => within.length > 0)
        .map(([name, within]) => (
          <Panel key={name} title={name}>
            <ul className={css.list}>
              {within.map((work) => (
                <WorkLine key={work.id} work={work} />
              ))}
            </ul>
          </Panel>
        ))}
    </Stack>
  );
}

const COLOURS: Record<Work["state"], string> = {
  scheduled: "blue",
  in_progress: "orange",
  verifying: "teal",
  completed: "gray",
  cancelled: "gray",
};

function WorkLine({ work }: { work: Work }) {
  const { t, pick } = useWords();
  const zone = useZone();
  return (
    <li className={css.entry}>
      <Text size="sm" c="dimmed">
        {spanText(work, zone)}
      </Text>
      <Stack gap={4} style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {pick(work.title)}
          </Text>
          <Badge variant="light" color={COLOURS[work.state]} size="sm" tt="none" className="state">
            {t(`maintenance.state.${work.state}`)}
          </Badge>
          {work.drill ? <DrillMark /> : null}
          {work.firm ? null : (
            <Badge variant="outline" color="gray" size="sm" tt="none" className="state">
              {t("maintenance.tentative")}
            </Badge>
          )}
        </Group>
        <About work={work} />
        <Clashes clashes={work.clashes} />
      </Stack>
      <Rights work={work} />
    </li>
  );
}

/** What it touches and how, and what was said last. */
function About({ work }: { work: Work }) {
  const { t, pick } = useWords();
  const points = useQuery(contactPointsQuery).data?.contactPoints ?? [];
  const names = points.filter(({ id }) => work.pointIds.includes(id)).map(({ name }) => pick(name));
  const touched =
    names.length === 0
      ? t("maintenance.noPoints")
      : `${names.join(", ")} · ${t(`maintenance.effect.${work.effect}`)}`;
  const said = work.updates.find(({ text }) => text !== null)?.text ?? null;
  return (
    <>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {touched}
      </Text>
      {said === null ? null : (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {pick(said)}
        </Text>
      )}
    </>
  );
}

function Rights({ work }: { work: Work }) {
  const { t } = useWords();
  if (!may({ change: work.may.change }, "change")) return null;
  return (
    <Group gap="xs">
      <EditInDialog
        label={t("maintenance.say")}
        title={t("maintenance.say")}
        isNew
        form={(close) => <SayForm work={work} close={close} />}
      />
      <EditInDialog
        label={t("maintenance.change")}
        title={t("maintenance.change")}
        isNew={false}
        form={(close) => <WorkForm work={work} close={close} />}
      />
    </Group>
  );
}
