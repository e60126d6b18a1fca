import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Ban, FileUp, Filter, RefreshCw, Search, Users } from "lucide-react";
import { useState } from "react";
import { may } from "../parts/act.ts";
import { ButtonLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { contactsQuery } from "../queries.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";
import { ContactDrawer } from "./drawer.tsx";
import { ReachField } from "./reach-field.tsx";
import { ReachOverview } from "./reach-overview.tsx";
import { ContactTable } from "./table.tsx";

/** What is kept beside the list of people. */
const ROOMS = [
  { to: "/contacts/segments", icon: Filter, word: "segments.title" },
  { to: "/contacts/suppressions", icon: Ban, word: "suppress.show" },
  { to: "/contacts/connections", icon: RefreshCw, word: "connections.title" },
] as const;

export function Contacts() {
  const { t } = useWords();
  const { contact, ...search } = useSearch({ from: "/room/contacts" });
  const isSearch = Object.keys(search).length > 0;
  const navigate = useNavigate();
  const query = useQuery({ ...contactsQuery(search), placeholderData: keepPreviousData });
  const bring = (
    <ButtonLink to="/contacts/import" leftSection={<FileUp aria-hidden size={16} />}>
      {t("contacts.import")}
    </ButtonLink>
  );
  return (
    <Page
      title={t("nav.contacts")}
      actions={
        <>
          {ROOMS.map(({ to, icon: Icon, word }) => (
            <ButtonLink
              key={to}
              to={to}
              variant="default"
              leftSection={<Icon aria-hidden size={16} />}
            >
              {t(word)}
            </ButtonLink>
          ))}
          {may(query.data?.may, "import") ? bring : null}
        </>
      }
    >
      <ReachOverview mayAsk={may(query.data?.may, "import")} />
      <Panel
        title={t("contacts.all")}
        {...(query.data ? { hint: <Total of={query.data} isSearch={isSearch} /> } : {})}
      >
        <SearchFields />
        <Loaded query={query} height={300}>
          {({ contacts, next }) =>
            contacts.length === 0 ? (
              <Empty
                icon={Users}
                title={t(isSearch ? "contacts.notFound" : "contacts.none")}
                hint={t(isSearch ? "contacts.notFoundHint" : "contacts.noneHint")}
                action={isSearch ? null : bring}
              />
            ) : (
              <Stack>
                <ContactTable contacts={contacts} />
                <Pages next={next === null ? null : String(next)} />
              </Stack>
            )
          }
        </Loaded>
      </Panel>
      <ContactDrawer
        id={contact}
        close={() => void navigate({ to: "/contacts", search, resetScroll: false })}
      />
    </Page>
  );
}

type TotalProps = { of: { total: number; countedAt: string | null }; isSearch: boolean };

/** How many there are; of many people, when they were counted. */
function Total({ of: { total, countedAt }, isSearch }: TotalProps) {
  const { t, number } = useWords();
  return (
    <>
      {t(isSearch ? "contacts.found" : "contacts.total", { count: total, n: number(total) })}
      {countedAt === null ? null : (
        <>
          {" · "}
          {t("reachability.counted")} <Ago at={countedAt} />
        </>
      )}
    </>
  );
}

const pauseMs = 300;
type ContactsSearch = {
  query?: string;
  language?: "fr" | "en";
  ways?: "none" | "one" | "several";
  only?: string;
};

function SearchFields() {
  const { t } = useWords();
  const { query, language, ways, only } = useSearch({ from: "/room/contacts" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(query ?? "");
  const reach = { ...(ways ? { ways } : {}), ...(only ? { only } : {}) };
  const asked = { ...(query ? { query } : {}), ...(language ? { language } : {}), ...reach };
  const go = (next: ContactsSearch) =>
    void navigate({ to: "/contacts", search: next, replace: true });
  const look = useDebouncedCallback((text: string) => {
    const { query: _before, ...others } = asked;
    go({ ...others, ...(text ? { query: text } : {}) });
  }, pauseMs);
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label={t("contacts.search")}
        type="search"
        style={{ flex: "1 1 14rem" }}
        leftSection={<Search aria-hidden size={16} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          look(event.currentTarget.value.trim());
        }}
      />
      <Select
        label={t("contacts.language")}
        clearable
        w={160}
        value={language ?? null}
        placeholder={t("contacts.anyLanguage")}
        data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={(next) => {
          const { language: _before, ...others } = asked;
          go({ ...others, ...(isLanguage(next) ? { language: next } : {}) });
        }}
      />
      <div style={{ flex: "1 1 12rem" }}>
        <ReachField
          reach={Object.keys(reach).length > 0 ? reach : undefined}
          change={(next) => {
            const { ways: _ways, only: _only, ...others } = asked;
            go({
              ...others,
              ...(next?.ways ? { ways: next.ways } : {}),
              ...(next?.only ? { only: next.only } : {}),
            });
          }}
        />
      </div>
    </Group>
  );
}

function Pages({ next }: { next: string | null }) {
  const { t } = useWords();
  const { cursor, contact: _open, ...search } = useSearch({ from: "/room/contacts" });
  const navigate = useNavigate();
  return (
    <Group justify="flex-end">
      {cursor ? (
        <Button
          variant="default"
          size="xs"
          onClick={() => void navigate({ to: "/contacts", search })}
        >
          {t("contacts.first")}
        </Button>
      ) : null}
      {next ? (
        <Button
          variant="default"
          size="xs"
          onClick={() => void navigate({ to: "/contacts", search: { ...search, cursor: next } })}
        >
          {t("more")}
        </Button>
      ) : (
        <Text size="xs" c="dimmed">
          {t("contacts.end")}
        </Text>
      )}
    </Group>
  );
}
