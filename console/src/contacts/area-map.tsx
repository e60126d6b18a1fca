import { ActionIcon } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { geoMercator, geoPath } from "d3-geo";
import { Minus, Plus } from "lucide-react";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../words.ts";
import css from "./area-map.module.css";
import {
  type CircleSpot,
  drawnAt,
  drawnRing,
  fitted,
  type MapSize,
  type MapView,
  movedBy,
  ringAround,
  type Spot,
  scaleBar,
  spotAt,
  zoomedBy,
} from "./area-view.ts";
import { outlinesQuery, placesQuery } from "./outlines.ts";
import type { Parts } from "./question.ts";

type AreaMapProps = {
  /** What the map shows at first, where a place was looked for. */
  goal: CircleSpot | null;
  near: Parts["near"];
  within: Parts["within"];
  /** The corners that were set so far, or the middle of a circle to be. */
  draft: readonly Spot[];
  /** A spot was pressed, or chosen with the keyboard. */
  onSpot: (spot: Spot) => void;
  onBack: () => void;
  onDone: () => void;
};

const heightMin = 260;
const heightShare = 0.55;
const heightMax = 420;
const closer = 1.6;
const stepPixels = 40;
const tremblePixels = 5;
const barPixels = 110;
const cornerRadius = 5;
const dot = { min: 2, max: 14 };
/** Before anybody has a place, the map shows western Europe. */
const nobody: readonly Spot[] = [
  { lat: 36, lon: -9 },
  { lat: 56, lon: 17 },
];

/** A map to draw on, from our own server: outlines of countries, and where contacts live. */
export function AreaMap(props: AreaMapProps) {
  const { ref, width } = useElementSize();
  const height = Math.min(heightMax, Math.max(heightMin, Math.round(width * heightShare)));
  return (
    <div ref={ref} className={css.frame}>
      {width > 0 ? <Drawing {...props} size={{ width, height }} /> : null}
    </div>
  );
}

function Drawing({ size, ...props }: AreaMapProps & { size: MapSize }) {
  const { t, number } = useWords();
  const places = useQuery(placesQuery).data?.places;
  const [view, setView] = useState<MapView | null>(null);
  const first = useMemo(() => spotsOf(props, places ?? []), [props, places]);
  const shown = view ?? fitted(first, size);
  const svg = useRef<SVGSVGElement>(null);
  useWheel(svg, (factor, point) => setView(zoomedBy(shown, factor, { point, size })));
  const hand = useHand(shown, size, { move: setView, press: props.onSpot });
  const middle = [size.width / 2, size.height / 2] as const;
  const zoom = (factor: number) => setView(zoomedBy(shown, factor, { point: middle, size }));
  const keys: Record<string, () => void> = {
    ArrowLeft: () => setView(movedBy(shown, [stepPixels, 0])),
    ArrowRight: () => setView(movedBy(shown, [-stepPixels, 0])),
    ArrowUp: () => setView(movedBy(shown, [0, stepPixels])),
    ArrowDown: () => setView(movedBy(shown, [0, -stepPixels])),
    "+": () => zoom(closer),
    "-": () => zoom(1 / closer),
    " ": () => props.onSpot(spotAt(middle, shown, size)),
    Enter: () => props.onDone(),
    Backspace: () => props.onBack(),
  };
  const bar = scaleBar(shown, barPixels);
  return (
    <>
      <svg
        ref={svg}
        className={css.map}
        width={size.width}
        height={size.height}
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="application"
        aria-label={t("question.map.label")}
        aria-roledescription={t("question.map.role")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is operated by keys.
        tabIndex={0}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
        {...hand}
      >
        <Outlines view={shown} size={size} />
        <People view={shown} size={size} places={places ?? []} />
        <Meant {...props} view={shown} size={size} />
        <path
          className={css.cross}
          d={`M${middle[0] - 8} ${middle[1]}h16M${middle[0]} ${middle[1] - 8}v16`}
        />
      </svg>
      <div className={css.scale} style={{ width: bar.pixels }}>
        {t("question.map.km", { n: number(bar.km) })}
      </div>
      <div className={css.zoom}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("question.map.closer")}
          onClick={() => zoom(closer)}
        >
          <Plus aria-hidden size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("question.map.further")}
          onClick={() => zoom(1 / closer)}
        >
          <Minus aria-hidden size={18} />
        </ActionIcon>
      </div>
    </>
  );
}

type Seen = { view: MapView; size: MapSize };
type Place = Spot & { people: number };

/** What the first view shows: what was looked for, what is meant already, or where people live. */
function spotsOf({ goal, near, within }: AreaMapProps, places: readonly Place[]): readonly Spot[] {
  if (goal) return ringAround(goal).map(([lon, lat]) => ({ lat, lon }));
  const corners = [...(within ?? []).flat(2), ...(near ? ringAround(near) : [])];
  if (corners.length > 0) return corners.map(([lon, lat]) => ({ lat, lon }));
  return places.length > 0 ? places : nobody;
}

function Outlines({ view, size }: Seen) {
  const outlines = useQuery(outlinesQuery).data;
  const path = useMemo(() => {
    if (!outlines) return "";
    const [, y] = drawnAt({ lat: 0, lon: view.lon }, view, size);
    const projection = geoMercator()
      .scale((view.scale * 180) / Math.PI)
      .rotate([-view.lon, 0])
      .translate([size.width / 2, y])
      .clipExtent([
        [-2, -2],
        [size.width + 2, size.height + 2],
      ]);
    return geoPath(projection).digits(1)(outlines) ?? "";
  }, [outlines, view, size]);
  return <path className={css.land} d={path} />;
}

function People({ view, size, places }: Seen & { places: readonly Place[] }) {
  const most = Math.max(1, ...places.map(({ people }) => people));
  const spots = places.map((place) => ({ ...place, at: drawnAt(place, view, size) }));
  const seen = spots.filter(
    ({ at: [x, y] }) => x > -20 && y > -20 && x < size.width + 20 && y < size.height + 20,
  );
  return seen.map(({ lat, lon, people, at: [x, y] }) => (
    <circle
      key={`${lat} ${lon}`}
      className={css.people}
      cx={x}
      cy={y}
      r={dot.min + (dot.max - dot.min) * Math.sqrt(people / most)}
    />
  ));
}

function Meant({ near, within, draft, view, size }: AreaMapProps & Seen) {
  const corners = draft.map((spot) => drawnAt(spot, view, size));
  return (
    <>
      {(within ?? []).flat().map((ring) => (
        <polygon
          key={JSON.stringify(ring[0])}
          className={css.meant}
          points={drawnRing(ring, view, size)}
        />
      ))}
      {near ? (
        <polygon className={css.meant} points={drawnRing(ringAround(near), view, size)} />
      ) : null}
      <polyline className={css.draft} points={corners.map(([x, y]) => `${x},${y}`).join(" ")} />
      {corners.map(([x, y]) => (
        <circle key={`${x} ${y}`} className={css.corner} cx={x} cy={y} r={cornerRadius} />
      ))}
    </>
  );
}

type Hand = { move: (view: MapView) => void; press: (spot: Spot) => void };

/** Pressing sets a spot, dragging moves the map; a trembling finger still presses. */
function useHand(view: MapView, size: MapSize, { move, press }: Hand) {
  const from = useRef<{ x: number; y: number; view: MapView; dragged: boolean } | null>(null);
  const pointOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top] as const;
  };
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0 || from.current) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY, view, dragged: false };
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const start = from.current;
      if (!start) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      start.dragged ||= Math.hypot(dx, dy) > tremblePixels;
      if (start.dragged) move(movedBy(start.view, [dx, dy]));
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
      const wasPress = from.current?.dragged === false;
      from.current = null;
      if (wasPress) press(spotAt(pointOf(event), view, size));
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}

/** React listens to wheels in a way that cannot keep the page from scrolling. */
function useWheel(
  svg: { current: SVGSVGElement | null },
  zoom: (factor: number, point: readonly [number, number]) => void,
) {
  useEffect(() => {
    const target = svg.current;
    const onWheel = (event: WheelEvent) => {
      // Without a key the page scrolls, as everywhere else.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? closer : 1 / closer, [event.offsetX, event.offsetY]);
    };
    target?.addEventListener("wheel", onWheel, { passive: false });
    return () => target?.removeEventListener("wheel", onWheel);
  });
}
