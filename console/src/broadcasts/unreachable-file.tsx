import { Button } from "@mantine/core";
import { FileDown } from "lucide-react";
import { api, apiAddress } from "../api.ts";
import { useAct } from "../parts/act.ts";
import type { BroadcastInput } from "../types.ts";
import { useWords } from "../words.ts";

/** Everybody whom the plan cannot reach, as a file that the import takes back once it is mended. */
export function UnreachableFile({ of }: { of: number | BroadcastInput }) {
  const { t } = useWords();
  const look = { size: "xs", variant: "default", leftSection: <FileDown aria-hidden size={14} /> };
  const fetchFile = useAct({
    run: async () => {
      if (typeof of === "number") return;
      const { segmentId, question, cascade, incidentId } = of;
      const asked = { segmentId, question, cascade, incidentId };
      await api.download("/broadcasts/unreachable", asked, "unreachable.csv");
    },
  });
  if (typeof of === "number") {
    return (
      <Button
        component="a"
        {...look}
        href={apiAddress(`/broadcasts/${of}/unreachable.csv`)}
        download
      >
        {t("plan.unreachableFile")}
      </Button>
    );
  }
  return (
    <Button {...look} loading={fetchFile.isPending} onClick={() => fetchFile.mutate()}>
      {t("plan.unreachableFile")}
    </Button>
  );
}
