import { Alert, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { spanText } from "../foresight/span-text.ts";
import { useZone } from "../parts/when.tsx";
import { short, useNow } from "../times.ts";
import { useWords } from "../words.ts";
import type { Clash } from "./queries.ts";

const stepMs = 60_000;

/** What else happens while the work would be done. It forbids nothing. */
export function Clashes({ clashes }: { clashes: readonly Clash[] }) {
  const { t, pick } = useWords();
  const zone = useZone();
  const now = useNow(stepMs);
  const said = (at: string) => short(Date.parse(at), zone, now);
  if (clashes.length === 0) return null;
  return (
    <Alert color="orange" icon={<TriangleAlert aria-hidden />} title={t("maintenance.clash.title")}>
      <ul style={{ margin: 0, paddingInlineStart: "1.1rem" }}>
        {clashes.map((clash) => (
          <Text component="li" size="sm" key={`${clash.kind} ${clash.id} ${clash.from}`}>
            {t(`maintenance.clash.${clash.kind}`, { title: pick(clash.title) })}{" "}
            <Text component="span" size="sm" c="dimmed">
              {clash.until === null
                ? t("maintenance.clash.since", { from: said(clash.from) })
                : spanText({ from: clash.from, until: clash.until }, zone)}
            </Text>
          </Text>
        ))}
      </ul>
    </Alert>
  );
}
