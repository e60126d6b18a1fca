import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { DescribedForm, defaultsOf, type Values } from "../parts/described-form.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { KindSelect } from "../parts/kind-select.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { isOfSettings } from "../parts/problems.ts";
import { channelsQuery, platformsQuery, transportsQuery } from "../queries.ts";
import type { Channel, SharedLimit, Transport } from "../types.ts";
import { useWords } from "../words.ts";
import { SharedFields, type Shares } from "./shared-fields.tsx";

type ChannelFormProps = { channel?: Channel; close: () => void };

export function ChannelForm(props: ChannelFormProps) {
  const transports = useQuery(transportsQuery);
  return (
    <Loaded query={transports}>
      {(answer) => <Fields {...props} transports={answer.transports} />}
    </Loaded>
  );
}

function Fields({ channel, close, transports }: ChannelFormProps & { transports: Transport[] }) {
  const { t } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const shared = useQuery(channelsQuery).data?.shared ?? [];
  const [draft, setDraft] = useState(() => draftOf(channel, transports[0], shared));
  const chosen = transports.find(({ kind }) => kind === draft.transport);
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const keep = useKeep(channel, close);
  return (
    <KeepForm
      keep={() => keep.mutate(draft)}
      isPending={keep.isPending}
      close={close}
      failed={keep.error}
    >
      <KindSelect
        label={t("channel.transport")}
        kinds={transports}
        value={draft.transport}
        fixed={channel !== undefined}
        choose={(kind) => set(firstOf(kind))}
      />
      <TextInput
        label={t("channel.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <DescribedForm
        fields={chosen?.fields ?? []}
        values={draft.settings}
        secretsSet={channel?.secretsSet ?? []}
        change={(settings) => set({ settings })}
        refused={keep.variables && { cause: keep.error, values: keep.variables.settings }}
      />
      <Select
        label={t("channel.platform")}
        description={t("channel.platformHint")}
        clearable
        value={draft.platformId}
        data={platforms.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(platformId) => set({ platformId })}
      />
      <NumberInput
        label={t("channel.rate")}
        description={t("channel.rateHint", { most: chosen?.limits.perSecondMax })}
        min={0.1}
        required
        value={draft.perSecond}
        onChange={(next) => set({ perSecond: Number(next) })}
      />
      <NumberInput
        label={t("channel.price")}
        description={t("channel.priceHint")}
        min={0}
        decimalScale={3}
        value={draft.priceCents ?? ""}
        onChange={(next) => set({ priceCents: next === "" ? null : Number(next) })}
      />
      <NumberInput
        label={t("channel.daily")}
        description={t("channel.dailyHint")}
        min={1}
        allowDecimal={false}
        value={draft.dailyMax ?? ""}
        onChange={(next) => set({ dailyMax: next === "" ? null : Number(next) })}
      />
      <SharedFields value={draft.shares} change={(shares) => set({ shares })} />
      <Checkbox
        label={t("channel.enabled")}
        checked={draft.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </KeepForm>
  );
}

type Draft = {
  transport: string;
  name: string;
  platformId: string | null;
  perSecond: number;
  priceCents: number | null;
  dailyMax: number | null;
  shares: Shares | null;
  enabled: boolean;
  settings: Values;
};

const draftOf = (
  channel: Channel | undefined,
  first: Transport | undefined,
  shared: readonly SharedLimit[],
): Draft => ({
  name: channel?.name ?? "",
  platformId: channel?.platformId ?? null,
  priceCents: channel?.priceCents ?? null,
  dailyMax: channel?.dailyMax ?? null,
  shares: sharesOf(shared.find(({ name }) => name === channel?.shares)),
  enabled: channel?.enabled ?? true,
  ...(channel ? keptOf(channel) : firstOf(first)),
});

const keptOf = ({ transport, settings, perSecond }: Channel) => ({
  transport,
  settings,
  perSecond,
});

/** What a new channel of this kind begins with: its own fields, and what its provider usually takes. */
const firstOf = (kind: Transport | undefined) => ({
  transport: kind?.kind ?? "",
  settings: defaultsOf(kind?.fields ?? []),
  perSecond: kind?.limits.perSecondMax ?? 1,
});

const sharesOf = (limit: SharedLimit | undefined): Shares | null =>
  limit ? { name: limit.name, perSecond: limit.perSecond, peopleADay: limit.peopleADay } : null;

function useKeep(channel: Channel | undefined, after: () => void) {
  const { t } = useWords();
  return useAct({
    run: (draft: Draft) =>
      channel ? api.put(`/channels/${channel.id}`, draft) : api.post("/channels", draft),
    done: t("channel.kept"),
    refresh: ["channels"],
    tellsBeside: isOfSettings,
    after,
  });
}
