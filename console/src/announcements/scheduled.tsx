import { Alert, Button, Group, Text } from "@mantine/core";
import { Clock, TriangleAlert } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { AtAndAgo } from "../parts/when.tsx";
import { present } from "../times.ts";
import type { Announcement } from "../types.ts";
import { useWords } from "../words.ts";

const soonMs = 5 * 60_000;

/** Reminds of the news that was promised, while it can still be given in time, and after that. */
export function Promised({ announcement }: { announcement: Announcement }) {
  const { t } = useWords();
  const { nextUpdateAt, state } = announcement;
  if (state !== "published" || nextUpdateAt === null) return null;
  const left = Date.parse(nextUpdateAt) - present();
  if (left > soonMs) return null;
  const late = left <= 0;
  return (
    <Alert color={late ? "red" : "orange"} icon={<Clock aria-hidden size={16} />} role="status">
      {t(late ? "outlets.newsLate" : "outlets.newsDue")} <AtAndAgo at={nextUpdateAt} />
    </Alert>
  );
}

/** When a draft goes out by itself, or why it did not. */
export function Scheduled({ announcement }: { announcement: Announcement }) {
  const { t, pick } = useWords();
  const { id, held, may, publishAt, scheduledBy } = announcement;
  const callOff = useAct({
    run: () => api.remove(`/announcements/${id}/schedule`),
    done: t("outlets.calledOff"),
    refresh: ["incidents", "events"],
  });
  if (held) {
    return (
      <Alert color="orange" icon={<TriangleAlert aria-hidden size={16} />}>
        {t("outlets.heldBack")} {pick(held.text)}
      </Alert>
    );
  }
  if (publishAt === null) return null;
  return (
    <Group gap="xs">
      <Clock aria-hidden size={16} />
      <Text size="sm">
        {t("outlets.goesOut")} <AtAndAgo at={publishAt} /> ·{" "}
        {t("outlets.by", { name: scheduledBy ?? "" })}
      </Text>
      {may.edit ? (
        <Button
          size="xs"
          variant="default"
          loading={callOff.isPending}
          onClick={() => callOff.mutate()}
        >
          {t("outlets.callOff")}
        </Button>
      ) : null}
    </Group>
  );
}
