import { Button, Group, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowRight, ArrowUp, CircleMinus, CirclePlus, Link2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { type ChangeSearch, changesQuery } from "../queries.ts";
import type { Change, Moved } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./platforms.module.css";

type ChangesProps = {
  platformId: string;
  search: ChangeSearch;
  /** The change that an address points at. */
  chosen?: number | undefined;
  /** Asks for older ones; without it the list is what it is. */
  more?: (() => void) | undefined;
};

/** Why the opinion is what it is: every change, newest first, with the evidence that moved it. */
export function Changes({ platformId, search, chosen, more }: ChangesProps) {
  const { t } = useWords();
  const query = useQuery({
    ...changesQuery(platformId, search),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={query}>
      {({ assessments }) => {
        if (assessments.length === 0) {
          return (
            <Text size="sm" c="dimmed">
              {t("platform.noWord")}
            </Text>
          );
        }
        const missing = chosen !== undefined && assessments.every(({ id }) => id !== chosen);
        return (
          <Stack gap="xs">
            {missing ? <Elsewhere platformId={platformId} id={chosen} /> : null}
            <ol className={css.changes} tabIndex={0} aria-label={t("platform.history")}>
              {assessments.map((change) => (
                <ChangeEntry
                  key={change.id}
                  platformId={platformId}
                  change={change}
                  isChosen={change.id === chosen}
                />
              ))}
            </ol>
            {more && assessments.length >= search.limit ? (
              <Button size="xs" variant="default" onClick={more}>
                {t("changes.older")}
              </Button>
            ) : null}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** The change that an address points at, when it is older than the list. */
function Elsewhere({ platformId, id }: { platformId: string; id: number }) {
  const query = useQuery(changesQuery(platformId, { before: id + 1, limit: 1 }));
  const change = query.data?.assessments.find((one) => one.id === id);
  if (!change) return null;
  return (
    <ol className={css.changes}>
      <ChangeEntry platformId={platformId} change={change} isChosen />
    </ol>
  );
}

type EntryProps = { platformId: string; change: Change; isChosen: boolean };

function ChangeEntry({ platformId, change, isChosen }: EntryProps) {
  const { t, pick } = useWords();
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) here.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const anew = renamed(change);
  return (
    <li ref={here} className={css.change} data-chosen={isChosen} id={`change-${change.id}`}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Group gap={6}>
          <Text size="xs" c="dimmed" span>
            <At at={change.at} />
          </Text>
          <Turn change={change} />
        </Group>
        <TextLink
          to="/platforms/$id"
          params={{ id: platformId }}
          search={{ change: change.id }}
          aria-label={t("changes.link")}
          className={css.link ?? ""}
        >
          <Link2 aria-hidden size={16} />
        </TextLink>
      </Group>
      <Text size="sm">
        {anew === null ? "" : `${t(anew, { name: pick(change.classText) })} `}
        {change.level === "suspected" || change.level === "confirmed"
          ? anew === "changes.named"
            ? ""
            : `${pick(change.classText)}. `
          : ""}
        {t(change.moved.length === 0 ? "changes.unmoved" : "changes.because")}
      </Text>
      <ul className={css.moves}>
        {change.moved.map((move) => (
          <Move key={move.kind} move={move} />
        ))}
      </ul>
    </li>
  );
}

/** From what to what, in shapes for the eye and in words for the ear. */
function Turn({ change }: { change: Change }) {
  const { t } = useWords();
  const { before, level } = change;
  if (!before) {
    return (
      <>
        <span className="sr-only">{t("changes.first")}</span>
        <State kind="level" state={level} size="sm" />
      </>
    );
  }
  if (before.level === level) return <State kind="level" state={level} size="sm" />;
  return (
    <>
      <State kind="level" state={before.level} size="sm" />
      <ArrowRight size={14} role="img" aria-label={t("changes.became")} />
      <State kind="level" state={level} size="sm" />
    </>
  );
}

/** What changed beside the level, as the key of a sentence. */
function renamed({ before, level, class: kind, crowdOnly }: Change): string | null {
  if (!before || before.level !== level) return null;
  if (before.class !== kind) return "changes.named";
  if (before.crowdOnly !== crowdOnly) return crowdOnly ? "changes.crowdOnly" : "changes.agreed";
  return null;
}

const looks = {
  came: { icon: CirclePlus, tone: "changes.step.came" },
  grew: { icon: ArrowUp, tone: "changes.step.grew" },
  shrank: { icon: ArrowDown, tone: "changes.step.shrank" },
  went: { icon: CircleMinus, tone: "changes.step.went" },
} as const;

function Move({ move }: { move: Moved }) {
  const { t, pick, number } = useWords();
  const { icon: Icon, tone } = looks[move.step];
  const said = move.now ?? move.before;
  const told = move.step === "went" && move.now === null ? "changes.step.left" : tone;
  const size = number(Math.abs(move.by), 1);
  const weight = size === "0" ? "" : `${move.by < 0 ? "−" : "+"}${size}`;
  return (
    <li className={css.move} data-against={move.by < 0}>
      <Icon aria-hidden size={15} className={css.moveIcon} />
      <Text size="sm">
        <Text span size="sm" c="dimmed">
          {t(told)}
        </Text>{" "}
        {said ? pick(said.text) : ""}
      </Text>
      {weight === "" ? null : (
        <Text size="sm" fw={600} className={css.moveWeight ?? ""}>
          <span className="sr-only">{t("changes.counts", { weight })}</span>
          <span aria-hidden>{weight}</span>
        </Text>
      )}
    </li>
  );
}

/** The way to all of them, from places that show only some. */
export function AllChanges({ platformId }: { platformId: string }) {
  const { t } = useWords();
  return (
    <TextLink to="/platforms/$id" params={{ id: platformId }} size="sm" underline="always">
      {t("changes.all")}
    </TextLink>
  );
}
