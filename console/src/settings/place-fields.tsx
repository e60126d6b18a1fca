import { Select, TextInput } from "@mantine/core";
import { useWords } from "../words.ts";

type FieldProps = { value: string; change: (value: string) => void };

/** Any zone the browser knows. */
export function ZoneField({ value, change }: FieldProps) {
  const { t } = useWords();
  const zones = new Set(["UTC", value, ...Intl.supportedValuesOf("timeZone")]);
  return (
    <Select
      label={t("organisation.timeZone")}
      searchable
      allowDeselect={false}
      required
      limit={50}
      value={value}
      data={[...zones].filter((zone) => zone !== "")}
      onChange={(next) => next && change(next)}
    />
  );
}

/** The country that a phone number without prefix belongs to. */
export function CountryField({ value, change }: FieldProps) {
  const { t } = useWords();
  return (
    <TextInput
      label={t("organisation.country")}
      description={t("organisation.countryHint")}
      required
      pattern="[A-Z]{2}"
      maxLength={2}
      value={value}
      onChange={(event) => change(event.currentTarget.value.toUpperCase())}
    />
  );
}
