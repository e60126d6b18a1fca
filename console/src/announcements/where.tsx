import { Accordion, Checkbox, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { TextLink } from "../parts/links.tsx";
import { Panel } from "../parts/page.tsx";
import { ShownLanguage } from "../parts/shown-language.tsx";
import { Audience } from "../subscribers/audience.tsx";
import type { Check, WrittenPost } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { type Draft, withWords } from "./draft.ts";

type WhereProps = {
  draft: Draft;
  change: (draft: Draft) => void;
  check: Check | undefined;
  confirmed: readonly number[];
  confirm: (outlets: readonly number[]) => void;
  incidentId: string;
};

/** Everywhere the words will stand a moment after the button is pressed, before it is. */
export function Where(props: WhereProps) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const posts = props.check?.posts ?? [];
  return (
    <Panel
      title={t("outlets.where")}
      hint={t("outlets.whereHint")}
      actions={<ShownLanguage label={t("outlets.language")} shown={shown} show={setShown} />}
    >
      <Text size="sm">{t("outlets.always")}</Text>
      <Audience incidentId={props.incidentId} />
      {posts.length === 0 && props.check ? (
        <Group gap="xs">
          <Text size="sm">{t("outlets.noneYet")}</Text>
          <TextLink to="/settings" search={{ tab: "outlets" }} size="sm">
            {t("outlets.add")}
          </TextLink>
        </Group>
      ) : null}
      <Accordion multiple variant="contained" order={3}>
        {posts
          .filter((post) => post.language === shown)
          .map((post) => (
            <PostFields key={`${post.outletId} ${post.language}`} post={post} {...props} />
          ))}
      </Accordion>
    </Panel>
  );
}

function PostFields({
  post,
  draft,
  change,
  confirmed,
  confirm,
}: WhereProps & { post: WrittenPost }) {
  const { t, number } = useWords();
  const { network, language, outletId, length, max } = post;
  const own = draft.posts[network]?.[language] ?? "";
  const over = length > max;
  const asks = post.mode === "ask" && !post.follows;
  const isYes = confirmed.includes(outletId);
  const toggle = (yes: boolean) =>
    confirm(yes ? [...confirmed, outletId] : confirmed.filter((id) => id !== outletId));
  return (
    <Accordion.Item value={`${outletId}-${language}`}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs" pr="xs">
          <Text fw={600} size="sm">
            {post.name}
          </Text>
          <Text size="xs" c={over ? "red" : "dimmed"}>
            {t("outlets.length", { length: number(length), max: number(max) })}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          {t(post.follows ? `outlets.follows.${post.corrects}` : `outlets.mode.${post.mode}`)}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          <Text size="sm" lang={language} className={css.posted ?? ""}>
            {post.text}
          </Text>
          <Textarea
            lang={language}
            label={t("outlets.own", { name: post.name })}
            description={t("outlets.ownHint")}
            autosize
            minRows={2}
            value={own}
            error={over ? t("outlets.tooLong") : null}
            onChange={(event) =>
              change({ ...draft, posts: withWords(draft, post, event.currentTarget.value) })
            }
          />
        </Stack>
      </Accordion.Panel>
      {asks ? (
        <Checkbox
          p="xs"
          label={t("outlets.confirm", { name: post.name })}
          checked={isYes}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
      ) : null}
    </Accordion.Item>
  );
}
