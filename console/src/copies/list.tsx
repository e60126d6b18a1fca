import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CopyPlus } from "lucide-react";
import { may } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { copiesQuery } from "../queries.ts";
import type { Copies as Answer } from "../types.ts";
import { useWords } from "../words.ts";
import { CopyCard } from "./card.tsx";
import { CopyForm } from "./form.tsx";

/** Where copies of the public pages are kept, so that they go on when this machine does not. */
export function Copies() {
  const { t } = useWords();
  const query = useQuery(copiesQuery);
  const destinations = query.data?.destinations ?? [];
  const add = may(query.data?.may, "create") ? (
    <EditInDialog
      label={t("copies.add")}
      title={t("copies.add")}
      isNew
      form={(close) => <CopyForm destinations={destinations} close={close} />}
    />
  ) : null;
  return (
    <Stack>
      <Panel title={t("settings.tab.copies")} hint={t("copies.hint")} actions={add}>
        <Loaded query={query}>
          {({ copies }) =>
            copies.length === 0 ? (
              <Empty icon={CopyPlus} title={t("copies.none")} hint={t("copies.noneHint")} />
            ) : (
              <SimpleGrid cols={{ base: 1, lg: 2 }}>
                {copies.map((copy) => (
                  <CopyCard key={copy.id} copy={copy} destinations={destinations} />
                ))}
              </SimpleGrid>
            )
          }
        </Loaded>
      </Panel>
      <Loaded query={query}>{({ own }) => <OwnCopy own={own} />}</Loaded>
    </Stack>
  );
}

function OwnCopy({ own }: { own: Answer["own"] }) {
  const { t } = useWords();
  return (
    <Panel title={t("copies.own")} hint={t("copies.ownHint")}>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        <code>{own.folder}</code>
      </Text>
      <Text size="sm" c="dimmed">
        {own.pagesAt === null ? (
          t("copies.ownNone")
        ) : (
          <>
            {t("copies.files", { count: own.files })} · {t("copies.pagesAt")}{" "}
            <AtAndAgo at={own.pagesAt} />
          </>
        )}
      </Text>
    </Panel>
  );
}
