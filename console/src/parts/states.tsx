import { Badge, type MantineSize } from "@mantine/core";
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CirclePlay,
  Clock,
  Diamond,
  Eye,
  FileText,
  Flag,
  Languages,
  type LucideIcon,
  Megaphone,
  OctagonAlert,
  Pencil,
  ShieldCheck,
  TriangleAlert,
  Undo2,
  Waypoints,
  Wrench,
} from "lucide-react";
import { useWords } from "../words.ts";

type Look = { icon: LucideIcon; color: string };
const plain: Look = { icon: CircleHelp, color: "gray" };

/** Each state has a shape, a colour and a word: never the colour alone. */
const looks = {
  level: {
    healthy: { icon: CircleCheck, color: "teal" },
    unclear: { icon: CircleHelp, color: "gray" },
    suspected: { icon: TriangleAlert, color: "orange" },
    confirmed: { icon: OctagonAlert, color: "red" },
  },
  incident: {
    suspected: { icon: TriangleAlert, color: "orange" },
    confirmed: { icon: OctagonAlert, color: "red" },
    monitoring: { icon: Eye, color: "blue" },
    resolved: { icon: CircleCheck, color: "teal" },
    dismissed: { icon: Ban, color: "gray" },
  },
  broadcast: {
    planned: { icon: Pencil, color: "gray" },
    approved: { icon: ShieldCheck, color: "blue" },
    running: { icon: CirclePlay, color: "blue" },
    paused: { icon: CirclePause, color: "orange" },
    done: { icon: CircleCheck, color: "teal" },
    cancelled: { icon: Ban, color: "gray" },
  },
  copy: {
    off: { icon: CirclePause, color: "gray" },
    waiting: { icon: CircleHelp, color: "gray" },
    fine: { icon: CircleCheck, color: "teal" },
    late: { icon: Clock, color: "orange" },
    failing: { icon: OctagonAlert, color: "red" },
  },
  channel: {
    up: { icon: CircleCheck, color: "teal" },
    probing: { icon: Waypoints, color: "orange" },
    down: { icon: OctagonAlert, color: "red" },
  },
  health: {
    healthy: { icon: CircleCheck, color: "teal" },
    unhealthy: { icon: CircleAlert, color: "orange" },
    unknown: { icon: CircleHelp, color: "gray" },
    paused: { icon: CirclePause, color: "gray" },
  },
  verdict: {
    up: { icon: CircleCheck, color: "teal" },
    degraded: { icon: TriangleAlert, color: "yellow" },
    down: { icon: OctagonAlert, color: "red" },
    unknown: { icon: CircleHelp, color: "gray" },
  },
  stream: {
    quiet: { icon: CircleCheck, color: "gray" },
    watch: { icon: Eye, color: "yellow" },
    alert: { icon: OctagonAlert, color: "red" },
  },
  announcement: {
    draft: { icon: FileText, color: "gray" },
    approved: { icon: ShieldCheck, color: "blue" },
    published: { icon: Megaphone, color: "teal" },
    corrected: { icon: Pencil, color: "gray" },
    translated: { icon: Languages, color: "gray" },
    withdrawn: { icon: Undo2, color: "gray" },
  },
  translation: {
    missing: { icon: CircleHelp, color: "gray" },
    draft: { icon: FileText, color: "orange" },
    unread: { icon: CircleHelp, color: "orange" },
    checked: { icon: CircleCheck, color: "teal" },
  },
  post: {
    asked: { icon: CircleHelp, color: "blue" },
    waiting: { icon: Clock, color: "gray" },
    sending: { icon: CirclePlay, color: "blue" },
    unknown: { icon: CircleHelp, color: "orange" },
    told: { icon: CircleCheck, color: "teal" },
    failed: { icon: OctagonAlert, color: "red" },
    dropped: { icon: Ban, color: "gray" },
  },
  severity: {
    degraded: { icon: TriangleAlert, color: "yellow" },
    partial: { icon: CircleAlert, color: "orange" },
    major: { icon: OctagonAlert, color: "red" },
    resolved: { icon: CircleCheck, color: "teal" },
  },
  point: {
    operational: { icon: CircleCheck, color: "teal" },
    degraded: { icon: TriangleAlert, color: "yellow" },
    partial: { icon: CircleAlert, color: "orange" },
    major: { icon: OctagonAlert, color: "red" },
    maintenance: { icon: Wrench, color: "blue" },
    trouble: { icon: Diamond, color: "violet" },
    unknown: { icon: CircleHelp, color: "gray" },
  },
  rumour: {
    draft: { icon: FileText, color: "gray" },
    published: { icon: Megaphone, color: "teal" },
    withdrawn: { icon: Undo2, color: "gray" },
  },
  verdictOnRumour: {
    true: { icon: CircleCheck, color: "teal" },
    false: { icon: Ban, color: "red" },
    unproven: { icon: CircleHelp, color: "gray" },
    misleading: { icon: TriangleAlert, color: "orange" },
  },
  task: {
    open: { icon: Clock, color: "gray" },
    overdue: { icon: TriangleAlert, color: "orange" },
    done: { icon: CircleCheck, color: "teal" },
    skipped: { icon: Flag, color: "gray" },
  },
} as const satisfies Record<string, Record<string, Look>>;

export type StateKind = keyof typeof looks;
type StateProps = { kind: StateKind; state: string; size?: MantineSize };

export function State({ kind, state, size = "md" }: StateProps) {
  const { t } = useWords();
  const table: Record<string, Look> = looks[kind];
  const { icon: Icon, color } = table[state] ?? plain;
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      tt="none"
      fw={600}
      className="state"
      leftSection={<Icon aria-hidden size={14} strokeWidth={2.25} />}
    >
      {t(`state.${kind}.${state}`, { defaultValue: state })}
    </Badge>
  );
}

/** Training and drills are never mistaken for the real thing. */
export function DrillMark() {
  const { t } = useWords();
  return (
    <Badge variant="filled" color="violet" tt="none">
      {t("drill")}
    </Badge>
  );
}
