import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { LintFinding, NoticeTexts } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import { Findings } from "./findings.tsx";
import { Unread } from "./unread.tsx";

type AskFirstProps = {
  opened: boolean;
  findings: readonly LintFinding[];
  texts: NoticeTexts;
  /** Languages that go out and that nobody has checked. */
  unread: readonly Language[];
  close: () => void;
  publish: (read: readonly Language[]) => void;
};

/** What a careful colleague would ask before this goes out. The decision stays with the writer. */
export function AskFirst(props: AskFirstProps) {
  const { t } = useWords();
  return (
    <Modal opened={props.opened} onClose={props.close} title={t("outlets.sure")} centered>
      <Questions {...props} />
    </Modal>
  );
}

function Questions({ findings, texts, unread, close, publish }: AskFirstProps) {
  const { t } = useWords();
  const [read, setRead] = useState<Language[]>([]);
  return (
    <Stack>
      {findings.length > 0 ? (
        <>
          <Text size="sm">{t("outlets.sureExplain")}</Text>
          <div>
            <Findings findings={findings} />
          </div>
        </>
      ) : null}
      {unread.length > 0 ? <Text size="sm">{t("translation.unread")}</Text> : null}
      <Unread texts={texts} languages={unread} read={read} tick={setRead} />
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          {t("outlets.back")}
        </Button>
        <Button onClick={() => publish(read)}>{t("outlets.publishAnyway")}</Button>
      </Group>
    </Stack>
  );
}
