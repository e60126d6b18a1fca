import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, PencilLine } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Loaded } from "../parts/loaded.tsx";
import { useMoney } from "../parts/money.ts";
import { type FollowUpChoice, followUpQuery } from "../queries.ts";
import type { BroadcastDetail, MessageTexts, Plan } from "../types.ts";
import { useWords } from "../words.ts";
import { MessageFields, plainOf } from "./message-fields.tsx";
import { PlanWarnings } from "./plan-warnings.tsx";

const KINDS = [
  { kind: "correction", icon: PencilLine },
  { kind: "all-clear", icon: CircleCheck },
] as const;
const RESTS = ["nothing", "instead", "both"] as const;

/** Two buttons: what was said is wrong, or what was said is over. */
export function FollowUps({ detail }: { detail: BroadcastDetail }) {
  if (!detail.may.followUp) return null;
  return KINDS.map(({ kind, icon: Icon }) => (
    <FollowUp key={kind} kind={kind} icon={<Icon aria-hidden size={16} />} detail={detail} />
  ));
}

type FollowUpProps = {
  kind: FollowUpChoice["kind"];
  icon: React.ReactNode;
  detail: BroadcastDetail;
};

function FollowUp({ kind, icon, detail }: FollowUpProps) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" leftSection={icon} onClick={dialog.open}>
        {t(`followUp.${kind}`)}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t(`followUp.${kind}`)} size="xl">
        <Chooser kind={kind} detail={detail} close={dialog.close} />
      </Modal>
    </>
  );
}

type ChooserProps = Pick<FollowUpProps, "kind" | "detail"> & { close: () => void };

function Chooser({ kind, detail, close }: ChooserProps) {
  const { id, state } = detail.broadcast;
  const moves = state === "running" || state === "paused" || state === "approved";
  const [rest, setRest] = useState<string>("nothing");
  const draft = useQuery({
    ...followUpQuery(id, { kind, rest }),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack>
      {moves ? <RestChoice rest={rest} change={setRest} /> : null}
      <Loaded query={draft} height={300}>
        {(answer) => (
          <Written
            key={kind}
            {...{ kind, rest, id, close }}
            texts={answer.texts}
            plan={answer.plan}
          />
        )}
      </Loaded>
    </Stack>
  );
}

function RestChoice({ rest, change }: { rest: string; change: (rest: string) => void }) {
  const { t } = useWords();
  return (
    <Radio.Group label={t("followUp.rest.label")} value={rest} onChange={change}>
      <Stack gap="xs" mt="xs">
        {RESTS.map((value) => (
          <Radio
            key={value}
            value={value}
            label={t(`followUp.rest.${value}`)}
            description={t(`followUp.restHint.${value}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

type WrittenProps = {
  kind: string;
  rest: string;
  id: number;
  close: () => void;
  texts: MessageTexts;
  plan: Plan;
};

function Written({ kind, rest, id, close, texts: first, plan }: WrittenProps) {
  const { t, number } = useWords();
  const money = useMoney();
  const navigate = useNavigate();
  const [texts, setTexts] = useState(first);
  const create = useAct({
    run: () => api.post<{ id: number }>(`/broadcasts/${id}/follow-up`, { kind, rest, texts }),
    done: t("broadcast.created"),
    refresh: ["broadcasts", "incidents", "events"],
    after: (made) => {
      close();
      void navigate({ to: "/broadcasts/$id", params: { id: String(made.id) } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const currency = plan.budget?.currency ?? "EUR";
  const people = { count: plan.recipients, people: number(plan.recipients) };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" aria-live="polite">
          {t("followUp.people", people)}
          {plan.cost
            ? ` ${t("followUp.cost", {
                first: money(plan.cost.firstCents, currency),
                most: money(plan.cost.worstCents, currency),
              })}`
            : ""}
        </Text>
        <PlanWarnings plan={plan} frozen={false} plain={plainOf(texts, setTexts)} />
        <MessageFields texts={texts} change={setTexts} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("broadcast.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
