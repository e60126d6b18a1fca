import { Alert, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { OctagonX, Play } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { At } from "../parts/when.tsx";
import { sendingQuery } from "../queries.ts";
import { useWords } from "../words.ts";

const stale = ["broadcasts", "incidents", "events"];

/** Stops every broadcast with one decision. It shows only where there is something to stop. */
export function StopSending() {
  const { t } = useWords();
  const sending = useQuery(sendingQuery).data;
  if (!sending?.may.stop || sending.running === 0) return null;
  return (
    <Ask
      label={t("sending.stop")}
      icon={OctagonX}
      color="red"
      variant="light"
      explain={t("sending.stopExplain", { count: sending.running })}
      note={t("incident.reason")}
      noteRequired
      run={(reason) => api.post("/sending/stop", { reason })}
      done={t("sending.stopped")}
      refresh={stale}
    />
  );
}

/** Says that all sending is stopped, by whom and why, and how it goes on. */
export function SendingStopped() {
  const { t } = useWords();
  const sending = useQuery(sendingQuery).data;
  if (!sending?.stop) return null;
  const { by, at, reason } = sending.stop;
  return (
    <Alert color="red" icon={<OctagonX aria-hidden />} title={t("sending.isStopped")}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {t("sending.by", { name: by })} <At at={at} /> · {reason}
        </Text>
        {sending.may.resume ? (
          <Ask
            label={t("sending.resume")}
            icon={Play}
            explain={t("sending.resumeExplain")}
            run={() => api.remove("/sending/stop")}
            done={t("sending.resumed")}
            refresh={stale}
          />
        ) : null}
      </Group>
    </Alert>
  );
}
