import { Button, Group, Modal, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Share2 } from "lucide-react";
import { may } from "../parts/act.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { outletsQuery } from "../queries.ts";
import type { Outlet } from "../types.ts";
import { useWords } from "../words.ts";
import { OutletForm } from "./form.tsx";

/** Our accounts at networks: where each announcement is said as well. */
export function Outlets() {
  const { t } = useWords();
  const query = useQuery(outletsQuery);
  const add = may(query.data?.may, "create") ? <Add /> : null;
  return (
    <Panel title={t("outlets.title")} hint={t("outlets.hint")} actions={add}>
      <Loaded query={query} height={240}>
        {({ outlets }) =>
          outlets.length === 0 ? (
            <Empty icon={Share2} title={t("outlets.none")} hint={t("outlets.noneHint")} />
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              {outlets.map((outlet) => (
                <Card key={outlet.id} outlet={outlet} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Add() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" leftSection={<Plus aria-hidden size={16} />} onClick={dialog.open}>
        {t("outlets.add")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("outlets.add")} size="lg">
        <OutletForm close={dialog.close} />
      </Modal>
    </>
  );
}

function Card({ outlet }: { outlet: Outlet }) {
  const { t, pick } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const { last } = outlet;
  return (
    <Paper component="article" withBorder p="md" aria-labelledby={`outlet-${outlet.id}`}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Title order={3} size="h5" id={`outlet-${outlet.id}`}>
            {outlet.name}
          </Title>
          {outlet.drill ? <DrillMark /> : null}
        </Group>
        <Text size="sm">
          {pick(outlet.title)} · {outlet.languages.map((one) => t(`language.${one}`)).join(", ")}
        </Text>
        <Text size="sm" c="dimmed">
          {outlet.enabled ? t(`outlets.mode.${outlet.mode}`) : t("outlets.off")}{" "}
          {t(`outlets.corrects.${outlet.corrects}`)}
        </Text>
        {last ? (
          <Group gap="xs">
            <State kind="post" state={last.state} size="sm" />
            <Text size="xs" c="dimmed">
              <AtAndAgo at={last.at} />
            </Text>
          </Group>
        ) : null}
        {last?.says ? <Text size="sm">{pick(last.says.text)}</Text> : null}
        {outlet.may.change ? (
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<Pencil aria-hidden size={14} />}
              onClick={dialog.open}
            >
              {t("outlets.edit")}
            </Button>
          </Group>
        ) : null}
        <Modal opened={opened} onClose={dialog.close} title={outlet.name} size="lg">
          <OutletForm outlet={outlet} close={dialog.close} />
        </Modal>
      </Stack>
    </Paper>
  );
}
