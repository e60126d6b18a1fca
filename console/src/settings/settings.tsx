import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Embedding } from "../copies/embedding.tsx";
import { Copies } from "../copies/list.tsx";
import { Outlets } from "../outlets/list.tsx";
import { Pages } from "../pages/list.tsx";
import { Page } from "../parts/page.tsx";
import { SETTINGS_TABS } from "../tabs.ts";
import { useWords } from "../words.ts";
import { Accounts } from "./accounts.tsx";
import { Audit } from "./audit.tsx";
import { ContactPoints } from "./contact-points.tsx";
import { MyAccount } from "./my-account.tsx";
import { OrganisationForm } from "./organisation.tsx";
import { Playbooks } from "./playbooks.tsx";
import { SigningKey } from "./signing-key.tsx";

const panels = {
  organisation: OrganisationForm,
  accounts: Accounts,
  "contact-points": ContactPoints,
  outlets: Outlets,
  pages: Pages,
  copies: Copies,
  embedding: Embedding,
  playbooks: Playbooks,
  signing: SigningKey,
  audit: Audit,
  me: MyAccount,
} as const;

export function Settings() {
  const { t } = useWords();
  const tab = useSearch({ from: "/room/settings" }).tab ?? "organisation";
  const navigate = useNavigate();
  const choose = (next: string | null) => {
    const chosen = SETTINGS_TABS.find((name) => name === next) ?? "organisation";
    void navigate({ to: "/settings", search: { tab: chosen } });
  };
  return (
    <Page title={t("nav.settings")}>
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          {SETTINGS_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SETTINGS_TABS.map((name) => {
          const Content = panels[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <Content />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
