import { Checkbox, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessageSquareText } from "lucide-react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { commentsQuery } from "../queries.ts";
import { COMMENT_STATES } from "../tabs.ts";
import type { Comments } from "../types.ts";
import { useWords } from "../words.ts";
import { Queue } from "./queue.tsx";

/** What visitors wrote beside their reports, for somebody to read before the public does. */
export function Moderation() {
  const { t } = useWords();
  const { show = "waiting" } = useSearch({ from: "/room/comments" });
  const go = useNavigate({ from: "/comments" });
  const query = useQuery(commentsQuery(show));
  const isAtOnce = query.data?.atOnce ?? false;
  const state = (name: string) => COMMENT_STATES.find((each) => each === name) ?? "waiting";
  return (
    <Page
      title={t("moderation.title")}
      below={<Text c="dimmed">{t(isAtOnce ? "moderation.hintAtOnce" : "moderation.hint")}</Text>}
    >
      <SegmentedControl
        aria-label={t("moderation.show")}
        value={show}
        onChange={(name) => void go({ search: { show: state(name) } })}
        data={COMMENT_STATES.map((value) => ({ value, label: t(`moderation.state.${value}`) }))}
      />
      <Loaded query={query} height={240}>
        {(data) => (
          <Stack gap="md">
            <Queue key={show} data={data} />
            {data.comments.length === 0 ? (
              <Empty
                icon={MessageSquareText}
                title={t(`moderation.none.${show}`)}
                hint={t("moderation.noneHint")}
              />
            ) : null}
            <Policy data={data} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Policy({ data }: { data: Comments }) {
  const { t } = useWords();
  const set = useAct<boolean>({
    run: (atOnce) => api.put("/report-comments/policy", { atOnce }),
    refresh: ["comments"],
  });
  if (!may(data.may, "setPolicy")) return null;
  return (
    <Checkbox
      checked={data.atOnce}
      disabled={set.isPending}
      onChange={(event) => set.mutate(event.currentTarget.checked)}
      label={t("moderation.atOnce")}
      description={t("moderation.atOnceHint")}
    />
  );
}
