import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useWords } from "../words.ts";

type KeepFormProps = {
  keep: () => void;
  isPending: boolean;
  /** Where a form can be left without keeping anything. */
  close?: () => void;
  children: ReactNode;
};

/** Fields, and one way to keep what they say: by the button, or by Enter. */
export function KeepForm({ keep, isPending, close, children }: KeepFormProps) {
  const { t } = useWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep();
  };
  return (
    <form onSubmit={submit}>
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
