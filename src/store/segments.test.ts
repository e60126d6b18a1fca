import { expect, test } from "vitest";
import { createTestHouse, MORNING } from "../../test/house.ts";
import { type Circle, holds, type Ring } from "../domain/area.ts";
import { distanceKm, type Place } from "../domain/geo.ts";
import { asOf, type Question } from "../domain/segment.ts";
import { contactsOf } from "./segments.ts";

type Person = {
  id: number;
  language: "fr" | "en";
  country: string | null;
  place: Place | null;
  attributes: Record<string, string>;
};

const people = 2_000;
const questions = 160;
/** A metre or so: what rounding may make of a place that lies on the very edge. */
const edgeKm = 0.001;

/** Numbers from a seed, so that a failure can be repeated. */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(next() * list.length)];
    if (found === undefined) throw new Error("Nothing to pick from.");
    return found;
  };
  return { next, pick };
}
type Chance = ReturnType<typeof chance>;

const turned = (lon: number): number => lon - 360 * Math.round(lon / 360);
const bounded = (lat: number): number => Math.max(-90, Math.min(90, lat));
/** Lyon, Fiji on the date line, a station near the pole, and anywhere. */
const centres: readonly Place[] = [
  { lat: 45.76, lon: 4.84 },
  { lat: -17, lon: 179.9 },
  { lat: 89.5, lon: 20 },
  { lat: -60, lon: -179 },
  { lat: 0, lon: 0 },
];

function somewhere({ next, pick }: Chance): Place {
  const { lat, lon } = pick(centres);
  const spread = pick([0.001, 0.2, 5, 120]);
  return {
    lat: bounded(lat + (next() - 0.5) * spread),
    lon: turned(lon + (next() - 0.5) * 2 * spread),
  };
}

function somebody(random: Chance, id: number): Person {
  const { next, pick } = random;
  return {
    id,
    language: pick(["fr", "en"]),
    country: pick(["FR", "FJ", null]),
    place: next() < 0.1 ? null : somewhere(random),
    attributes: { ville: pick(["Lyon", "Lille", "Suva"]), ...pick([{ Région: "Rhône" }, {}]) },
  };
}

/** A star of some points around a place, drawn either way round. */
function someRing(random: Chance): Ring {
  const { next, pick } = random;
  const centre = pick(centres);
  const size = pick([0.0005, 0.1, 3, 40]);
  const middle = Math.max(-80, Math.min(80, centre.lat));
  const length = 3 + Math.floor(next() * 9);
  const corners = Array.from({ length }, (_, index) => {
    const angle = (index / length) * 2 * Math.PI;
    const far = size * (0.3 + next());
    const lat = Math.max(-89, Math.min(89, middle + far * Math.sin(angle)));
    return [turned(centre.lon + far * Math.cos(angle)), lat] as [number, number];
  });
  return next() < 0.5 ? corners : corners.toReversed();
}

function someQuestion(random: Chance, depth: number): Question {
  const { next, pick } = random;
  const near = (): Question => ({
    near: { ...somewhere(random), km: pick([1, 30, 600, 9_000, 19_900]) * (0.5 + next() / 2) },
  });
  const nested = () => [someQuestion(random, depth - 1), someQuestion(random, depth - 1)];
  const makes: (() => Question)[] = [
    near,
    () => ({ within: [[someRing(random)]] }),
    () => ({ within: [[someRing(random), someRing(random)], [someRing(random)]] }),
    () => ({ languages: [pick(["fr", "en"])], ...near() }),
    () => ({ countries: ["FJ"] }),
    () => ({ regions: ["Rhône"] }),
    () => ({ attributes: { ville: [pick(["Lyon", "Lille"]), "Nulle part"] } }),
  ];
  const groups: (() => Question)[] = [
    () => ({ any: nested() }),
    () => ({ all: nested() }),
    () => ({ none: nested() }),
    () => ({ ...near(), any: nested(), none: nested() }),
  ];
  return pick(depth > 0 ? [...makes, ...groups] : makes)();
}

/** The same question, asked in the plainest way there is. */
function fitsPlainly(question: Question, person: Person): boolean {
  const { languages, countries, regions, attributes, near, within } = question;
  const { place } = person;
  const oneOf = (values: string[], value: string | null | undefined) =>
    value !== null && value !== undefined && values.includes(value);
  return (
    (!languages || languages.includes(person.language)) &&
    (!countries || oneOf(countries, person.country)) &&
    (!regions || oneOf(regions, person.attributes["Région"])) &&
    Object.entries(attributes ?? {}).every(([name, values]) =>
      oneOf(values, person.attributes[name]),
    ) &&
    (!near || (place !== null && distanceKm(near, place) <= near.km)) &&
    (!within || (place !== null && holds(within, place))) &&
    (question.all ?? []).every((one) => fitsPlainly(one, person)) &&
    (!question.any || question.any.some((one) => fitsPlainly(one, person))) &&
    !(question.none ?? []).some((one) => fitsPlainly(one, person))
  );
}

const circlesIn = ({ near, all = [], any = [], none = [] }: Question): Circle[] => [
  ...(near ? [near] : []),
  ...[...all, ...any, ...none].flatMap(circlesIn),
];

const isOnEdge = (question: Question, { place }: Person): boolean =>
  place !== null &&
  circlesIn(question).some((circle) => Math.abs(distanceKm(circle, place) - circle.km) < edgeKm);

test("the database means whom the plain reference means, in every nesting, everywhere on earth", async () => {
  await using house = await createTestHouse();
  const random = chance(21);
  const crowd = Array.from({ length: people }, (_, index) => somebody(random, index + 1));
  const at = new Date(MORNING);
  for (let from = 0; from < people; from += 1_000) {
    const rows = crowd
      .slice(from, from + 1_000)
      .map(({ language, country, place, attributes }) => ({
        name: "",
        language,
        country,
        attributes: JSON.stringify(attributes),
        lat: place?.lat ?? null,
        lon: place?.lon ?? null,
        created_at: at,
        updated_at: at,
      }));
    await house.db.insertInto("contact").values(rows).execute();
  }
  let meant = 0;
  for (let round = 0; round < questions; round++) {
    const question = someQuestion(random, 2);
    const rows = await contactsOf(house.db, asOf(question, MORNING)).select("contact.id").execute();
    const found = new Set(rows.map(({ id }) => id));
    meant += found.size;
    const wrong = crowd.filter(
      (person) =>
        found.has(person.id) !== fitsPlainly(question, person) && !isOnEdge(question, person),
    );
    expect(wrong, JSON.stringify(question)).toEqual([]);
    const others = asOf({ none: [question] }, MORNING);
    const rest = await contactsOf(house.db, others).select("contact.id").execute();
    expect(rest.length + found.size, "a question and its opposite are everybody").toBe(people);
  }
  expect(meant, "the questions mean somebody, and not everybody").toBeGreaterThan(people * 10);
});
