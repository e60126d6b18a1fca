import { Button, Checkbox, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { sessionQuery } from "../queries.ts";
import type { Subscribers } from "../types.ts";
import { useWords } from "../words.ts";

export const KINDS = ["email", "push", "sms", "webhook", "slack", "teams"] as const;
const limitMax = 10_000_000;
type Draft = Subscribers["terms"];

/** What visitors can choose, and where a storm begins. */
export function Terms({ first }: { first: Draft }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(first);
  const keep = useAct({
    run: () => api.put("/subscribers/terms", draft),
    done: t("subscribers.saved"),
    refresh: ["subscribers"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(undefined);
  };
  return (
    <Panel title={t("subscribers.terms")}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Offered draft={draft} change={setDraft} />
          <Limits draft={draft} change={setDraft} />
          <Group justify="flex-end">
            <Button type="submit" loading={keep.isPending}>
              {t("subscribers.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

type FieldsProps = { draft: Draft; change: (draft: Draft) => void };

function Offered({ draft, change }: FieldsProps) {
  const { t } = useWords();
  const offered = (values: string[]) =>
    change({ ...draft, offered: KINDS.filter((kind) => values.includes(kind)) });
  return (
    <Checkbox.Group
      label={t("subscribers.offered")}
      description={t("subscribers.offeredHint")}
      value={draft.offered}
      onChange={offered}
    >
      <Group mt="xs">
        {KINDS.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`kind.${kind}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function Limits({ draft, change }: FieldsProps) {
  const { t } = useWords();
  const limits = [
    ["perSubscriberHourMax", t("subscribers.perSubscriber")],
    ["perMinuteMax", t("subscribers.perMinute")],
    ["perDayMax", t("subscribers.perDay")],
  ] as const;
  return (
    <>
      {limits.map(([name, label]) => (
        <NumberInput
          key={name}
          label={label}
          {...(name === "perSubscriberHourMax" ? {} : { description: t("subscribers.limitHint") })}
          min={1}
          max={limitMax}
          required
          value={draft[name]}
          onChange={(value) => change({ ...draft, [name]: Number(value) || 1 })}
        />
      ))}
    </>
  );
}

/** Browser notifications need a key pair of their own; one click makes it. */
export function OpenPush() {
  const { t } = useWords();
  const session = useQuery(sessionQuery);
  const [typed, setTyped] = useState<string | null>(null);
  const email = typed ?? session.data?.me.email ?? "";
  const open = useAct({
    run: () => api.post("/subscribers/push-channel", { name: t("subscribers.pushName"), email }),
    done: t("subscribers.pushOpened"),
    refresh: ["subscribers", "channels"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate(undefined);
  };
  return (
    <Panel title={t("subscribers.push")}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Text size="sm">{t("subscribers.pushText")}</Text>
          <TextInput
            type="email"
            required
            label={t("subscribers.pushEmail")}
            value={email}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={open.isPending}>
              {t("subscribers.pushOpen")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
