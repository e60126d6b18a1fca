import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fromInput, toInput } from "../times.ts";
import { useWords } from "../words.ts";
import { useZone } from "./when.tsx";

type MomentInputProps = {
  label: string;
  /** ISO 8601; empty as long as the field holds no moment. */
  at: string;
  change: (at: string) => void;
  disabled?: boolean;
  /** What to know beside the hour; without it, whose clock it is. */
  hint?: string;
  error?: ReactNode;
};

/** A day and an hour on the organisation's clock, and whose clock that is. */
export function MomentInput({
  label,
  at,
  change,
  disabled = false,
  hint,
  error = null,
}: MomentInputProps) {
  const { t } = useWords();
  const { timeZone } = useZone();
  // A year is typed digit by digit: until one leaves the field, it shows what was typed.
  const [typed, setTyped] = useState<string | null>(null);
  const held = at === "" ? "" : toInput(Date.parse(at), timeZone);
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={hint ?? t("moment.zone", { zone: timeZone })}
      required={!disabled}
      disabled={disabled}
      error={error}
      value={typed ?? held}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        change(momentOf(text, timeZone));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function momentOf(text: string, timeZone: string): string {
  const at = fromInput(text, timeZone);
  return Number.isFinite(at) ? new Date(at).toISOString() : "";
}
