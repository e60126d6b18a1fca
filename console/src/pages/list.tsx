import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import css from "../incidents/incidents.module.css";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import { PageForm } from "./form.tsx";
import { LogoField } from "./logo-field.tsx";
import { type PublicPage, pagesQuery } from "./queries.ts";

/** The public pages of the organisation: the one at the root, and those of its other names. */
export function Pages() {
  const { t } = useWords();
  const query = useQuery(pagesQuery);
  const pages = query.data?.pages ?? [];
  const hasRoot = pages.some(({ slug }) => slug === null);
  return (
    <Panel
      title={t("settings.tab.pages")}
      hint={t("pages.hint")}
      actions={
        may(query.data?.may, "create") ? (
          <>
            {hasRoot ? null : <AddPage label={t("pages.dressRoot")} root />}
            <AddPage label={t("pages.add")} root={false} />
          </>
        ) : null
      }
    >
      <Loaded query={query}>
        {({ pages: all }) =>
          all.length === 0 ? (
            <Empty icon={LayoutTemplate} title={t("pages.none")} hint={t("pages.noneHint")} />
          ) : (
            <Stack component="ul" gap={0} m={0} p={0}>
              {all.map((page) => (
                <PageLine key={page.id} page={page} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function AddPage({ label, root }: { label: string; root: boolean }) {
  return (
    <EditInDialog
      label={label}
      title={label}
      isNew
      form={(close) => <PageForm root={root} close={close} />}
    />
  );
}

function PageLine({ page }: { page: PublicPage }) {
  const { t, pick } = useWords();
  const narrowed = page.pointIds.length > 0 || page.platformIds.length > 0;
  return (
    <li className={css.task}>
      <Group justify="space-between" gap="xs">
        <Stack gap={2} style={{ flex: "1 1 14rem", minWidth: 0 }}>
          <Text fw={600} size="sm">
            {pick(page.name)}
          </Text>
          <Anchor
            size="xs"
            href={page.url}
            target="_blank"
            rel="noopener"
            style={{ overflowWrap: "anywhere" }}
          >
            {page.url}
          </Anchor>
          <Text size="xs" c="dimmed">
            {narrowed
              ? t("pages.shows", {
                  points: page.pointIds.length || t("pages.all"),
                  platforms: page.platformIds.length || t("pages.all"),
                })
              : t("pages.showsAll")}
          </Text>
        </Stack>
        {may(page.may, "change") ? <Rights page={page} /> : null}
      </Group>
    </li>
  );
}

function Rights({ page }: { page: PublicPage }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      <LogoField page={page} />
      <EditInDialog
        label={t("channel.edit")}
        title={t("channel.edit")}
        isNew={false}
        form={(close) => <PageForm page={page} root={page.slug === null} close={close} />}
      />
      <Ask
        size="xs"
        icon={Trash2}
        label={t("sources.remove")}
        explain={t(page.slug === null ? "pages.removeRoot" : "pages.removeExplain")}
        run={() => api.remove(`/pages/${page.id}`)}
        done={t("pages.removed")}
        refresh={["pages"]}
      />
    </Group>
  );
}
