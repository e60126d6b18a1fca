import { Button, Stack, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { Shares } from "../types.ts";
import { useWords } from "../words.ts";
import { useKeyName } from "./key-name.ts";
import css from "./platforms.module.css";

const linesFirst = 6;

type Share = Shares["shares"][number];
type ExcessBarsProps = {
  shares: Shares;
  chosen?: string | null;
  /** Where a line stands for a place on the map beside it. */
  choose?: (key: string) => void;
};

/** Who reports beyond the usual, the largest part first. Parts without any are left out. */
export function ExcessBars({ shares, chosen, choose }: ExcessBarsProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const lines = shares.shares.filter(({ excess }) => Math.round(excess) > 0);
  const seen = open ? lines : lines.slice(0, linesFirst);
  const hidden = lines.length - seen.length;
  return (
    <Stack gap="xs" align="stretch">
      <ol className={css.bars} aria-label={t(`shares.by.${shares.by}`)}>
        {seen.map((share) => (
          <BarLine
            key={share.key}
            by={shares.by}
            share={share}
            isChosen={share.key === chosen}
            choose={choose}
          />
        ))}
      </ol>
      {hidden > 0 ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t("shares.more", { count: hidden })}
        </Button>
      ) : null}
    </Stack>
  );
}

type BarLineProps = {
  by: Shares["by"];
  share: Share;
  isChosen: boolean;
  choose: ((key: string) => void) | undefined;
};

function BarLine({ by, share, isChosen, choose }: BarLineProps) {
  const { t, number, percent } = useWords();
  const name = useKeyName()(by, share.key);
  const count = Math.round(share.excess);
  return (
    <li className={css.barLine} data-chosen={isChosen}>
      {choose ? (
        <UnstyledButton
          className={css.barName ?? ""}
          fz="sm"
          aria-pressed={isChosen}
          onClick={() => choose(share.key)}
        >
          {name}
        </UnstyledButton>
      ) : (
        <span className={css.barName}>{name}</span>
      )}
      <span className={css.barValue}>{percent(share.share)}</span>
      <div className={css.barTrack} aria-hidden>
        <div className={css.bar} style={{ width: `${share.share * 100}%` }} />
      </div>
      <span className={css.barHint}>
        {t("shares.beyond", { count, n: number(count) })} ·{" "}
        {t("shares.counted", { n: number(share.count), expected: number(share.expected, 1) })}
      </span>
    </li>
  );
}
