import { Button, FileButton, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { Check, Download, FolderOpen, Undo2 } from "lucide-react";
import { useState } from "react";
import { useWords } from "../words.ts";
import { AreaMap } from "./area-map.tsx";
import { geoJsonOf, kmBetween, type Spot } from "./area-view.ts";
import type { NamedPlace } from "./place-names.ts";
import { PlaceSearch } from "./place-search.tsx";
import type { Parts } from "./question.ts";

type Tool = "polygon" | "circle";
type AreaDrawProps = {
  near: Parts["near"];
  within: Parts["within"];
  setNear: (near: NonNullable<Parts["near"]>) => void;
  /** Text that the server reads, as it reads what is pasted. */
  readText: (text: string) => void;
};

const cornersMin = 3;
const fileBytesMax = 400_000;

/** Draws an area or a circle on the map; what is meant can be taken along and brought back. */
export function AreaDraw({ near, within, setNear, readText }: AreaDrawProps) {
  const { t, number } = useWords();
  const [tool, setTool] = useState<Tool>("polygon");
  const [draft, setDraft] = useState<Spot[]>([]);
  const [goal, setGoal] = useState<NamedPlace | null>(null);
  const goTo = (place: NamedPlace) => {
    setGoal(place);
    if (tool === "circle") setNear({ lat: place.lat, lon: place.lon, km: place.km });
  };
  const press = (spot: Spot) => {
    const [centre] = draft;
    if (tool === "polygon" || !centre) return setDraft([...draft, spot]);
    const km = kmBetween(centre, spot);
    if (km > 0) setNear({ lat: centre.lat, lon: centre.lon, km });
    setDraft([]);
  };
  const back = () => setDraft(draft.slice(0, -1));
  const done = () => {
    if (tool !== "polygon" || draft.length < cornersMin) return;
    const ring = draft.map(({ lat, lon }): [number, number] => [lon, lat]);
    readText(geoJsonOf([...(within ?? []), [ring]], undefined));
    setDraft([]);
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("question.map.tool")}
          value={tool}
          onChange={(next) => {
            setTool(next === "circle" ? "circle" : "polygon");
            setDraft([]);
          }}
          data={[
            { value: "polygon", label: t("question.map.polygon") },
            { value: "circle", label: t("question.map.circle") },
          ]}
        />
        <Files near={near} within={within} readText={readText} />
      </Group>
      <PlaceSearch choose={goTo} />
      <AreaMap
        key={goal?.name ?? ""}
        goal={goal}
        near={near}
        within={within}
        draft={draft}
        onSpot={press}
        onBack={back}
        onDone={done}
      />
      <Text size="xs" c="dimmed">
        {t("question.map.hint")}
      </Text>
      <Group gap="xs" mih={30}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Check aria-hidden size={14} />}
          disabled={tool !== "polygon" || draft.length < cornersMin}
          onClick={done}
        >
          {t("question.map.close")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Undo2 aria-hidden size={14} />}
          disabled={draft.length === 0}
          onClick={back}
        >
          {t("question.map.back")}
        </Button>
        <Text size="sm" role="status">
          {toldDraft(t, number, { tool, draft })}
        </Text>
      </Group>
    </Stack>
  );
}

type Telling = ReturnType<typeof useWords>;

function toldDraft(
  t: Telling["t"],
  number: Telling["number"],
  { tool, draft }: { tool: Tool; draft: readonly Spot[] },
): string {
  const last = draft.at(-1);
  if (!last) return t(tool === "polygon" ? "question.map.firstCorner" : "question.map.centre");
  const at = { lat: number(last.lat), lon: number(last.lon) };
  if (tool === "circle") return t("question.map.edge", at);
  return t("question.map.corners", { count: draft.length, ...at });
}

function Files({ near, within, readText }: Omit<AreaDrawProps, "setNear">) {
  const { t } = useWords();
  const save = () => {
    const blob = new Blob([geoJsonOf(within, near)], { type: "application/geo+json" });
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = "tocsin-area.geojson";
    link.click();
    URL.revokeObjectURL(address);
  };
  // One byte more than the server takes: it has the sentence for what is too long.
  const open = (file: File | null) => {
    if (file)
      void file
        .slice(0, fileBytesMax + 1)
        .text()
        .then(readText);
  };
  return (
    <Group gap={4}>
      <FileButton onChange={open} accept=".geojson,.json,application/geo+json,application/json">
        {(props) => (
          <Button
            {...props}
            size="xs"
            variant="subtle"
            leftSection={<FolderOpen aria-hidden size={14} />}
          >
            {t("question.map.open")}
          </Button>
        )}
      </FileButton>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Download aria-hidden size={14} />}
        disabled={!near && !within}
        onClick={save}
      >
        {t("question.map.save")}
      </Button>
    </Group>
  );
}
