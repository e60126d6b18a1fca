import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { api, apiAddress } from "../api.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";

/** The numbers and the story of this incident. */
export function IncidentReport({ id }: { id: string }) {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ["incidents", "one", id, "report"],
    queryFn: () => api.get<Record<string, unknown>>(`/incidents/${id}/report`),
  });
  return (
    <Panel title={t("report.title")}>
      <Loaded query={query}>{(report) => <pre>{JSON.stringify(report, null, 2)}</pre>}</Loaded>
    </Panel>
  );
}
