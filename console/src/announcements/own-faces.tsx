import { Anchor, SegmentedControl, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { ageOf, sectionOf } from "../../../widget/draw.ts";
import type { OutletPreviews } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { Note, PageFrame } from "./frames.tsx";

type In = { language: Language };

/** Drawn by the script that other sites include, with its own style, at the width of a telephone. */
export function BannerFace({ shown, other, language }: OutletPreviews["banner"] & In) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown === null) return;
    const { section, age } = sectionOf(shown, language, () => undefined);
    age.textContent = ageOf(shown, language, shown.generatedAt);
    box.current?.replaceChildren(section);
  }, [shown, language]);
  return (
    <Stack gap="xs">
      {other && shown !== null ? <Note>{t("previews.bannerOther")}</Note> : null}
      {shown === null ? (
        <Text size="sm">{t("previews.bannerNone")}</Text>
      ) : (
        <div className={css.phone}>
          <div ref={box} />
          <div aria-hidden className={css.site} />
        </div>
      )}
    </Stack>
  );
}

export function EmailFace({ connected, subject, html, text }: OutletPreviews["email"]) {
  const { t } = useWords();
  const [form, setForm] = useState("html");
  return (
    <Stack gap="xs">
      {connected ? null : <Note>{t("previews.noWay")}</Note>}
      <Text size="sm">
        <Text span c="dimmed" size="sm">
          {t("previews.subject")}
        </Text>{" "}
        <strong>{subject}</strong>
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={t("previews.form")}
        value={form}
        onChange={setForm}
        data={[
          { value: "html", label: t("previews.asHtml") },
          { value: "text", label: t("previews.asText") },
        ]}
      />
      {form === "html" ? (
        <PageFrame title={t("previews.face.email")} html={html} />
      ) : (
        <div className={css.phone}>
          <div className={css.letter}>{text}</div>
        </div>
      )}
    </Stack>
  );
}

/** Part by part, as it is paid; a telephone puts them together again. */
export function SmsFace(sms: OutletPreviews["sms"] & In) {
  const { t } = useWords();
  const { connected, cut, alphabet, length, parts, partsMax: max, language } = sms;
  const count = parts.length;
  let from = 0;
  const placed = parts.map((part) => ({ part, from: (from += part.length) }));
  return (
    <Stack gap="xs">
      {connected ? null : <Note>{t("previews.noWay")}</Note>}
      {cut ? <Note>{t("previews.cut")}</Note> : null}
      {count > max ? <Note>{t("previews.smsLong", { count, max })}</Note> : null}
      <Text size="sm">
        {t("previews.sms", { length, count })} {t(`previews.alphabet.${alphabet}`)}
      </Text>
      <div className={css.phone}>
        <div className={css.bubbles}>
          {placed.map((each, index) => (
            <div key={each.from}>
              <div className={css.bubble} lang={language}>
                {each.part}
              </div>
              {count > 1 ? (
                <Text size="xs" c="dimmed">
                  {t("previews.part", { n: index + 1, of: count })}
                </Text>
              ) : null}
            </div>
          ))}
        </div>
      </div>
    </Stack>
  );
}

type PushProps = OutletPreviews["push"] & In & { site: string };

export function PushFace({ connected, cut, title, body, language, site }: PushProps) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      {connected ? null : <Note>{t("previews.noWay")}</Note>}
      {cut ? <Note>{t("previews.cut")}</Note> : null}
      <div className={css.phone}>
        <div className={css.notification} lang={language}>
          <Text size="xs" c="dimmed">
            {site}
          </Text>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="sm">{body}</Text>
        </div>
      </div>
    </Stack>
  );
}

export function FeedFace({ feed, language }: { feed: OutletPreviews["feed"] } & In) {
  const { t } = useWords();
  if (feed === null) return <Text size="sm">{t("previews.noFeed")}</Text>;
  return (
    <div className={css.phone}>
      <div className={css.letter} lang={language}>
        <Text fw={600}>{feed.title}</Text>
        <Text size="sm" className={css.posted ?? ""}>
          {feed.body}
        </Text>
        <Anchor size="xs" component="span" className={css.address ?? ""}>
          {feed.link}
        </Anchor>
      </div>
    </div>
  );
}
