import { Alert, Select, Tabs } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EyeOff, GraduationCap } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { Failed } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { ShownLanguage } from "../parts/shown-language.tsx";
import type { OutletPreviews } from "../types.ts";
import { type Language, useWords } from "../words.ts";
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
  const [pageId, setPageId] = useState<string | null>(null);
  const [settled] = useDebouncedValue(draft, pauseMs);
  const body = { ...bodyOf(settled), language: shown, pageId };
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
        <ShownLanguage label={t("announcement.previewLanguage")} shown={shown} show={setShown} />
      }
    >
      {previews.isError ? <Failed cause={previews.error} /> : null}
      {data ? <WhichPage pages={data.pages} pageId={pageId} choose={setPageId} /> : null}
      {data ? <Faces previews={data} body={{ ...body, incidentId }} /> : null}
    </Panel>
  );
}

type FacesProps = {
  previews: OutletPreviews;
  body: ReturnType<typeof bodyOf> & {
    language: Language;
    incidentId: string;
    pageId: string | null;
  };
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
      {isOwn ? <Untold pages={previews.pages} pageId={body.pageId} /> : null}
      {previews.hidden && isOwn ? (
        <Alert mb="sm" color="blue" icon={<GraduationCap aria-hidden size={16} />}>
          {t("previews.hidden")}
        </Alert>
      ) : null}
      <Tabs.Panel value="page">
        <PageFace body={body} />
      </Tabs.Panel>
      <OwnPanels
        previews={previews}
        language={body.language}
        told={pageOf(previews.pages, body.pageId)?.tells ?? true}
      />
      {posts.map(({ key, post }) => (
        <Tabs.Panel key={key} value={key}>
          <PostFace post={post} card={previews.card} body={body} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

type OwnProps = { previews: OutletPreviews; language: Language; told: boolean };

function OwnPanels({ previews, language, told }: OwnProps) {
  const { banner, email, sms, push, feed, card } = previews;
  const faces = {
    banner: <BannerFace {...banner} language={language} />,
    email: <EmailFace {...email} />,
    sms: <SmsFace {...sms} language={language} />,
    push: <PushFace {...push} language={language} site={card.address} />,
    feed: <FeedFace feed={feed} language={language} />,
  };
  return Object.entries(faces).map(([name, face]) => (
    <Tabs.Panel key={name} value={name}>
      {told ? face : null}
    </Tabs.Panel>
  ));
}

type WhichProps = Pick<OutletPreviews, "pages"> & { pageId: string | null };

/** An organisation with several pages looks at one of them at a time. */
function WhichPage({
  pages,
  pageId,
  choose,
}: WhichProps & { choose: (id: string | null) => void }) {
  const { t, pick } = useWords();
  if (pages.length < 2) return null;
  return (
    <Select
      mb="sm"
      size="xs"
      maw={320}
      label={t("previews.ofPage")}
      allowDeselect={false}
      value={pageId ?? pages[0]?.id ?? ROOT}
      data={pages.map(({ id, name }) => ({ value: id ?? ROOT, label: pick(name) }))}
      onChange={(next) => choose(next === ROOT ? null : next)}
    />
  );
}

const ROOT = "root";
/** The first is the one at the root, whether it was described or not. */
const pageOf = (pages: OutletPreviews["pages"], pageId: string | null) =>
  pageId === null ? pages[0] : pages.find(({ id }) => id === pageId);

/** A page that is about other things says nothing of it, and nor do its banner and its letters. */
function Untold({ pages, pageId }: WhichProps) {
  const { t, pick } = useWords();
  const page = pageOf(pages, pageId);
  if (page === undefined || page.tells) return null;
  return (
    <Alert mb="sm" color="blue" icon={<EyeOff aria-hidden size={16} />}>
      {t("previews.untold", { name: pick(page.name) })}
    </Alert>
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
