import { Badge, NavLink, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import {
  Activity,
  BellRing,
  CalendarDays,
  CircleHelp,
  Construction,
  Ear,
  ExternalLink,
  type LucideIcon,
  Megaphone,
  MessageSquareText,
  RadioTower,
  Settings,
  Siren,
  Users,
  Waypoints,
} from "lucide-react";
import { ticketsQuery } from "../help/queries.ts";
import { NavEntry } from "../parts/links.tsx";
import { commentsQuery, incidentsQuery } from "../queries.ts";
import { rumourQuestionsQuery } from "../rumours/queries.ts";
import { useWords } from "../words.ts";
import { Me } from "./me.tsx";
import css from "./shell.module.css";
import { LanguageSwitch } from "./switches.tsx";

type Way = { to: string; key: string; icon: LucideIcon };
const ways: Way[] = [
  { to: "/", key: "situation", icon: Activity },
  { to: "/incidents", key: "incidents", icon: Siren },
  { to: "/broadcasts", key: "broadcasts", icon: Megaphone },
  { to: "/platforms", key: "platforms", icon: RadioTower },
  { to: "/comments", key: "comments", icon: MessageSquareText },
  { to: "/rumours", key: "rumours", icon: Ear },
  { to: "/help", key: "help", icon: CircleHelp },
  { to: "/contacts", key: "contacts", icon: Users },
  { to: "/subscribers", key: "subscribers", icon: BellRing },
  { to: "/channels", key: "channels", icon: Waypoints },
  { to: "/calendar", key: "calendar", icon: CalendarDays },
  { to: "/maintenance", key: "maintenance", icon: Construction },
  { to: "/settings", key: "settings", icon: Settings },
];

export function Navigation() {
  const { t, language } = useWords();
  const open = useQuery(incidentsQuery("open")).data?.incidents.length ?? 0;
  const waiting = useQuery(commentsQuery("waiting")).data?.waiting ?? 0;
  const asked = useQuery(rumourQuestionsQuery).data?.waiting ?? 0;
  const requests = useQuery(ticketsQuery("open")).data?.waiting ?? 0;
  const counts: Record<string, number> = {
    "/incidents": open,
    "/comments": waiting,
    "/rumours": asked,
    "/help": requests,
  };
  return (
    <Stack gap={2} h="100%">
      <div className={css.ways}>
        {ways.map((way) => (
          <Entry key={way.to} way={way} count={counts[way.to] ?? 0} />
        ))}
        <NavLink
          component="a"
          href={`/${language}`}
          target="_blank"
          rel="noopener"
          label={t("app.publicPage")}
          description={t("nav.newTab")}
          leftSection={<ExternalLink aria-hidden size={18} />}
        />
      </div>
      <Me />
      <Stack gap={6} px="xs">
        <Text size="xs" c="dimmed">
          {t("shell.language")}
        </Text>
        <LanguageSwitch />
      </Stack>
    </Stack>
  );
}

function Entry({ way, count }: { way: Way; count: number }) {
  const { t } = useWords();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const active = way.to === "/" ? path === "/" : path.startsWith(way.to);
  const Icon = way.icon;
  return (
    <NavEntry
      to={way.to}
      label={t(`nav.${way.key}`)}
      active={active}
      {...(active ? { "aria-current": "page" as const } : {})}
      leftSection={<Icon aria-hidden size={18} />}
      rightSection={
        count > 0 ? (
          <Badge
            size="sm"
            color={way.to === "/incidents" ? "red" : "blue"}
            aria-label={t(way.to === "/incidents" ? "nav.open" : "nav.waiting", { count })}
          >
            {count}
          </Badge>
        ) : null
      }
    />
  );
}
