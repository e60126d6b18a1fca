import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { LucideIcon } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useWords } from "../words.ts";
import { useAct } from "./act.ts";

const noteLengthMax = 2_000;

type AskProps = {
  label: string;
  icon?: LucideIcon;
  /** What will happen, in plain words, before it does. */
  explain: string;
  color?: string;
  variant?: "filled" | "default" | "light" | "subtle";
  size?: "xs" | "sm";
  /** The note's label; without one, no note is asked for. */
  note?: string;
  noteRequired?: boolean;
  run: (note: string) => Promise<unknown>;
  done: string;
  refresh: readonly string[];
  after?: () => void;
  /** What is to be seen or chosen before. */
  children?: ReactNode;
};

/** A button that says what will happen, takes a note where one belongs, and then does it. */
export function Ask(props: AskProps) {
  const [opened, dialog] = useDisclosure(false);
  const Icon = props.icon;
  return (
    <>
      <Button
        size={props.size ?? "sm"}
        variant={props.variant ?? "default"}
        {...(props.color ? { color: props.color } : {})}
        leftSection={Icon ? <Icon aria-hidden size={16} /> : null}
        onClick={dialog.open}
      >
        {props.label}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={props.label} centered>
        <AskForm {...props} close={dialog.close} />
      </Modal>
    </>
  );
}

function AskForm(props: AskProps & { close: () => void }) {
  const { t } = useWords();
  const [note, setNote] = useState("");
  const act = useAct({
    run: props.run,
    done: props.done,
    refresh: props.refresh,
    after: () => {
      props.close();
      props.after?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate(note.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{props.explain}</Text>
        {props.children}
        {props.note ? (
          <Textarea
            data-autofocus
            label={props.note}
            required={props.noteRequired ?? false}
            maxLength={noteLengthMax}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={act.isPending} color={props.color ?? "ink"}>
            {props.label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
