import { Alert, Grid, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Bird } from "lucide-react";
import { Pauses } from "../channels/pauses.tsx";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Figure, Figures, Page, Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { broadcastQuery } from "../queries.ts";
import { duration } from "../times.ts";
import type { Broadcast, BroadcastDetail } from "../types.ts";
import { useWords } from "../words.ts";
import { BudgetButton } from "./budget.tsx";
import { ChannelBars } from "./channel-bars.tsx";
import { BroadcastDecisions } from "./decisions.tsx";
import { Deliveries } from "./deliveries.tsx";
import { FollowUps } from "./follow-up.tsx";
import { Followers } from "./followers.tsx";
import { MessageShown } from "./message.tsx";
import { PlanView } from "./plan.tsx";
import { PollResult } from "./poll-result.tsx";
import { ReachBar } from "./reach-bar.tsx";
import { Replies } from "./replies.tsx";
import { SafetyBoard } from "./safety-board.tsx";
import { SendingStopped } from "./sending-switch.tsx";
import { Trials } from "./trials.tsx";
import { UnreachableFile } from "./unreachable-file.tsx";
import { WaitsForApproval } from "./waits.tsx";

export function BroadcastPage() {
  const { id } = useParams({ from: "/room/broadcasts/$id" });
  const query = useQuery(broadcastQuery(Number(id)));
  return (
    <Loaded query={query} height={400}>
      {(detail) => <Room {...detail} />}
    </Loaded>
  );
}

function Room(detail: BroadcastDetail) {
  const { broadcast, plan, progress } = detail;
  const { t } = useWords();
  const currency = plan.budget?.currency ?? "EUR";
  const begun = broadcast.startedAt !== null || broadcast.state === "approved";
  return (
    <Page
      title={broadcast.title}
      above={
        <TextLink to="/broadcasts" size="sm">
          {t("nav.broadcasts")}
        </TextLink>
      }
      below={<Header broadcast={broadcast} />}
      actions={
        <>
          {detail.may.budget && plan.cost ? (
            <BudgetButton broadcast={broadcast} currency={currency} />
          ) : null}
          <BroadcastDecisions detail={detail} />
        </>
      }
    >
      <SendingStopped />
      {broadcast.endedAt === null ? (
        <Pauses among={broadcast.cascade.rungs.map(({ channelId }) => channelId)} />
      ) : null}
      {broadcast.cohort !== null && broadcast.state === "running" ? (
        <Alert color="blue" icon={<Bird aria-hidden />}>
          {t("cohort.watching", { count: broadcast.cohort })}
        </Alert>
      ) : null}
      {broadcast.state === "planned" && !detail.may.approve ? <WaitsForApproval /> : null}
      {begun ? <Live detail={detail} /> : null}
      {begun && broadcast.asks.kind === "safety" && broadcast.kind === "message" ? (
        <SafetyBoard broadcastId={broadcast.id} progress={progress} />
      ) : null}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          {begun ? (
            <Deliveries
              broadcastId={broadcast.id}
              progress={progress}
              forgotten={broadcast.forgottenAt !== null}
            />
          ) : (
            <Panel title={t("plan.title")} hint={t("plan.hint")}>
              <PlanView plan={plan} file={<UnreachableFile of={broadcast.id} />} />
            </Panel>
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack>
            {detail.may.trial ? <Trials id={broadcast.id} currency={currency} /> : null}
            <Followers followers={detail.followers} />
            {broadcast.asks.kind === "poll" && begun ? (
              <PollResult options={broadcast.asks.options} progress={progress} />
            ) : null}
            {begun ? <Replies broadcastId={broadcast.id} /> : null}
            <MessageShown texts={broadcast.texts} />
            {begun ? (
              <Panel title={t("plan.frozen")}>
                <PlanView plan={plan} frozen />
              </Panel>
            ) : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Header({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      <State kind="broadcast" state={broadcast.state} />
      {broadcast.drill ? <DrillMark /> : null}
      <Text size="sm" c="dimmed">
        {t("broadcast.planned", { name: broadcast.plannedBy })} <At at={broadcast.plannedAt} />
        {broadcast.approvedBy && broadcast.approvedAt ? (
          <>
            {" · "}
            {t("broadcast.approvedBy", { name: broadcast.approvedBy })}{" "}
            <At at={broadcast.approvedAt} />
          </>
        ) : null}
        {broadcast.first.length > 0 ? (
          <>
            {" · "}
            {t("first.shown", { names: broadcast.first.join(", ") })}
          </>
        ) : null}
        {broadcast.follows ? (
          <>
            {" · "}
            {t(`followUp.kind.${broadcast.kind}`)}{" "}
            <TextLink
              to="/broadcasts/$id"
              params={{ id: String(broadcast.follows) }}
              size="sm"
              underline="always"
            >
              {t("followUp.original")}
            </TextLink>
          </>
        ) : null}
        {broadcast.incidentId ? (
          <>
            {" · "}
            <TextLink
              to="/incidents/$id"
              params={{ id: broadcast.incidentId }}
              size="sm"
              underline="always"
            >
              {t("broadcast.incident")}
            </TextLink>
          </>
        ) : null}
      </Text>
    </Group>
  );
}

function Live({ detail }: { detail: BroadcastDetail }) {
  const { t, number, percent, language } = useWords();
  const { broadcast, progress } = detail;
  const share = progress.reached / Math.max(1, progress.recipients);
  const running = broadcast.state === "running";
  return (
    <Panel
      title={t("progress.title")}
      hint={t("progress.hint")}
      actions={<FollowUps detail={detail} />}
    >
      <Figures>
        <Figure
          label={t("reach.reached")}
          value={`${number(progress.reached)} / ${number(progress.recipients)}`}
          hint={percent(share)}
        />
        <Figure label={t("progress.safe")} value={number(progress.answers.safe)} />
        <Figure label={t("progress.help")} value={number(progress.answers.help)} />
        <Figure label={t("reach.waiting")} value={number(progress.waiting)} />
        <Figure label={t("reach.unreached")} value={number(progress.unreached)} />
        {running ? (
          <Figure
            label={t("progress.eta")}
            value={
              progress.etaSeconds === null
                ? t(progress.perSecond > 0 ? "progress.measuring" : "progress.noEta")
                : duration(progress.etaSeconds * 1000, language)
            }
            hint={t("progress.rate", { rate: number(progress.perSecond, 1) })}
          />
        ) : null}
      </Figures>
      <ReachBar progress={progress} />
      <ChannelBars channels={progress.byChannel} />
    </Panel>
  );
}
