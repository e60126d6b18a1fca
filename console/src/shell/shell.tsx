import { AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import bell from "../bell.svg";
import { useLiveStream } from "../live.ts";
import { TextLink } from "../parts/links.tsx";
import { useWords } from "../words.ts";
import { LiveMark } from "./live-mark.tsx";
import { Navigation } from "./navigation.tsx";
import { Ribbon } from "./ribbon.tsx";
import css from "./shell.module.css";
import { Silence } from "./silence.tsx";
import { SchemeSwitch } from "./switches.tsx";

/** The crisis room: the bell and the live mark above, the ways at the side, the view in the middle. */
export function Shell() {
  const { t } = useWords();
  const [opened, navigation] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useLiveStream();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view closes the menu
  useEffect(() => navigation.close(), [path]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a href="#main" className="skip-link">
        {t("shell.skip")}
      </a>
      <AppShell.Header className={css.header ?? ""}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={navigation.toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={t("shell.menu")}
          />
          <TextLink to="/" underline="never" c="inherit">
            <Group gap={8} wrap="nowrap">
              <img src={bell} alt={t("app.name")} width={28} height={28} />
              <Text fw={700} visibleFrom="xs" aria-hidden>
                {t("app.name")}
              </Text>
            </Group>
          </TextLink>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <LiveMark />
            <SchemeSwitch />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("shell.menu")}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={css.main ?? ""}>
        <Ribbon />
        <Silence />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
