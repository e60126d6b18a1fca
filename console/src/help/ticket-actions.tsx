import { Button, Checkbox, Stack, Textarea } from "@mantine/core";
import { type LucideIcon, Send, StickyNote } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import type { TicketDetail } from "./queries.ts";

const textLengthMax = 4_000;

/** Answering the person, and telling colleagues. */
export function TicketActions({ ticket }: { ticket: TicketDetail }) {
  return (
    <>
      <Answer key={`answer ${ticket.id}`} ticket={ticket} />
      <Note key={`note ${ticket.id}`} id={ticket.id} />
    </>
  );
}

function Answer({ ticket }: { ticket: TicketDetail }) {
  const { t } = useWords();
  const { id, carried, language } = ticket;
  const [isWanted, setWanted] = useState(true);
  const send = carried && isWanted;
  return (
    <Panel title={t("help.answer")} hint={t(carried ? "help.answerHint" : "help.answerBare")}>
      <TextForm
        label={t("help.answerText")}
        lang={language}
        button={t(send ? "help.answerSend" : "help.answerNote")}
        done={t(send ? "help.answerQueued" : "help.answerNoted")}
        icon={Send}
        isMain
        run={(text) => api.post(`/tickets/${id}/answers`, { text, send })}
      >
        {carried ? (
          <Checkbox
            checked={isWanted}
            onChange={(event) => setWanted(event.currentTarget.checked)}
            label={t("help.send")}
          />
        ) : null}
      </TextForm>
    </Panel>
  );
}

function Note({ id }: { id: string }) {
  const { t } = useWords();
  return (
    <Panel title={t("help.note")} hint={t("help.noteHint")}>
      <TextForm
        label={t("help.noteText")}
        button={t("help.noteAdd")}
        done={t("help.noted")}
        icon={StickyNote}
        run={(text) => api.post(`/tickets/${id}/notes`, { text })}
      />
    </Panel>
  );
}

type TextFormProps = {
  label: string;
  lang?: string;
  button: string;
  done: string;
  icon: LucideIcon;
  isMain?: boolean;
  run: (text: string) => Promise<unknown>;
  children?: ReactNode;
};

function TextForm({ label, lang, button, done, icon: Icon, ...given }: TextFormProps) {
  const [text, setText] = useState("");
  const act = useAct({
    run: () => given.run(text),
    done,
    refresh: ["tickets"],
    after: () => setText(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Textarea
          w="100%"
          label={label}
          lang={lang}
          required
          autosize
          minRows={3}
          maxLength={textLengthMax}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {given.children}
        <Button
          type="submit"
          variant={given.isMain ? "filled" : "default"}
          loading={act.isPending}
          leftSection={<Icon aria-hidden size={16} />}
        >
          {button}
        </Button>
      </Stack>
    </form>
  );
}
