import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { MessageCircle } from "lucide-react";
import css from "../incidents/incidents.module.css";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { repliesQuery } from "../queries.ts";
import type { Reply } from "../types.ts";
import { useWords } from "../words.ts";

/** What people wrote in words of their own. Codes are counted above; these somebody has to read. */
export function Replies({ broadcastId }: { broadcastId: number }) {
  const { t } = useWords();
  const query = useQuery(repliesQuery(broadcastId));
  return (
    <Panel title={t("replies.title")} hint={t("replies.hint")}>
      <Loaded query={query}>
        {({ replies }) => <Written replies={replies.filter(isWritten)} />}
      </Loaded>
    </Panel>
  );
}

/** "1" and "2" are answers; whatever else was said may be a question. */
const isWritten = ({ meaning }: Reply) => meaning === "other";

function Written({ replies }: { replies: Reply[] }) {
  const { t } = useWords();
  if (replies.length === 0) {
    return <Empty icon={MessageCircle} title={t("replies.none")} hint={t("replies.noneHint")} />;
  }
  return (
    <Stack component="ul" gap="xs" className={css.timeline ?? ""}>
      {replies.map((reply) => (
        <li key={reply.id}>
          <Text size="sm">{reply.body}</Text>
          <Text size="xs" c="dimmed">
            {reply.name ?? t("replies.unknown")} · <Ago at={reply.at} />
          </Text>
        </li>
      ))}
    </Stack>
  );
}
