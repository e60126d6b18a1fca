import { CirclePause, CirclePlay, type LucideIcon, ShieldCheck, XCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import type { BroadcastDetail } from "../types.ts";
import { useWords } from "../words.ts";

type Decision = {
  verb: "approve" | "pause" | "resume" | "cancel";
  icon: LucideIcon;
  look: Partial<Pick<ComponentProps<typeof Ask>, "variant" | "color">>;
  run(path: string, reason: string): Promise<unknown>;
};

const decisions: Decision[] = [
  {
    verb: "approve",
    icon: ShieldCheck,
    look: { variant: "filled" },
    run: (path) => api.post(`${path}/approval`),
  },
  { verb: "pause", icon: CirclePause, look: {}, run: (path) => api.post(`${path}/pause`) },
  {
    verb: "resume",
    icon: CirclePlay,
    look: { variant: "filled" },
    run: (path) => api.remove(`${path}/pause`),
  },
  {
    verb: "cancel",
    icon: XCircle,
    look: { variant: "light", color: "red" },
    run: (path, reason) => api.post(`${path}/cancellation`, { reason }),
  },
];

/** What may be decided about this broadcast now, as the server says. */
export function BroadcastDecisions({ detail }: { detail: BroadcastDetail }) {
  const { t, number } = useWords();
  const { broadcast, may } = detail;
  const people = { count: broadcast.recipients, recipients: number(broadcast.recipients) };
  return decisions
    .filter(({ verb }) => may[verb])
    .map(({ verb, icon, look, run }) => (
      <Ask
        key={verb}
        label={t(`broadcast.decide.${verb}`)}
        icon={icon}
        explain={t(`broadcast.explain.${verb}`, people)}
        {...look}
        {...(verb === "cancel" ? { note: t("incident.reason"), noteRequired: true } : {})}
        run={(reason) => run(`/broadcasts/${broadcast.id}`, reason)}
        done={t(`broadcast.decided.${verb}`)}
        refresh={["broadcasts", "incidents", "events"]}
      />
    ));
}
