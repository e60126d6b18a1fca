import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import { usgsEarthquakes } from "./usgs-earthquakes.ts";

sensorKit(usgsEarthquakes, { settings: (url) => ({ url }), speaksHttp: true });

const quake = (properties: object = {}, at: unknown[] = [7.4, 43.9, 10.2]) => ({
  type: "Feature",
  id: "us7000abcd",
  properties: {
    mag: 5.4,
    place: "12 km N of Nice, France",
    time: NOON - 60_000,
    updated: NOON,
    url: "https://earthquake.usgs.gov/earthquakes/eventpage/us7000abcd",
    alert: null,
    status: "automatic",
    ids: ",us7000abcd,ci123,",
    type: "earthquake",
    ...properties,
  },
  geometry: { type: "Point", coordinates: at },
});
const look = async (features: unknown[], settings: object = {}) =>
  await usgsEarthquakes.look(
    settings,
    lineWhere({}, told({ type: "FeatureCollection", metadata: {}, features })),
    quietMoment(),
  );

test("a quake near us is told in both languages, under all its names", async () => {
  const found = await look([quake()], { places: "43.7, 7.26", radiusKm: 50 });
  expect(found).toMatchObject({
    kind: "alerts",
    alerts: [
      {
        key: "us7000abcd",
        references: ["ci123"],
        state: "open",
        title: {
          fr: "Séisme de magnitude 5,4\u00a0: 12 km N of Nice, France",
          en: "Magnitude 5.4 earthquake: 12 km N of Nice, France",
        },
        startedAt: NOON - 60_000,
        saidAt: NOON,
      },
    ],
    evidence: { params: { read: 1, wanted: 1 } },
  });
});

test.each([
  ["too small", quake({ mag: 4.9 }), {}, "minor"],
  ["small, but people are in danger", quake({ mag: 4.9, alert: "red" }), {}, "open"],
  ["big, and far away", quake({ mag: 8 }, [142, 38, 5]), { places: "43.7,7.26" }, "minor"],
  ["big, anywhere, where we have no places", quake({ mag: 8 }, [142, 38, 5]), {}, "open"],
  ["taken back", quake({ status: "deleted" }), {}, "over"],
  ["not measured yet", quake({ mag: null }), {}, "minor"],
])("%s", async (_name, feature, settings, state) => {
  expect(await look([feature], settings)).toMatchObject({ alerts: [{ state }] });
});

test.each([
  ["a quarry blast", quake({ type: "quarry blast" })],
  ["a place that is not on the earth", quake({}, [500, 0, 1])],
])("%s is no quake", async (_name, feature) => {
  expect(await look([feature])).toMatchObject({ kind: "alerts", alerts: [] });
});

test("an entry that makes no sense is passed over; a feed of nothing else is not understood", async () => {
  const odd = { id: 7, properties: null };
  expect(await look([odd, quake()])).toMatchObject({ alerts: [{ key: "us7000abcd" }] });
  expect(await look([odd])).toMatchObject({ verdict: "unknown" });
  expect(await look([])).toMatchObject({ kind: "alerts", alerts: [] });
});

test.each(["paris", "99,2", "48.8;2.3", "48.85 2.35"])("%s is no list of places", (places) => {
  expect(usgsEarthquakes.problems({ places })).toMatchObject([{ field: "places" }]);
});
