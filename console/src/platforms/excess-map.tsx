import { Group, SegmentedControl, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { geoPath } from "d3-geo";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Loaded } from "../parts/loaded.tsx";
import { localeOf } from "../times.ts";
import type { Shares } from "../types.ts";
import { useWords } from "../words.ts";
import { useKeyName } from "./key-name.ts";
import css from "./platforms.module.css";
import { type Country, projectionOf, worldQuery } from "./world.ts";

type Share = Shares["shares"][number];
type MapProps = {
  shares: Share[];
  chosen: string | null;
  choose: (code: string) => void;
};

const widthFirst = 640;
const heightShare = 0.56;
const heightMin = 220;
const stepsMax = 5;
const radius = { min: 5, max: 20, label: 13 };
/** The close view is fitted to those who hold this much of the excess; a handful far away does not widen it. */
const nearShare = 0.8;
/** On a phone the marks are smaller, too, down to this. */
const smallest = 0.6;
const farthest = 2;

/** Where the reports beyond the usual come from: tint and size of the mark say how many. */
export function ExcessMap(props: MapProps) {
  const world = useQuery(worldQuery);
  return (
    <Loaded query={world} height={320}>
      {(countries) => <World {...props} countries={countries} />}
    </Loaded>
  );
}

function World({ countries, shares, chosen, choose }: MapProps & { countries: Country[] }) {
  const { t } = useWords();
  const { ref, width: measured } = useElementSize();
  const [near, setNear] = useState(true);
  const told = useMemo(() => shares.filter(({ excess }) => excess >= 1), [shares]);
  const width = measured || widthFirst;
  const height = Math.max(heightMin, Math.round(width * heightShare));
  const drawn = useMemo(
    () => drawnWorld({ countries, told, near, size: { width, height } }),
    [countries, told, near, width, height],
  );
  const most = Math.max(1, ...told.map(({ excess }) => excess));
  const smaller = Math.min(1, Math.max(smallest, width / widthFirst));
  const spots = drawn.spots.map((spot) => ({
    ...spot,
    radius: smaller * radiusOf(spot.share.excess, most),
  }));
  return (
    <div className={css.mapFrame} ref={ref}>
      <svg
        className={css.map}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={t("shares.map")}
      >
        <g aria-hidden>
          {drawn.shapes.map(({ name, path, share }) => (
            <path
              key={name}
              d={path}
              className={css.country}
              data-step={share ? stepOf(share.excess, most) : 0}
              data-chosen={share !== undefined && share.key === chosen}
            />
          ))}
        </g>
        {spots.map((spot, index) => (
          <Spot
            key={spot.share.key}
            {...spot}
            isClear={spots.every((other, rank) => rank === index || !touches(spot, other))}
            isChosen={spot.share.key === chosen}
            choose={choose}
          />
        ))}
      </svg>
      <MapFoot most={most} near={near} setNear={setNear} />
      <OffMap codes={drawn.offMap} />
    </div>
  );
}

type MapFootProps = { most: number; near: boolean; setNear: (near: boolean) => void };

function MapFoot({ most, near, setNear }: MapFootProps) {
  const { t } = useWords();
  return (
    <Group justify="space-between" gap="xs" mt={6}>
      <Scale most={most} />
      <SegmentedControl
        size="xs"
        aria-label={t("shares.view")}
        value={near ? "near" : "world"}
        onChange={(next) => setNear(next === "near")}
        data={[
          { value: "near", label: t("shares.near") },
          { value: "world", label: t("shares.world") },
        ]}
      />
    </Group>
  );
}

type Place = { share: Share; x: number; y: number; radius: number };
type SpotProps = Place & {
  /** Nothing lies over it: there is room for its number. */
  isClear: boolean;
  isChosen: boolean;
  choose: (code: string) => void;
};

function Spot({ share, x, y, radius: r, isClear, isChosen, choose }: SpotProps) {
  const { t, number, percent } = useWords();
  const name = useKeyName()("country", share.key);
  const count = Math.round(share.excess);
  const label = t("shares.spot", {
    name,
    beyond: t("shares.beyond", { count, n: number(count) }),
    share: percent(share.share),
  });
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(share.key);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: A button cannot stand inside a drawing.
    <g
      className={css.spot}
      transform={`translate(${x} ${y})`}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={isChosen}
      data-chosen={isChosen}
      onClick={() => choose(share.key)}
      onKeyDown={press}
    >
      <title>{label}</title>
      <circle r={r} />
      {r >= radius.label && isClear ? <text aria-hidden>{number(count)}</text> : null}
    </g>
  );
}

function Scale({ most }: { most: number }) {
  const { t, number } = useWords();
  const steps = Array.from({ length: stepsMax }, (_, index) => index + 1);
  return (
    <div className={css.scale}>
      <span>{t("shares.scale")}</span>
      <span>1</span>
      {steps.map((step) => (
        <span key={step} className={css.swatch} data-step={step} aria-hidden />
      ))}
      <span>{number(Math.round(most))}</span>
    </div>
  );
}

/** Small countries that a map of the world has no room for. */
function OffMap({ codes }: { codes: string[] }) {
  const { t, language } = useWords();
  const keyName = useKeyName();
  if (codes.length === 0) return null;
  const names = codes.map((code) => keyName("country", code));
  const list = new Intl.ListFormat(localeOf(language), { type: "conjunction" }).format(names);
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {t("shares.offMap", { names: list })}
    </Text>
  );
}

type Given = {
  countries: readonly Country[];
  told: readonly Share[];
  near: boolean;
  size: { width: number; height: number };
};

function drawnWorld({ countries, told, near, size }: Given) {
  const shareOf = ({ code }: Country) => told.find(({ key }) => key === code);
  const concerned = countries.filter((country) => shareOf(country) !== undefined);
  const heavy = new Set(heaviest(told).map(({ key }) => key));
  const fitted = concerned.filter(({ code }) => code !== null && heavy.has(code));
  const projection = projectionOf(countries, near ? fitted : [], size);
  const frame: [[number, number], [number, number]] = [
    [-farthest, -farthest],
    [size.width + farthest, size.height + farthest],
  ];
  const path = geoPath(projection.clipExtent(frame));
  const shapes = countries.flatMap((country, index) => {
    const drawn = path(country.shape);
    const name = country.code ?? `unnamed ${index}`;
    return drawn === null ? [] : [{ name, path: drawn, share: shareOf(country) }];
  });
  const spots = concerned.flatMap((country) => {
    const share = shareOf(country);
    const [x, y] = path.centroid(country.mainland);
    return share && Number.isFinite(x) ? [{ share, x, y }] : [];
  });
  const onMap = new Set(concerned.map(({ code }) => code));
  return {
    shapes,
    // Small marks lie on top of large ones, and the keyboard goes from the largest to the smallest.
    spots: spots.sort((a, b) => b.share.excess - a.share.excess),
    offMap: told
      .filter(({ key }) => /^[A-Z]{2}$/.test(key) && !onMap.has(key))
      .map(({ key }) => key),
  };
}

/** The fewest parts that together hold most of the excess. */
function heaviest(told: readonly Share[]): Share[] {
  const parts = told.toSorted((a, b) => b.share - a.share);
  let held = 0;
  return parts.filter(({ share }) => {
    const wanted = held < nearShare;
    held += share;
    return wanted;
  });
}

const touches = (a: Place, b: Place): boolean =>
  Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius;

/** By the root, as the marks are: a part of a quarter is told from one of a twentieth. */
const stepOf = (excess: number, most: number): number =>
  Math.min(stepsMax, Math.max(1, Math.ceil(Math.sqrt(excess / most) * stepsMax)));

const radiusOf = (excess: number, most: number): number =>
  radius.min + (radius.max - radius.min) * Math.sqrt(excess / most);
