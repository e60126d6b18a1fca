import { NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { channelsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

export type Shares = { name: string; perSecond: number | null; peopleADay: number | null };
type SharedFieldsProps = { value: Shares | null; change: (value: Shares | null) => void };

/** What a channel draws from together with others: the name of a limit, and how much that is. */
export function SharedFields({ value, change }: SharedFieldsProps) {
  const { t } = useWords();
  const known = useQuery(channelsQuery).data?.shared ?? [];
  const rename = (name: string) => {
    const same = known.find((limit) => limit.name === name);
    if (name === "") change(null);
    else change({ perSecond: null, peopleADay: null, ...value, ...same, name });
  };
  return (
    <>
      <TextInput
        label={t("channel.shares")}
        description={t("channel.sharesHint")}
        maxLength={80}
        list="shared-limits"
        value={value?.name ?? ""}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <datalist id="shared-limits">
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {value && <Amounts value={value} change={change} />}
    </>
  );
}

function Amounts({ value, change }: { value: Shares; change: (value: Shares) => void }) {
  const { t } = useWords();
  return (
    <>
      <NumberInput
        label={t("channel.sharedRate")}
        min={0.1}
        value={value.perSecond ?? ""}
        onChange={(next) => change({ ...value, perSecond: next === "" ? null : Number(next) })}
      />
      <NumberInput
        label={t("channel.sharedPeople")}
        description={t("channel.sharedPeopleHint")}
        min={1}
        allowDecimal={false}
        value={value.peopleADay ?? ""}
        onChange={(next) => change({ ...value, peopleADay: next === "" ? null : Number(next) })}
      />
    </>
  );
}
