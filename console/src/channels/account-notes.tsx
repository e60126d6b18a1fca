import { Alert, List } from "@mantine/core";
import { ShieldAlert } from "lucide-react";
import { AtAndAgo } from "../parts/when.tsx";
import type { AccountNote } from "../types.ts";
import { useWords } from "../words.ts";

/** What the provider says of our own account, as long as it is not well. */
export function AccountNotes({ notes }: { notes: readonly AccountNote[] }) {
  const { t, pick } = useWords();
  if (notes.length === 0) return null;
  const isBlocked = notes.some(({ state }) => state === "blocked");
  return (
    <Alert
      color={isBlocked ? "red" : "yellow"}
      icon={<ShieldAlert aria-hidden />}
      title={t(isBlocked ? "channel.accountBlocked" : "channel.accountLimited")}
    >
      <List size="sm" spacing="xs">
        {notes.map(({ says, at }) => (
          <List.Item key={says.code}>
            {pick(says.text)} <AtAndAgo at={at} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
