import { CircleCheck, Eye, type LucideIcon, Megaphone, OctagonAlert, XCircle } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { ButtonLink } from "../parts/links.tsx";
import type { IncidentDetail } from "../types.ts";
import { useWords } from "../words.ts";

type Decision = {
  verb: "confirm" | "monitor" | "resolve" | "dismiss";
  path: string;
  icon: LucideIcon;
  asks: "note" | "reason";
};

const decisions: Decision[] = [
  { verb: "confirm", path: "confirmation", icon: OctagonAlert, asks: "note" },
  { verb: "monitor", path: "monitoring", icon: Eye, asks: "note" },
  { verb: "resolve", path: "resolution", icon: CircleCheck, asks: "note" },
  { verb: "dismiss", path: "dismissal", icon: XCircle, asks: "reason" },
];

/** What may be decided about this incident now, as the server says. */
export function Decisions({ detail }: { detail: IncidentDetail }) {
  return (
    <>
      {detail.may.announce ? <Announce detail={detail} /> : null}
      {decisions
        .filter(({ verb }) => detail.may[verb])
        .map((decision) => (
          <Decide key={decision.verb} id={detail.incident.id} decision={decision} />
        ))}
    </>
  );
}

function Announce({ detail }: { detail: IncidentDetail }) {
  const { t } = useWords();
  const inForce = detail.announcements.filter(({ state }) => state === "published");
  const told = inForce.length > 0;
  // It has ended, and what stands in public still speaks of trouble.
  const isEndUntold =
    detail.incident.closedAt !== null && inForce.some(({ severity }) => severity !== "resolved");
  const word = told ? "announceAgain" : "announce";
  return (
    <ButtonLink
      to="/incidents/$id/announcement"
      params={{ id: detail.incident.id }}
      variant={told && !isEndUntold ? "default" : "filled"}
      leftSection={<Megaphone aria-hidden size={16} />}
    >
      {t(`incident.${isEndUntold ? "announceEnd" : word}`)}
    </ButtonLink>
  );
}

function Decide({ id, decision }: { id: string; decision: Decision }) {
  const { t } = useWords();
  const { verb, path, icon, asks } = decision;
  return (
    <Ask
      label={t(`incident.decide.${verb}`)}
      icon={icon}
      explain={t(`incident.explain.${verb}`)}
      note={t(`incident.${asks}`)}
      noteRequired={asks === "reason"}
      {...(verb === "confirm" ? { color: "red", variant: "light" as const } : {})}
      run={(text) => api.post(`/incidents/${id}/${path}`, { [asks]: text })}
      done={t(`incident.decided.${verb}`)}
      refresh={["incidents", "platforms", "events"]}
    />
  );
}
