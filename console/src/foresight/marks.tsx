import { Badge } from "@mantine/core";
import { ChevronsUp, ChevronUp, type LucideIcon, Minus } from "lucide-react";
import { useWords } from "../words.ts";
import type { DayRisk, Entry } from "./queries.ts";

type Level = DayRisk["level"];

/** A shape, a colour and a word each. Red stays with what is the case: this only may be. */
export const levelLooks: Record<Level, { icon: LucideIcon; color: string }> = {
  low: { icon: Minus, color: "gray" },
  elevated: { icon: ChevronUp, color: "blue" },
  high: { icon: ChevronsUp, color: "orange" },
};

export function LevelMark({ level }: { level: Level }) {
  const { t } = useWords();
  const { icon: Icon, color } = levelLooks[level];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      fw={600}
      className="state"
      leftSection={<Icon aria-hidden size={14} strokeWidth={2.25} />}
    >
      {t(`foresight.level.${level}`)}
    </Badge>
  );
}

const loadLooks: Record<Entry["load"], { icon: LucideIcon; color: string }> = {
  low: levelLooks.low,
  medium: levelLooks.elevated,
  high: levelLooks.high,
};

export function LoadMark({ load }: { load: Entry["load"] }) {
  const { t } = useWords();
  const { icon: Icon, color } = loadLooks[load];
  return (
    <Badge
      variant="light"
      color={color}
      size="sm"
      tt="none"
      fw={600}
      className="state"
      leftSection={<Icon aria-hidden size={14} strokeWidth={2.25} />}
    >
      {t(`calendar.load.${load}`)}
    </Badge>
  );
}
