import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Announcement } from "../types.ts";
import { LANGUAGES, useWords } from "../words.ts";
import css from "./proof.module.css";
import { proofQuery } from "./queries.ts";

/** How anybody proves that this announcement is ours, and what can be handed on with it. */
export function Proof({ announcement }: { announcement: Announcement }) {
  const { t, language } = useWords();
  const { id, incidentId, publishedAt, state } = announcement;
  const proof = useQuery({ ...proofQuery(id), enabled: publishedAt !== null, retry: false });
  if (!proof.data) return null;
  const { code, shownCode } = proof.data;
  const page = `/${language}/verify/${code}`;
  return (
    <Group gap="md" align="center" wrap="nowrap">
      <img
        className={css.qr}
        src={`${page}/qr.svg`}
        width={104}
        height={104}
        alt={t("proof.qr", { code: shownCode })}
      />
      <Stack gap={4}>
        <Text size="sm">
          {t("proof.code")} <span className={css.code}>{shownCode}</span>
        </Text>
        <Anchor href={page} target="_blank" rel="noopener" size="sm">
          {t("proof.verify")}
        </Anchor>
        {state === "published" ? <Images incidentId={incidentId} code={code} /> : null}
      </Stack>
    </Group>
  );
}

const SHAPES = ["image", "square"] as const;

function Images({ incidentId, code }: { incidentId: string; code: string }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      <Text size="sm">{t("proof.images")}</Text>
      {LANGUAGES.flatMap((spoken) =>
        SHAPES.map((shape) => (
          <Anchor
            key={`${spoken}-${shape}`}
            size="sm"
            href={`/${spoken}/incidents/${incidentId}/${shape}.png`}
            download={`${code}-${spoken}-${shape}.png`}
          >
            {t(`proof.shape.${shape}`, { language: t(`language.${spoken}`) })}
          </Anchor>
        )),
      )}
    </Group>
  );
}
