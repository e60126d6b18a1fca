import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "../parts/page.tsx";
import { HELP_TABS } from "../tabs.ts";
import { useWords } from "../words.ts";
import { FaqList } from "./faq.tsx";
import { Forums } from "./forums.tsx";
import { Polls } from "./polls.tsx";
import { Tickets } from "./tickets.tsx";

/** What people ask us: one by one in requests, all together in the frequent questions. */
export function Help() {
  const { t } = useWords();
  const { tab = "tickets" } = useSearch({ from: "/room/help" });
  const go = useNavigate({ from: "/help" });
  const open = (name: string | null) => {
    const next = HELP_TABS.find((each) => each === name);
    if (next) void go({ search: { tab: next } });
  };
  return (
    <Page title={t("help.title")}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {HELP_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`help.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="tickets">
          <Tickets />
        </Tabs.Panel>
        <Tabs.Panel value="faq">
          <FaqList />
        </Tabs.Panel>
        <Tabs.Panel value="forums">
          <Forums />
        </Tabs.Panel>
        <Tabs.Panel value="polls">
          <Polls />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
