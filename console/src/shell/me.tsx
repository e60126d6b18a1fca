import { NavLink, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LogOut, UserCog } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { forgetDrafts } from "../parts/kept.ts";
import { NavEntry } from "../parts/links.tsx";
import { queryClient, sessionQuery } from "../queries.ts";
import { useWords } from "../words.ts";

/** Who is signed in, and the way out. */
export function Me() {
  const { t } = useWords();
  const me = useQuery(sessionQuery).data?.me;
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed" px="xs">
        {t("shell.me")}
      </Text>
      <NavEntry
        to="/settings"
        search={{ tab: "me" }}
        label={me?.name ?? ""}
        description={me?.roles.map((role) => t(`role.${role}`)).join(", ")}
        leftSection={<UserCog aria-hidden size={18} />}
      />
      <SignOut />
    </Stack>
  );
}

function SignOut() {
  const { t } = useWords();
  const navigate = useNavigate();
  const leave = useAct({
    run: () => api.remove("/session"),
    after: () => {
      forgetDrafts();
      queryClient.clear();
      void navigate({ to: "/sign-in" });
    },
  });
  return (
    <NavLink
      component="button"
      label={t("shell.signOut")}
      leftSection={<LogOut aria-hidden size={18} />}
      onClick={() => leave.mutate()}
    />
  );
}
