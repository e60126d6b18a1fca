import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { CircleAlert, FlaskConical, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import type { Copy, Sentence, WhereTo } from "../types.ts";
import { useWords } from "../words.ts";
import { CopyForm } from "./form.tsx";

type CopyCardProps = { copy: Copy; destinations: readonly WhereTo[] };

/** One place that holds a copy: how it fares, and what to do where it does not. */
export function CopyCard({ copy, destinations }: CopyCardProps) {
  const { pick } = useWords();
  const kind = destinations.find((each) => each.kind === copy.kind);
  return (
    <Paper component="article" withBorder p="md" aria-labelledby={`copy-${copy.id}`}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={3} size="h5" id={`copy-${copy.id}`}>
            {copy.name}
          </Title>
          <State kind="copy" state={copy.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {kind ? pick(kind.title) : copy.kind}
          {copy.publicUrl === "" ? null : (
            <>
              {" · "}
              <Anchor href={copy.publicUrl} target="_blank" rel="noopener">
                {copy.publicUrl}
              </Anchor>
            </>
          )}
        </Text>
        <Ages copy={copy} />
        {copy.trouble ? <Trouble trouble={copy.trouble} /> : null}
        <Actions copy={copy} destinations={destinations} />
      </Stack>
    </Paper>
  );
}

function Ages({ copy }: { copy: Copy }) {
  const { t } = useWords();
  return (
    <Text size="sm">
      {copy.pagesAt === null ? (
        t("copies.never")
      ) : (
        <>
          {t("copies.pagesAt")} <AtAndAgo at={copy.pagesAt} />
        </>
      )}
      {copy.failures > 0 ? (
        <>
          {" · "}
          {t("copies.failures", { count: copy.failures })}, {t("copies.again")}{" "}
          <AtAndAgo at={copy.nextAt} />
        </>
      ) : null}
    </Text>
  );
}

function Trouble({ trouble }: { trouble: Sentence }) {
  const { pick } = useWords();
  return (
    <Alert color="orange" icon={<CircleAlert aria-hidden />} role="status">
      {pick(trouble.text)}
    </Alert>
  );
}

function Actions({ copy, destinations }: CopyCardProps) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      {copy.may.test ? <TestCopy copy={copy} /> : null}
      {copy.may.change ? (
        <EditInDialog
          label={t("copies.change")}
          title={copy.name}
          isNew={false}
          form={(close) => <CopyForm copy={copy} destinations={destinations} close={close} />}
        />
      ) : null}
      {copy.may.remove ? (
        <Ask
          size="xs"
          icon={Trash2}
          label={t("copies.remove")}
          explain={t("copies.removeExplain")}
          run={() => api.remove(`/copies/${copy.id}`)}
          done={t("copies.removed")}
          refresh={["copies", "embedding"]}
        />
      ) : null}
    </Group>
  );
}

function TestCopy({ copy }: { copy: Copy }) {
  const { t, pick } = useWords();
  const test = useAct({
    run: () => api.post<{ trouble: Sentence | null }>(`/copies/${copy.id}/test`),
    refresh: ["copies"],
  });
  const said = test.data;
  return (
    <>
      {said ? (
        <Alert w="100%" color={said.trouble ? "orange" : "teal"} role="status">
          {said.trouble ? pick(said.trouble.text) : t("copies.tested")}
        </Alert>
      ) : null}
      <Button
        size="xs"
        variant="default"
        leftSection={<FlaskConical aria-hidden size={14} />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t("copies.test")}
      </Button>
    </>
  );
}
