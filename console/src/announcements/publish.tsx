import { Text } from "@mantine/core";
import { Send } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import type { Announcement } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import { Unread } from "./unread.tsx";

/** Publishes a draft from the list; what nobody has checked is shown first. */
export function Publish({ announcement }: { announcement: Announcement }) {
  const { t, language } = useWords();
  const [read, setRead] = useState<Language[]>([]);
  const { id, texts, may } = announcement;
  const unread = may.check.filter((each) => each !== language);
  return (
    <Ask
      label={t("announcement.publish")}
      size="xs"
      icon={Send}
      variant="filled"
      explain={t("announcement.publishExplain")}
      run={() => api.post(`/announcements/${id}/publication`, { read: [language, ...read] })}
      done={t("announcement.published")}
      refresh={["incidents", "events", "posts"]}
    >
      {unread.length > 0 ? <Text size="sm">{t("translation.unread")}</Text> : null}
      <Unread texts={texts} languages={unread} read={read} tick={setRead} />
    </Ask>
  );
}
