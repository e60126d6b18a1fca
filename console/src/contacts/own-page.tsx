import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { Link2 } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { useWords } from "../words.ts";

/** A link for a person who asks what we know about them. */
export function OwnPage({ id }: { id: number }) {
  const { t } = useWords();
  const make = useAct({ run: () => api.post<{ url: string }>(`/contacts/${id}/own-page`) });
  if (!make.data) {
    return (
      <Button
        variant="default"
        leftSection={<Link2 aria-hidden size={16} />}
        loading={make.isPending}
        onClick={() => make.mutate()}
      >
        {t("contact.ownPage")}
      </Button>
    );
  }
  const { url } = make.data;
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label={t("contact.ownPageLink")}
        description={t("contact.ownPageHint")}
        readOnly
        style={{ flex: "1 1 12rem" }}
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {t(copied ? "contact.copied" : "contact.copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
