import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, RotateCw, Send, X } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { outletsQuery, postsQuery } from "../queries.ts";
import type { Outlet, OutletPost } from "../types.ts";
import { useWords } from "../words.ts";

/** What was said about an incident on each network, and what waits for a person. */
export function IncidentPosts({ incidentId }: { incidentId: string }) {
  const { t } = useWords();
  const posts = useQuery(postsQuery(incidentId)).data?.posts ?? [];
  const outlets = useQuery(outletsQuery).data?.outlets ?? [];
  const shown = posts.filter((post) => needsSomebody(post) || post.id === newest(posts, post));
  if (shown.length === 0) return null;
  return (
    <Panel title={t("outlets.told")} hint={t("outlets.toldHint")}>
      <Stack gap="xs">
        {shown.map((post) => (
          <PostLine
            key={post.id}
            post={post}
            outlet={outlets.find(({ id }) => id === post.outletId)}
          />
        ))}
      </Stack>
    </Panel>
  );
}

const needsSomebody = ({ may }: OutletPost) => may.send || may.answer;

/** The newest line of the same outlet in the same language. */
const newest = (posts: readonly OutletPost[], { outletId, language }: OutletPost) =>
  Math.max(
    ...posts
      .filter((post) => post.outletId === outletId && post.language === language)
      .map(({ id }) => id),
  );

function PostLine({ post, outlet }: { post: OutletPost; outlet: Outlet | undefined }) {
  const { t, pick } = useWords();
  return (
    <Paper withBorder p="sm" component="article">
      <Stack gap={6}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {outlet?.name ?? post.outletId} · {t(`language.${post.language}`)}
          </Text>
          <State kind="post" state={post.state} size="sm" />
          <Text size="xs" c="dimmed">
            {t(`outlets.what.${post.what}`, { version: post.version })} · <AtAndAgo at={post.at} />
          </Text>
        </Group>
        {post.says ? <Text size="sm">{pick(post.says.text)}</Text> : null}
        <Group gap="xs">
          {post.url ? (
            <Anchor href={post.url} target="_blank" rel="noopener noreferrer" size="sm">
              {t("outlets.look")}
            </Anchor>
          ) : null}
          <PostActions post={post} />
        </Group>
      </Stack>
    </Paper>
  );
}

function PostActions({ post }: { post: OutletPost }) {
  const { t } = useWords();
  const refresh = ["posts", "outlets"];
  const url = `/posts/${post.id}`;
  const send = useAct({ run: () => api.post(`${url}/attempt`), refresh });
  const drop = useAct({ run: () => api.remove(`${url}/attempt`), refresh });
  const answer = useAct({
    run: (stands: boolean) => api.post(`${url}/answer`, { stands }),
    refresh,
  });
  const isFirst = post.state === "asked";
  const Icon = isFirst ? Send : RotateCw;
  return (
    <>
      {post.may.send ? (
        <Button
          size="xs"
          variant={isFirst ? "filled" : "default"}
          leftSection={<Icon aria-hidden size={14} />}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t(isFirst ? "outlets.postNow" : "outlets.again")}
        </Button>
      ) : null}
      {post.may.drop ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<X aria-hidden size={14} />}
          loading={drop.isPending}
          onClick={() => drop.mutate()}
        >
          {t("outlets.notThere")}
        </Button>
      ) : null}
      {post.may.answer ? (
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<Check aria-hidden size={14} />}
            onClick={() => answer.mutate(true)}
          >
            {t("outlets.stands")}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<RotateCw aria-hidden size={14} />}
            onClick={() => answer.mutate(false)}
          >
            {t("outlets.standsNot")}
          </Button>
        </>
      ) : null}
    </>
  );
}
