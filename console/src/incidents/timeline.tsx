import { Anchor, Text } from "@mantine/core";
import { TextLink } from "../parts/links.tsx";
import { At } from "../parts/when.tsx";
import type { LiveEvent } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./incidents.module.css";
import { useTold } from "./told.ts";

type TimelineProps = {
  events: LiveEvent[];
  /** The incident one looks at already: it needs no link. */
  here?: string;
};

/** What happened, newest first, as sentences. */
export function Timeline({ events, here }: TimelineProps) {
  const { t } = useWords();
  if (events.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("timeline.none")}
      </Text>
    );
  }
  return (
    <ol className={css.timeline} tabIndex={0} aria-label={t("timeline.label")}>
      {events.map((event) => (
        <Entry key={event.id} event={event} isHere={event.subject.id === here} />
      ))}
    </ol>
  );
}

function Entry({ event, isHere }: { event: LiveEvent; isHere: boolean }) {
  const { t } = useWords();
  const told = useTold(event);
  return (
    <li className={css.entry} data-weight={told.weight}>
      <span className={css.clock}>
        <At at={event.at} />
      </span>
      <div>
        <Text size="sm">
          {told.sentence} {isHere ? null : <Where event={event} />}
        </Text>
        {told.note ? (
          <Text size="sm" c="dimmed" className={css.note ?? ""}>
            {told.note}
          </Text>
        ) : null}
        {told.link ? (
          <Anchor href={told.link} size="sm" underline="always" rel="noreferrer" target="_blank">
            {t("timeline.source")}
          </Anchor>
        ) : null}
        <Text size="xs" c="dimmed">
          {told.actor}
        </Text>
      </div>
    </li>
  );
}

function Where({ event }: { event: LiveEvent }) {
  const { t } = useWords();
  const { kind, id } = event.subject;
  if (kind === "broadcast") {
    return (
      <TextLink to="/broadcasts/$id" params={{ id }} size="sm" underline="always">
        {t("timeline.broadcast")}
      </TextLink>
    );
  }
  if (kind === "incident") {
    return (
      <TextLink to="/incidents/$id" params={{ id }} size="sm" underline="always">
        {t("timeline.incident")}
      </TextLink>
    );
  }
  return null;
}
