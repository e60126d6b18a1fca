import {
  Button,
  Checkbox,
  Group,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { contactsQuery } from "../queries.ts";
import type { MessageTexts } from "../types.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";
import type { PlainOffer } from "./plan-warnings.tsx";

type MessageFieldsProps = { texts: MessageTexts; change: (texts: MessageTexts) => void };

export function MessageFields({ texts, change }: MessageFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {LANGUAGES.map((written) => (
        <OneLanguage key={written} written={written} texts={texts} change={change} />
      ))}
    </SimpleGrid>
  );
}

function OneLanguage({ written, texts, change }: MessageFieldsProps & { written: Language }) {
  const { t } = useWords();
  const body = useRef<HTMLTextAreaElement>(null);
  const text = texts[written];
  const set = (part: "heading" | "body", value: string) =>
    change({ ...texts, [written]: { ...text, [part]: value } });
  const insert = (blank: string) => {
    const at = body.current?.selectionStart ?? text.body.length;
    set("body", `${text.body.slice(0, at)}{${blank}}${text.body.slice(at)}`);
    body.current?.focus();
  };
  return (
    <Stack gap="xs">
      <TextInput
        lang={written}
        label={`${t("broadcast.heading")} · ${t(`language.${written}`)}`}
        required
        maxLength={120}
        value={text.heading}
        onChange={(event) => set("heading", event.currentTarget.value)}
      />
      <Textarea
        ref={body}
        lang={written}
        label={`${t("broadcast.body")} · ${t(`language.${written}`)}`}
        description={t("broadcast.characters", { count: text.body.length })}
        inputWrapperOrder={["label", "input", "description", "error"]}
        required
        autosize
        minRows={5}
        maxLength={2_000}
        value={text.body}
        onChange={(event) => set("body", event.currentTarget.value)}
      />
      <Blanks insert={insert} written={written} />
      {text.plainSms === true ? (
        <Checkbox
          size="xs"
          label={`${t("broadcast.plainSms")} · ${t(`language.${written}`)}`}
          description={t("broadcast.plainSmsHint")}
          checked
          onChange={() => change({ ...texts, [written]: { ...text, plainSms: false } })}
        />
      ) : null}
    </Stack>
  );
}

/** The offer of plain letters, for texts that are being written. */
export const plainOf = (
  texts: MessageTexts,
  change: (texts: MessageTexts) => void,
): PlainOffer => ({
  isTaken: (language) => texts[language].plainSms === true,
  take: (language) => change({ ...texts, [language]: { ...texts[language], plainSms: true } }),
});

/** What a message can take from the person it goes to. */
function Blanks({ insert, written }: { insert: (blank: string) => void; written: Language }) {
  const { t } = useWords();
  const contacts = useQuery(contactsQuery({})).data?.contacts ?? [];
  const names = new Set(["name", ...contacts.flatMap((one) => Object.keys(one.attributes))]);
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        {t("broadcast.insert")}
      </Text>
      {[...names].slice(0, 8).map((name) => (
        <Button
          key={name}
          size="compact-xs"
          variant="default"
          onClick={() => insert(name)}
          aria-label={t("broadcast.insertBlank", { name, language: t(`language.${written}`) })}
        >
          {`{${name}}`}
        </Button>
      ))}
    </Group>
  );
}
