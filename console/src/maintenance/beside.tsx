import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Construction } from "lucide-react";
import { spanText } from "../foresight/span-text.ts";
import { TextLink } from "../parts/links.tsx";
import { useZone } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { besideQuery } from "./queries.ts";

/** An alarm during planned work of ours is labelled with it, never hidden by it. */
export function WorkBeside({ incidentId }: { incidentId: string }) {
  const { t, pick } = useWords();
  const zone = useZone();
  const works = useQuery(besideQuery(incidentId)).data?.maintenances ?? [];
  if (works.length === 0) return null;
  return (
    <Alert color="blue" icon={<Construction aria-hidden />} title={t("maintenance.beside")}>
      {works.map((work) => (
        <Text size="sm" key={work.id}>
          <TextLink to="/maintenance" size="sm" underline="always">
            {pick(work.title)}
          </TextLink>{" "}
          · {spanText(work, zone)}
        </Text>
      ))}
      <Text size="sm">{t("maintenance.besideHint")}</Text>
    </Alert>
  );
}
