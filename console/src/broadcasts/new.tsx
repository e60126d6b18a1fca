import { Button, Checkbox, Grid, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { useKept } from "../parts/kept.ts";
import { KeptNotice } from "../parts/kept-notice.tsx";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { secondWayQuery } from "../planner-queries.ts";
import { channelsQuery, incidentQuery, sessionQuery } from "../queries.ts";
import type { Cascade, Channel, Incident } from "../types.ts";
import { useWords } from "../words.ts";
import { AskingFields } from "./asks-fields.tsx";
import { type Audience, AudienceFields } from "./audience-fields.tsx";
import { SumField } from "./budget.tsx";
import { CascadeFields } from "./cascade-fields.tsx";
import { type Draft, firstCascade, inputOf } from "./draft.ts";
import { FirstFields } from "./first-fields.tsx";
import { LivePlan } from "./live-plan.tsx";
import { MessageFields, plainOf } from "./message-fields.tsx";

const titleLengthMax = 120;

export function NewBroadcast() {
  const { incident, second } = useSearch({ from: "/room/broadcasts/new" });
  const campaign = useQuery({ ...secondWayQuery(second ?? "one"), enabled: second !== undefined });
  const session = useQuery(sessionQuery).data;
  const about = useQuery({ ...incidentQuery(incident ?? ""), enabled: incident !== undefined });
  const channels = useQuery(channelsQuery);
  if (!session || (incident !== undefined && !about.data)) return <Skeleton height={400} />;
  if (second !== undefined && !campaign.data) return <Skeleton height={400} />;
  // Exercises use the channels of exercises, and nothing else does.
  const training = session.organisation.mode === "training";
  const drill = training || about.data?.incident.drill === true;
  return (
    <Loaded query={channels} height={400}>
      {(answer) => (
        <NewForm
          channels={answer.channels.filter((one) => one.enabled && one.drill === drill)}
          currency={session.organisation.currency}
          campaign={second === undefined ? undefined : campaign.data}
          about={about.data?.incident}
        />
      )}
    </Loaded>
  );
}

type Campaign = Awaited<ReturnType<NonNullable<ReturnType<typeof secondWayQuery>["queryFn"]>>>;
type NewFormProps = {
  channels: Channel[];
  currency: string;
  campaign: Campaign | undefined;
  about: Incident | undefined;
};

function NewForm({ channels, currency, campaign, about }: NewFormProps) {
  const { t, pick } = useWords();
  const navigate = useNavigate();
  const { incident, second } = useSearch({ from: "/room/broadcasts/new" });
  const kept = useKept<Draft>(`broadcast.${incident ?? ""}.${second ?? ""}`, () => ({
    title: campaign ? pick(campaign.title) : "",
    texts: campaign?.texts ?? { fr: { heading: "", body: "" }, en: { heading: "", body: "" } },
    audience: campaign ? { kind: "question", question: campaign.question } : { kind: "everybody" },
    cascade: firstCascade(channels),
    asking: { asks: campaign?.asks ?? { kind: "safety" }, insist: null },
    cohort: false,
    first: [],
    budgetCents: null,
  }));
  const { draft, change: setDraft } = kept;
  const input = inputOf(draft, incident);
  const create = useAct({
    run: () => api.post<{ id?: number; broadcast?: { id: number } }>("/broadcasts", input),
    done: t("broadcast.created"),
    refresh: ["broadcasts", "incidents", "events"],
    after: (answer) => {
      kept.forget();
      const id = answer.broadcast?.id ?? answer.id;
      if (id === undefined) return void navigate({ to: "/broadcasts" });
      return void navigate({ to: "/broadcasts/$id", params: { id: String(id) } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Page
      title={t("broadcasts.newTitle")}
      above={
        about ? (
          <TextLink to="/incidents/$id" params={{ id: about.id }} size="sm">
            {pick(about.title)}
          </TextLink>
        ) : (
          <TextLink to="/broadcasts" size="sm">
            {t("nav.broadcasts")}
          </TextLink>
        )
      }
      below={<Text c="dimmed">{t("broadcasts.newHint")}</Text>}
    >
      <form onSubmit={submit}>
        {kept.isBack ? <KeptNotice beginAnew={kept.beginAnew} /> : null}
        <Grid>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Fields draft={draft} change={setDraft} channels={channels} currency={currency} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack pos="sticky" top={72}>
              <Panel title={t("plan.title")} hint={t("plan.live")}>
                <LivePlan
                  input={input}
                  plain={plainOf(draft.texts, (texts) => setDraft({ ...draft, texts }))}
                />
              </Panel>
              <Group justify="flex-end">
                <Button type="submit" loading={create.isPending}>
                  {t("broadcast.create")}
                </Button>
              </Group>
              <Text size="sm" c="dimmed" ta="right">
                {t("broadcast.createHint")}
              </Text>
            </Stack>
          </Grid.Col>
        </Grid>
      </form>
    </Page>
  );
}

type FieldsProps = {
  draft: Draft;
  change: (draft: Draft) => void;
  channels: Channel[];
  currency: string;
};

function Fields({ draft, change, channels, currency }: FieldsProps) {
  const { t } = useWords();
  return (
    <Stack>
      <Panel title={t("broadcast.message")} hint={t("broadcast.messageHint")}>
        <TextInput
          label={t("broadcast.title")}
          description={t("broadcast.titleHint")}
          required
          maxLength={titleLengthMax}
          value={draft.title}
          onChange={(event) => change({ ...draft, title: event.currentTarget.value })}
        />
        <MessageFields texts={draft.texts} change={(texts) => change({ ...draft, texts })} />
      </Panel>
      <Panel title={t("asks.title")} hint={t("asks.hint")}>
        <AskingFields asking={draft.asking} change={(asking) => change({ ...draft, asking })} />
      </Panel>
      <Panel title={t("audience.title")} hint={t("audience.hint")}>
        <AudienceFields
          audience={draft.audience}
          change={(audience: Audience) => change({ ...draft, audience })}
        />
        <FirstFields first={draft.first} change={(first) => change({ ...draft, first })} />
      </Panel>
      <Panel title={t("cascade.title")} hint={t("cascade.hint")}>
        <CascadeFields
          cascade={draft.cascade}
          channels={channels}
          change={(cascade: Cascade) => change({ ...draft, cascade })}
        />
        <Checkbox
          label={t("cohort.label")}
          description={t("cohort.hint")}
          checked={draft.cohort}
          onChange={(event) => change({ ...draft, cohort: event.currentTarget.checked })}
        />
        <SumField
          label={t("budget.broadcast")}
          hint={t("budget.broadcastHint")}
          currency={currency}
          cents={draft.budgetCents}
          change={(budgetCents) => change({ ...draft, budgetCents })}
        />
      </Panel>
    </Stack>
  );
}
