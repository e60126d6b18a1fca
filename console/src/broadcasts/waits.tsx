import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { sessionQuery } from "../queries.ts";
import { useWords } from "../words.ts";

/** Somebody else has to approve; whoever is alone as administrator learns what to do about that. */
export function WaitsForApproval() {
  const { t } = useWords();
  const roles = useQuery(sessionQuery).data?.me.roles ?? [];
  return (
    <Alert color="blue" icon={<ShieldCheck aria-hidden />}>
      {t("broadcast.needsOther")}
      {roles.includes("administrator") ? (
        <Text size="sm" mt="xs">
          {t("broadcast.nobodyElse")}{" "}
          <TextLink
            to="/settings"
            search={{ tab: "accounts" }}
            size="sm"
            c="inherit"
            underline="always"
          >
            {t("broadcast.addApprover")}
          </TextLink>
          {" · "}
          <TextLink to="/settings" size="sm" c="inherit" underline="always">
            {t("broadcast.oneDecides")}
          </TextLink>
        </Text>
      ) : null}
    </Alert>
  );
}
