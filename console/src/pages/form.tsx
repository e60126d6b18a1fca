import { Checkbox, MultiSelect, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { contactPointsQuery, platformsQuery } from "../queries.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";
import { ColourFields } from "./colour-fields.tsx";
import { type PageDraft, pageDraft } from "./draft.ts";
import { PagePreview } from "./preview.tsx";
import type { PublicPage } from "./queries.ts";

type FormProps = { page?: PublicPage; root: boolean; close: () => void };

/** Where a page stands, what it shows and how it looks; below, the page as it would be. */
export function PageForm({ page, root, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<PageDraft>(() => pageDraft(page, root));
  const set = (part: Partial<PageDraft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => (page ? api.put(`/pages/${page.id}`, draft) : api.post("/pages", draft)),
    done: t("pages.kept"),
    refresh: ["pages"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("pages.name")}
        maxLength={80}
        value={draft.name}
        change={(name) => set({ name })}
      />
      {root ? null : <Address draft={draft} set={set} />}
      <Select
        label={t("pages.language")}
        allowDeselect={false}
        value={draft.language}
        data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={(next) => next && isLanguage(next) && set({ language: next })}
      />
      <Scope draft={draft} set={set} />
      <Footer draft={draft} set={set} />
      <ColourFields colours={draft.colours} change={(colours) => set({ colours })} />
      <PagePreview draft={draft} id={page?.id ?? null} />
    </KeepForm>
  );
}

type PartProps = { draft: PageDraft; set: (part: Partial<PageDraft>) => void };

function Address({ draft, set }: PartProps) {
  const { t } = useWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <TextInput
        label={t("pages.slug")}
        description={t("pages.slugHint")}
        required
        maxLength={40}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        value={draft.slug ?? ""}
        onChange={(event) => set({ slug: event.currentTarget.value.toLowerCase() })}
      />
      <TextInput
        label={t("pages.domain")}
        description={t("pages.domainHint")}
        maxLength={253}
        value={draft.domain ?? ""}
        onChange={(event) => set({ domain: event.currentTarget.value.trim() || null })}
      />
    </SimpleGrid>
  );
}

function Scope({ draft, set }: PartProps) {
  const { t, pick } = useWords();
  const points = useQuery(contactPointsQuery).data?.contactPoints ?? [];
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <MultiSelect
          label={t("pages.points")}
          description={t("pages.noneIsAll")}
          clearable
          value={draft.pointIds}
          data={points.map(({ id, name }) => ({ value: id, label: pick(name) }))}
          onChange={(pointIds) => set({ pointIds })}
        />
        <MultiSelect
          label={t("pages.platforms")}
          description={t("pages.noneIsAll")}
          clearable
          value={draft.platformIds}
          data={platforms.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(platformIds) => set({ platformIds })}
        />
      </SimpleGrid>
      <Checkbox
        label={t("pages.general")}
        checked={draft.generalIncidents}
        onChange={(event) => set({ generalIncidents: event.currentTarget.checked })}
      />
    </>
  );
}

function Footer({ draft, set }: PartProps) {
  const { t } = useWords();
  const { footer } = draft;
  return (
    <>
      <TextInput
        type="url"
        label={t("pages.footer")}
        description={t("pages.footerHint")}
        maxLength={500}
        placeholder="https://"
        value={footer?.url ?? ""}
        onChange={(event) => {
          const url = event.currentTarget.value.trim();
          set({ footer: url === "" ? null : { text: footer?.text ?? { fr: "", en: "" }, url } });
        }}
      />
      {footer === null ? null : (
        <TwoLanguageInputs
          label={t("pages.footerText")}
          maxLength={80}
          value={footer.text}
          change={(text) => set({ footer: { ...footer, text } })}
        />
      )}
    </>
  );
}
