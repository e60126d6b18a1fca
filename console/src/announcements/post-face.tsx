import { Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { TextLink } from "../parts/links.tsx";
import type { OutletPreviews } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { Note, PageFrame } from "./frames.tsx";

type Post = OutletPreviews["posts"][number];
type Body = { language: Language; incidentId: string };
type PostProps = { post: Post; card: OutletPreviews["card"]; body: Body };

/** One post as it would stand on its network, counted by the network's own rules. */
export function PostFace({ post, card, body }: PostProps) {
  const { t, number } = useWords();
  const { name, outletId, length, max, leftOut, html, title } = post;
  const parts = leftOut.map((part) => t(`announcement.part.${part}`)).join(", ");
  return (
    <Stack gap="xs">
      {outletId === null ? (
        <Note>
          {t("previews.noAccount", { name })}{" "}
          <TextLink to="/settings" search={{ tab: "outlets" }} size="sm" underline="always">
            {t("previews.connect")}
          </TextLink>
        </Note>
      ) : null}
      {parts === "" ? null : <Note>{t("previews.leftOut", { parts })}</Note>}
      {length > max ? <Note>{t("outlets.tooLong")}</Note> : null}
      {html === null ? (
        <>
          <Text size="sm" c={length > max ? "red" : "dimmed"}>
            {t("outlets.length", { length: number(length), max: number(max) })}
          </Text>
          <div className={css.phone}>
            <div className={css.letter} lang={body.language}>
              <Text size="sm" className={css.posted ?? ""}>
                {post.text}
              </Text>
              {post.card === "drawn" ? <Card card={card} body={body} /> : null}
              {post.ownCard ? <OwnCard address={card.address} {...post.ownCard} /> : null}
            </div>
          </div>
          {post.ownCard ? (
            <Text size="sm" c="dimmed">
              {t("previews.ownCard")}
            </Text>
          ) : null}
        </>
      ) : (
        <PageFrame title={name} html={articleOf(title, html, body.language)} />
      )}
    </Stack>
  );
}

/** What the network draws from the page that the post leads to. */
function Card({ card, body }: Pick<PostProps, "card" | "body">) {
  const { t } = useWords();
  const { incidentId, ...draft } = body;
  const picture = useQuery({
    queryKey: ["share-picture", body],
    queryFn: () => api.post<{ picture: string }>(`/incidents/${incidentId}/share-picture`, draft),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div className={css.card}>
      {picture.data ? (
        <img src={picture.data.picture} alt={card.picture} width={1200} height={630} />
      ) : (
        <Skeleton height={160} role="img" aria-label={t("previews.drawing")} />
      )}
      <CardText {...card} />
    </div>
  );
}

type CardTextProps = Pick<OutletPreviews["card"], "address" | "title" | "description">;

/** What we send along ourselves, where the network draws nothing. */
function OwnCard(text: CardTextProps) {
  return (
    <div className={`${css.card} ${css.plainCard}`}>
      <CardText {...text} />
    </div>
  );
}

function CardText({ address, title, description }: CardTextProps) {
  return (
    <>
      <Text size="xs" c="dimmed">
        {address}
      </Text>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="xs" lineClamp={2}>
        {description}
      </Text>
    </>
  );
}

/** The article between the lines of a bare site: its own look is the site's affair. */
function articleOf(title: string, html: string, language: Language): string {
  const heading = document.createElement("h1");
  heading.textContent = title;
  const style = "body{font:16px/1.6 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere}";
  return `<!doctype html><html lang="${language}"><head><style>${style}h1{font-size:1.4rem}</style></head><body>${heading.outerHTML}${html}</body></html>`;
}
