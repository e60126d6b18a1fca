import { SimpleGrid, Textarea } from "@mantine/core";
import { LANGUAGES, useWords } from "../words.ts";
import type { RumourContent } from "./queries.ts";

const PARTS = ["claim", "answer", "evidence"] as const;
const LENGTHS = { claim: 300, answer: 1_000, evidence: 4_000 } as const;

type Texts = RumourContent["texts"];

/** What is said, what we answer, and what we base it on: both languages side by side. */
export function RumourTexts({ texts, change }: { texts: Texts; change: (texts: Texts) => void }) {
  const { t } = useWords();
  return (
    <>
      {PARTS.map((part) => (
        <SimpleGrid key={part} cols={{ base: 1, sm: 2 }} spacing="sm">
          {LANGUAGES.map((written) => (
            <Textarea
              key={written}
              lang={written}
              label={`${t(`rumour.part.${part}`)} · ${t(`language.${written}`)}`}
              autosize
              minRows={2}
              maxLength={LENGTHS[part]}
              value={texts[written][part]}
              onChange={(event) => {
                const text = { ...texts[written], [part]: event.currentTarget.value };
                change({ ...texts, [written]: text });
              }}
            />
          ))}
        </SimpleGrid>
      ))}
    </>
  );
}
