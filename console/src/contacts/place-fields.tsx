import {
  Button,
  Fieldset,
  Group,
  NumberInput,
  Stack,
  TagsInput,
  Text,
  Textarea,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, MapPinned, X } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useSentence } from "../parts/sentence.ts";
import { regionsQuery } from "../queries.ts";
import type { Area } from "../types.ts";
import { useWords } from "../words.ts";
import { AreaDraw } from "./area-draw.tsx";
import type { Parts } from "./question.ts";

type PlaceFieldsProps = { parts: Parts; set: (part: Partial<Parts>) => void };

/** Where people live: a region, a circle, a drawn area. */
export function PlaceFields({ parts, set }: PlaceFieldsProps) {
  const { t } = useWords();
  const regions = useQuery(regionsQuery).data?.regions ?? [];
  return (
    <Fieldset legend={t("question.place")} p="sm">
      <Stack gap="sm">
        <TagsInput
          label={t("question.regions")}
          description={t("question.regionsHint")}
          data={regions.map(({ name }) => name)}
          value={parts.regions ?? []}
          onChange={(next) => set({ regions: next })}
        />
        <DrawnPlace parts={parts} set={set} />
      </Stack>
    </Fieldset>
  );
}

/** A circle and an area, drawn on the map or written: one is the other's keyboard. */
function DrawnPlace({ parts, set }: PlaceFieldsProps) {
  const { t } = useWords();
  const sentence = useSentence();
  const [isOpen, setOpen] = useState(false);
  // A circle that was drawn is written into fields that were typed in before.
  const [round, setRound] = useState(0);
  const read = useMutation({
    mutationFn: (text: string) => api.post<{ area: Area }>("/segments/area", { text }),
    onSuccess: ({ area }) => set({ within: area }),
  });
  const draw = (near: NonNullable<Parts["near"]>) => {
    set({ near });
    setRound(round + 1);
  };
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-expanded={isOpen}
        leftSection={<MapPinned aria-hidden size={14} />}
        style={{ alignSelf: "flex-start" }}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? "question.map.hide" : "question.map.show")}
      </Button>
      {isOpen ? (
        <AreaDraw
          near={parts.near}
          within={parts.within}
          setNear={draw}
          readText={(text) => read.mutate(text)}
        />
      ) : null}
      {isOpen && read.isError ? (
        <Text size="sm" c="red" role="alert">
          {sentence(read.error)}
        </Text>
      ) : null}
      <CircleFields key={round} near={parts.near} change={(near) => set({ near })} />
      <AreaField within={parts.within} change={(within) => set({ within })} />
    </>
  );
}

type CircleFieldsProps = { near: Parts["near"]; change: (near: Parts["near"]) => void };
type Typed = { lat: number | string; lon: number | string; km: number | string };

const kmDefault = 10;
const kmMax = 20_000;

function CircleFields({ near, change }: CircleFieldsProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState<Typed>(near ?? { lat: "", lon: "", km: kmDefault });
  const put = (part: Partial<Typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    const { lat, lon, km } = next;
    const isWhole = typeof lat === "number" && typeof lon === "number" && typeof km === "number";
    change(isWhole && km > 0 ? { lat, lon, km } : undefined);
  };
  const field = (name: keyof Typed, bounds: { min: number; max: number }) => (
    <NumberInput
      key={name}
      label={t(`question.${name}`)}
      style={{ flex: "1 1 7rem" }}
      hideControls
      decimalSeparator={t("question.decimal")}
      {...bounds}
      value={typed[name]}
      onChange={(value) => put({ [name]: value })}
    />
  );
  return (
    <Group gap="xs" align="flex-end">
      {field("lat", { min: -90, max: 90 })}
      {field("lon", { min: -180, max: 180 })}
      {field("km", { min: 0, max: kmMax })}
    </Group>
  );
}

type AreaFieldProps = { within: Area | undefined; change: (within: Area | undefined) => void };

/** An area is read by the server, which says in words what is wrong with one that is none. */
function AreaField({ within, change }: AreaFieldProps) {
  const { t } = useWords();
  const sentence = useSentence();
  const [typed, setTyped] = useState("");
  const read = useMutation({
    mutationFn: (text: string) => api.post<{ area: Area }>("/segments/area", { text }),
    onSuccess: ({ area }) => change(area),
  });
  const forget = () => {
    setTyped("");
    read.reset();
    change(undefined);
  };
  if (within) return <AreaTold area={within} forget={forget} />;
  return (
    <Stack gap="xs" align="flex-start">
      <Textarea
        w="100%"
        label={t("question.area")}
        description={t("question.areaHint")}
        placeholder={"45.82, 4.72\n45.82, 4.95\n45.68, 4.95"}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={typed}
        error={read.isError ? sentence(read.error) : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button
        variant="default"
        size="xs"
        leftSection={<Check aria-hidden size={14} />}
        disabled={typed.trim() === ""}
        loading={read.isPending}
        onClick={() => read.mutate(typed)}
      >
        {t("question.useArea")}
      </Button>
    </Stack>
  );
}

function AreaTold({ area, forget }: { area: Area; forget: () => void }) {
  const { t, number } = useWords();
  const points = area.flat().reduce((sum, ring) => sum + ring.length, 0);
  return (
    <Group gap="xs" role="status">
      <Text size="sm" fw={600}>
        {t("question.areaTold", { count: area.length, n: number(points) })}
      </Text>
      <Button variant="subtle" size="xs" leftSection={<X aria-hidden size={14} />} onClick={forget}>
        {t("question.removeArea")}
      </Button>
    </Group>
  );
}
