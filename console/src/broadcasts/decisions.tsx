import { CirclePause, CirclePlay, ShieldCheck, XCircle } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import type { Broadcast, May } from "../types.ts";
import { useWords } from "../words.ts";

const refresh = ["broadcasts", "incidents", "events"];

export function BroadcastDecisions({ broadcast, rights }: { broadcast: Broadcast; rights: May }) {
  const { t, number } = useWords();
  const path = `/broadcasts/${broadcast.id}`;
  const people = {
    count: broadcast.recipients,
    recipients: number(broadcast.recipients),
  };
  return (
    <>
      {rights["approve"] ? (
        <Ask
          label={t("broadcast.approve")}
          icon={ShieldCheck}
          variant="filled"
          explain={t("broadcast.approveExplain", people)}
          run={() => api.post(`${path}/approval`)}
          done={t("broadcast.approved")}
          refresh={refresh}
        />
      ) : null}
      {rights["pause"] ? (
        <Ask
          label={t("broadcast.pause")}
          icon={CirclePause}
          explain={t("broadcast.pauseExplain")}
          run={() => api.post(`${path}/pause`)}
          done={t("broadcast.paused")}
          refresh={refresh}
        />
      ) : null}
      {rights["resume"] ? (
        <Ask
          label={t("broadcast.resume")}
          icon={CirclePlay}
          variant="filled"
          explain={t("broadcast.resumeExplain")}
          run={() => api.remove(`${path}/pause`)}
          done={t("broadcast.resumed")}
          refresh={refresh}
        />
      ) : null}
      {rights["cancel"] ? (
        <Ask
          label={t("broadcast.cancel")}
          icon={XCircle}
          color="red"
          variant="light"
          explain={t("broadcast.cancelExplain")}
          note={t("incident.reason")}
          noteRequired
          run={(reason) => api.post(`${path}/cancellation`, { reason })}
          done={t("broadcast.cancelled")}
          refresh={refresh}
        />
      ) : null}
    </>
  );
}
