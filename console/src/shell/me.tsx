import { ActionIcon, Menu, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleUser, LogOut, UserCog } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { MenuLink } from "../parts/links.tsx";
import { queryClient, sessionQuery } from "../queries.ts";
import { useWords } from "../words.ts";

export function Me() {
  const { t } = useWords();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery);
  const leave = useAct({
    run: () => api.remove("/session"),
    after: () => {
      queryClient.clear();
      void navigate({ to: "/sign-in" });
    },
  });
  const me = session.data?.me;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t("shell.me", { name: me?.name })}>
          <CircleUser aria-hidden size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="bright">
            {me?.name}
          </Text>
          <Text size="xs">{me?.email}</Text>
          <Text size="xs">{me?.roles.map((role) => t(`role.${role}`)).join(", ")}</Text>
        </Menu.Label>
        <MenuLink
          to="/settings"
          search={{ tab: "me" }}
          leftSection={<UserCog aria-hidden size={16} />}
        >
          {t("shell.account")}
        </MenuLink>
        <Menu.Item leftSection={<LogOut aria-hidden size={16} />} onClick={() => leave.mutate()}>
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
