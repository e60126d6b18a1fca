import { Button, Group, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { useWords } from "../words.ts";

type KeepFormProps = {
  keep: () => void;
  isPending: boolean;
  /** Where a form can be left without keeping anything. */
  close?: () => void;
  /** What the server said of the last try: whoever sent it is led to the first field that is wrong. */
  failed?: unknown;
  children: ReactNode;
};

/** Fields, and one way to keep what they say: by the button, or by Enter. */
export function KeepForm({ keep, isPending, close, failed, children }: KeepFormProps) {
  const { t } = useWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep();
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failed) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failed]);
  return (
    <form onSubmit={submit} ref={form}>
      <Stack gap="sm">
        {children}
        <Group justify="flex-end">
          {close ? (
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
          ) : null}
          <Button type="submit" loading={isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
