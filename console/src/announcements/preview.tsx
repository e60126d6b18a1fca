import { Alert, SegmentedControl, Tabs } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { GraduationCap } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { Failed } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useZone } from "../parts/when.tsx";
import type { OutletPreviews } from "../types.ts";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { bodyOf, type Draft } from "./draft.ts";
import { PageFrame } from "./frames.tsx";
import { BannerFace, EmailFace, FeedFace, PushFace, SmsFace } from "./own-faces.tsx";
import { PostFace } from "./post-face.tsx";

const pauseMs = 400;
/** Faces of our own; a drill beside real life changes none of them. */
const OWN = ["page", "banner", "email", "sms", "push", "feed"] as const;

type PreviewProps = { draft: Draft; incidentId: string };

/** The draft as every outlet will show it, made by the same code that sends. */
export function Previews({ draft, incidentId }: PreviewProps) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const { timeZone } = useZone();
  const [settled] = useDebouncedValue(draft, pauseMs);
  const body = { ...bodyOf(settled, timeZone), language: shown };
  const previews = useQuery({
    queryKey: ["previews", incidentId, body],
    queryFn: () => api.post<OutletPreviews>(`/incidents/${incidentId}/outlet-previews`, body),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const { data } = previews;
  return (
    <Panel
      title={t("announcement.preview")}
      {...(data ? { hint: t("previews.hint", { code: data.code }) } : {})}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("announcement.previewLanguage")}
          value={shown}
          onChange={(next) => setShown(isLanguage(next) ? next : shown)}
          data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      }
    >
      {previews.isError ? <Failed cause={previews.error} /> : null}
      {data ? <Faces previews={data} body={{ ...body, incidentId }} /> : null}
    </Panel>
  );
}

type FacesProps = {
  previews: OutletPreviews;
  body: ReturnType<typeof bodyOf> & { language: Language; incidentId: string };
};

function Faces({ previews, body }: FacesProps) {
  const { t } = useWords();
  const [open, setOpen] = useState<string | null>("page");
  const posts = previews.posts.map((post) => ({
    key: `${post.network}-${post.outletId ?? "none"}`,
    post,
  }));
  const names = [...OWN, ...posts.map(({ key }) => key)];
  // The account of one language may not speak the other.
  const value = open !== null && names.includes(open) ? open : "page";
  const isOwn = OWN.some((face) => face === value);
  return (
    <Tabs value={value} onChange={setOpen} keepMounted={false} variant="pills" radius="xl">
      <Tabs.List mb="sm" aria-label={t("previews.where")} className={css.places ?? ""}>
        {OWN.map((face) => (
          <Tabs.Tab key={face} value={face} className={css.face ?? ""}>
            {t(`previews.face.${face}`)}
          </Tabs.Tab>
        ))}
        {posts.map(({ key, post }) => (
          <Tabs.Tab
            key={key}
            value={key}
            className={css.face ?? ""}
            data-unconnected={post.outletId === null || undefined}
          >
            {post.name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {previews.hidden && isOwn ? (
        <Alert mb="sm" color="blue" icon={<GraduationCap aria-hidden size={16} />}>
          {t("previews.hidden")}
        </Alert>
      ) : null}
      <Tabs.Panel value="page">
        <PageFace body={body} />
      </Tabs.Panel>
      <Tabs.Panel value="banner">
        <BannerFace {...previews.banner} language={body.language} />
      </Tabs.Panel>
      <Tabs.Panel value="email">
        <EmailFace {...previews.email} />
      </Tabs.Panel>
      <Tabs.Panel value="sms">
        <SmsFace {...previews.sms} language={body.language} />
      </Tabs.Panel>
      <Tabs.Panel value="push">
        <PushFace {...previews.push} language={body.language} site={previews.card.address} />
      </Tabs.Panel>
      <Tabs.Panel value="feed">
        <FeedFace feed={previews.feed} language={body.language} />
      </Tabs.Panel>
      {posts.map(({ key, post }) => (
        <Tabs.Panel key={key} value={key}>
          <PostFace post={post} card={previews.card} body={body} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function PageFace({ body }: Pick<FacesProps, "body">) {
  const { t } = useWords();
  const page = useQuery({
    queryKey: ["preview", body],
    queryFn: () => api.post<{ html: string }>("/announcements/preview", body),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (page.isError) return <Failed cause={page.error} />;
  return <PageFrame title={t("announcement.preview")} html={page.data?.html ?? ""} />;
}
