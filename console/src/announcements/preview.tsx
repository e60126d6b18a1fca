import { SegmentedControl, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import css from "../incidents/incidents.module.css";
import { styleNonce } from "../nonce.ts";
import { Failed } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useZone } from "../parts/when.tsx";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";
import { bodyOf, type Draft } from "./draft.ts";

const pauseMs = 400;

/** The notice as the public page will show it, made by the same code as the page. */
export function NoticePreview({ draft, incidentId }: { draft: Draft; incidentId: string }) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const { timeZone } = useZone();
  const [settled] = useDebouncedValue(draft, pauseMs);
  const body = { ...bodyOf(settled, timeZone), language: shown, incidentId };
  const preview = useQuery({
    queryKey: ["preview", body],
    queryFn: () => api.post<{ html: string }>("/announcements/preview", body),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Panel
      title={t("announcement.preview")}
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
      {preview.isError ? (
        <Failed cause={preview.error} />
      ) : (
        <iframe
          className={css.preview}
          title={t("announcement.preview")}
          sandbox=""
          srcDoc={withNonce(preview.data?.html ?? "")}
        />
      )}
      <Text size="xs" c="dimmed">
        {t("announcement.previewHint")}
      </Text>
    </Panel>
  );
}

/** A page inside this page obeys this page's policy: its styles need this page's nonce. */
export const withNonce = (html: string) =>
  html
    .replaceAll("<style", `<style nonce="${styleNonce()}"`)
    // The sandbox lets no script run; without them the browser has nothing to complain about.
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, "");
