import { Alert, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Contrast } from "lucide-react";
import { useState } from "react";
import { withNonce } from "../announcements/frames.tsx";
import { api } from "../api.ts";
import css from "../incidents/incidents.module.css";
import { Panel } from "../parts/page.tsx";
import { ShownLanguage } from "../parts/shown-language.tsx";
import { type Language, type TwoLanguages, useWords } from "../words.ts";
import type { PageDraft } from "./draft.ts";

const pauseMs = 400;
type Preview = { html: string; pale: { look: string; part: string; text: TwoLanguages }[] };

/** The page as it would look, made by the same code as the page; and what of it nobody could read. */
export function PagePreview({ draft, id }: { draft: PageDraft; id: string | null }) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const [settled] = useDebouncedValue({ ...filled(draft), id, shown }, pauseMs);
  const preview = useQuery({
    queryKey: ["pages", "preview", settled],
    queryFn: () => api.post<Preview>("/pages/preview", settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Panel
      title={t("announcement.preview")}
      actions={
        <ShownLanguage label={t("announcement.previewLanguage")} shown={shown} show={setShown} />
      }
    >
      <Pale pale={preview.data?.pale ?? []} />
      <iframe
        className={css.preview}
        title={t("announcement.preview")}
        sandbox=""
        srcDoc={withNonce(preview.data?.html ?? "")}
      />
      <Text size="xs" c="dimmed">
        {t("pages.previewHint")}
      </Text>
    </Panel>
  );
}

function Pale({ pale }: { pale: Preview["pale"] }) {
  const { t, pick } = useWords();
  return (
    <div aria-live="polite">
      {pale.length === 0 ? null : (
        <Alert color="red" icon={<Contrast aria-hidden />} title={t("pages.tooPale")}>
          {pale.map(({ look, part, text }) => (
            <Text size="sm" key={`${look} ${part}`}>
              {pick(text)}
            </Text>
          ))}
        </Alert>
      )}
    </div>
  );
}

/** What is still empty stands in as something that can be drawn: the name is what one types first. */
function filled(draft: PageDraft): PageDraft {
  const dash = (text: string) => text.trim() || "…";
  const { name, footer } = draft;
  const whole = footer !== null && footer.text.fr.trim() !== "" && footer.text.en.trim() !== "";
  return {
    ...draft,
    slug: draft.slug === null ? null : draft.slug || "x",
    domain: null,
    name: { fr: dash(name.fr), en: dash(name.en) },
    footer: whole && URL.canParse(footer.url) ? footer : null,
  };
}
