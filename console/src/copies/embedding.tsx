import { Button, Checkbox, CopyButton, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, Copy as CopyIcon } from "lucide-react";
import { useState } from "react";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { embeddingQuery } from "../queries.ts";
import type { Embedding as Answer } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./copies.module.css";
import { htmlTag, managerTag, type Wish, xmlTag } from "./snippets.ts";

const PLACES = ["html", "blogger", "wix", "shopify", "gtm", "wordpress"] as const;
type Place = (typeof PLACES)[number];

/** What to put on other sites so that the notice shows there. */
export function Embedding() {
  const { t } = useWords();
  const query = useQuery(embeddingQuery);
  return (
    <Panel title={t("settings.tab.embedding")} hint={t("embedding.hint")}>
      <Loaded query={query}>{(given) => <Snippets given={given} />}</Loaded>
    </Panel>
  );
}

function Snippets({ given }: { given: Answer }) {
  const { t } = useWords();
  const [isPinned, setPinned] = useState(false);
  const [place, setPlace] = useState<Place>("html");
  const [copyUrl, setCopyUrl] = useState<string | null>(given.copies[0]?.url ?? null);
  const wish = { isPinned, copyUrl };
  return (
    <Stack>
      <CopyChoice given={given} chosen={copyUrl} choose={setCopyUrl} />
      {given.pinned ? (
        <Checkbox
          label={t("embedding.pinned")}
          description={t("embedding.pinnedHint")}
          checked={isPinned}
          onChange={(event) => setPinned(event.currentTarget.checked)}
        />
      ) : null}
      <Select
        label={t("embedding.where")}
        allowDeselect={false}
        maw={480}
        value={place}
        data={PLACES.map((each) => ({ value: each, label: t(`embedding.place.${each}`) }))}
        onChange={(next) => setPlace(PLACES.find((each) => each === next) ?? "html")}
      />
      <Snippet place={place} given={given} wish={wish} />
    </Stack>
  );
}

type CopyChoiceProps = {
  given: Answer;
  chosen: string | null;
  choose: (url: string | null) => void;
};

function CopyChoice({ given, chosen, choose }: CopyChoiceProps) {
  const { t } = useWords();
  return given.copies.length > 0 ? (
    <Select
      label={t("embedding.copy")}
      description={t("embedding.copyHint")}
      clearable
      maw={480}
      value={chosen}
      data={given.copies.map(({ name, url }) => ({ value: url, label: `${name} · ${url}` }))}
      onChange={choose}
    />
  ) : (
    <Text size="sm">{t("embedding.noCopy")}</Text>
  );
}

function Snippet({ place, given, wish }: { place: Place; given: Answer; wish: Wish }) {
  const { t } = useWords();
  const text = textFor(place, given, wish);
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t(`embedding.how.${place}`)}</Text>
      <pre className={css.snippet}>
        <code>{text}</code>
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            leftSection={
              copied ? <Check aria-hidden size={14} /> : <CopyIcon aria-hidden size={14} />
            }
            onClick={copy}
          >
            {t(copied ? "embedding.taken" : "embedding.take")}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

function textFor(place: Place, given: Answer, wish: Wish): string {
  switch (place) {
    case "blogger":
      return xmlTag(given, wish);
    case "gtm":
      return managerTag(given, wish);
    case "wordpress":
      return [given.script.slice(0, given.script.lastIndexOf("/")), wish.copyUrl, given.publicKey]
        .filter((line) => line !== null)
        .join("\n");
    case "html":
    case "wix":
    case "shopify":
      return htmlTag(given, wish);
    default:
      return place satisfies never;
  }
}
