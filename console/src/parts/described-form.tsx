import { Checkbox, NumberInput, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import type { Field } from "../types.ts";
import { type TwoLanguages, useWords } from "../words.ts";
import { type Refused, useProblems } from "./problems.ts";

export type Values = Record<string, unknown>;

type DescribedFormProps = {
  fields: readonly Field[];
  values: Values;
  /** Secrets that the server holds already: they are never shown, only replaced. */
  secretsSet: readonly string[];
  change: (values: Values) => void;
  refused?: Refused | undefined;
};

/** A form drawn from what a transport or a sensor says about itself. */
export function DescribedForm(props: DescribedFormProps) {
  const { fields, values, secretsSet, change, refused } = props;
  const problemOf = useProblems(refused);
  return (
    <Stack gap="sm">
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          isSet={secretsSet.includes(field.name)}
          error={problemOf(field.name, values[field.name])}
          set={(value) => change({ ...values, [field.name]: value })}
        />
      ))}
    </Stack>
  );
}

type FieldInputProps = {
  field: Field;
  value: unknown;
  isSet: boolean;
  error: string | null;
  set: (value: unknown) => void;
};

function FieldInput({ field, value, isSet, error, set }: FieldInputProps) {
  const { t } = useWords();
  const told = useTold();
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const hint = field.hint ? told(field.hint) : "";
  const common = {
    label: told(field.label),
    ...(hint === "" ? {} : { description: hint }),
    required: field.required && !(field.type === "secret" && isSet),
    error,
  };
  switch (field.type) {
    case "boolean":
      return (
        <Checkbox
          label={common.label}
          description={hint}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "number":
      return (
        <NumberInput {...common} value={text} onChange={(next) => set(numberOf(String(next)))} />
      );
    case "select":
      return (
        <Select
          {...common}
          data={optionsOf(field, told)}
          value={text || null}
          onChange={(next) => set(next ?? undefined)}
        />
      );
    case "secret":
      return (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          placeholder={t(isSet ? "form.secretSet" : "form.secretNotSet")}
          value={text}
          onChange={(event) => set(event.currentTarget.value || undefined)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          type={field.type === "url" ? "url" : "text"}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

/** A label is a sentence of the locales, a pair of languages, or text as it stands. */
export function useTold(): (label: string | TwoLanguages) => string {
  const { say, pick } = useWords();
  return (label) => (typeof label === "string" ? (say(label) ?? label) : pick(label));
}

/** What a new form begins with. */
export const defaultsOf = (fields: readonly Field[]): Values =>
  Object.fromEntries(
    fields.filter((one) => one.default !== undefined).map((one) => [one.name, one.default]),
  );

const numberOf = (text: string) => (text === "" ? undefined : Number(text));

const optionsOf = ({ options = [] }: Field, told: (label: TwoLanguages) => string) =>
  options.map((option) =>
    typeof option === "string"
      ? { value: option, label: option }
      : { value: option.value, label: told(option.label) },
  );
