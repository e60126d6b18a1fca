import { Checkbox, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import { Panel } from "../parts/page.tsx";
import { ShownLanguage } from "../parts/shown-language.tsx";
import type { LintFinding, NoticeTexts } from "../types.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { LENGTHS, PARTS } from "./draft.ts";
import { Findings } from "./findings.tsx";

type TextsFieldsProps = {
  texts: NoticeTexts;
  change: (texts: NoticeTexts) => void;
  findings: readonly LintFinding[];
  /** The languages whose words somebody has checked. */
  read: readonly Language[];
  tick: (read: Language[]) => void;
};

/** Both languages side by side; one at a time where there is no room. */
export function TextsFields({ texts, change, findings, read, tick }: TextsFieldsProps) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const wide = useMediaQuery("(min-width: 48em)", true);
  return (
    <Panel
      title={t("announcement.texts")}
      actions={
        wide ? null : <ShownLanguage label={t("shell.language")} shown={shown} show={setShown} />
      }
    >
      <SimpleGrid cols={wide ? 2 : 1} spacing="md">
        {LANGUAGES.filter((written) => wide || written === shown).map((written) => (
          <Stack key={written} gap="xs">
            {wide ? (
              <Text size="sm" fw={600}>
                {t(`language.${written}`)}
              </Text>
            ) : null}
            {PARTS.map((part) => (
              <Part
                key={part}
                part={part}
                written={written}
                texts={texts}
                change={change}
                findings={findings.filter(
                  (finding) => finding.part === part && finding.language === written,
                )}
              />
            ))}
            <Checkbox
              label={t(`translation.read.${written}`)}
              disabled={PARTS.every((part) => texts[written][part].trim() === "")}
              checked={read.includes(written)}
              onChange={(event) => {
                const others = read.filter((each) => each !== written);
                tick(event.currentTarget.checked ? [...others, written] : others);
              }}
            />
          </Stack>
        ))}
      </SimpleGrid>
    </Panel>
  );
}

type PartProps = Pick<TextsFieldsProps, "texts" | "change" | "findings"> & {
  part: (typeof PARTS)[number];
  written: Language;
};

function Part({ part, written, texts, change, findings }: PartProps) {
  const { t } = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const value = texts[written][part];
  const count = t("announcement.length", { length: value.length, max: LENGTHS[part] });
  const errors = findings.filter(({ level }) => level === "error");
  const warnings = findings.filter(({ level }) => level === "warning");
  const errorOf = () => {
    if (errors.length > 0) return <Findings findings={errors} show={show} />;
    return value.length > LENGTHS[part] ? t("announcement.tooLong") : null;
  };
  const show = ({ from, to }: LintFinding) => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  return (
    <Textarea
      ref={field}
      lang={written}
      classNames={{ input: css.words ?? "" }}
      label={t(`announcement.part.${part}`)}
      description={
        <>
          {count}
          <Findings findings={warnings} show={show} />
        </>
      }
      inputWrapperOrder={["label", "input", "description", "error"]}
      required
      autosize
      minRows={part === "title" ? 1 : 3}
      value={value}
      error={errorOf()}
      onChange={(event) => {
        const text = { ...texts[written], [part]: event.currentTarget.value };
        change({ ...texts, [written]: text });
      }}
    />
  );
}
