import { expect, test } from "vitest";
import { createTestHouse, MORNING } from "../../test/house.ts";
import { type Circle, holds, type Ring } from "../domain/area.ts";
import { distanceKm, type Place } from "../domain/geo.ts";
import { FRESH_DAYS, type KnownWay, reachabilityOf } from "../domain/reachability.ts";
import { asOf, type Question, type ReachAsk } from "../domain/segment.ts";
import { DAY_MS } from "../lib/clock.ts";
import { listContacts } from "./contacts.ts";
import { transact } from "./database.ts";
import { insertOrganisation } from "./organisation.ts";
import { countListed, keepReachLists, listedContacts } from "./reach-list.ts";
import { knownWays } from "./reachability.ts";
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

test("how well somebody can be reached is the same in the database and in the pure function", async () => {
  await using house = await createTestHouse();
  const { db } = house;
  const { next, pick } = chance(32);
  const at = new Date(MORNING);
  const set = { name: "x", mode: "live" as const, time_zone: "Europe/Paris", created_at: at };
  await transact(
    db,
    async (tx) =>
      await insertOrganisation(tx, { ...set, default_language: "fr", default_country: "FR" }),
  );
  const used = ["whatsapp", "messenger", "sms", "voice", "email"];
  for (const address_kind of [...used, "signal"]) {
    const row = { transport: "x", name: "x", settings: "{}", per_second: 1, state_at: at };
    // A channel of a drill is no way to anybody.
    await db
      .insertInto("channel")
      .values({ ...row, address_kind, drill: address_kind === "signal" })
      .execute();
  }
  const scores = new Map<number, ReturnType<typeof reachabilityOf>>();
  for (let n = 1; n <= 150; n++) {
    const contact = { name: `${n}`, language: "fr" as const, created_at: at, updated_at: at };
    const { id } = await db
      .insertInto("contact")
      .values(contact)
      .returning("id")
      .executeTakeFirstOrThrow();
    const ways: KnownWay[] = [];
    for (const kind of [...used, "signal", "pager"].filter(() => next() < 0.3)) {
      const agreed = next() < 0.8;
      const daysAgo = pick([null, 1, FRESH_DAYS, FRESH_DAYS + 1, 900]);
      const seen = daysAgo === null ? null : new Date(MORNING - daysAgo * DAY_MS);
      const proof = seen ? { verified_at: seen, verified_by: "code" as const } : {};
      const of = { contact_id: id, kind };
      await db
        .insertInto("address")
        .values({ ...of, value: `${kind}-${n}`, ...proof })
        .execute();
      const consent = { state: "given" as const, wording: "x", source: "x", at };
      if (agreed)
        await db
          .insertInto("consent")
          .values({ ...of, ...consent })
          .execute();
      const verified = seen && { by: "code" as const, at: seen.getTime() };
      ways.push({ kind, open: agreed && used.includes(kind), verified });
    }
    scores.set(id, reachabilityOf(ways, MORNING));
  }
  const held = await knownWays(db, [...scores.keys()]);
  for (const [id, told] of scores) {
    expect(reachabilityOf(held.get(id) ?? [], MORNING)).toEqual(told);
  }
  const asks: [ReachAsk, (is: ReturnType<typeof reachabilityOf>) => boolean][] = [
    [{ ways: "none" }, ({ ways }) => ways.length === 0],
    [{ ways: "one" }, ({ ways }) => ways.length === 1],
    [{ ways: "several" }, ({ ways }) => ways.length > 1],
    [{ only: "meta" }, ({ ways }) => ways.length === 1 && ways[0]?.domain === "meta"],
    [{ only: "carrier" }, ({ ways }) => ways.length === 1 && ways[0]?.domain === "carrier"],
    ...[0, 25, 35, 50, 75, 100].map(
      (scoreMax): [ReachAsk, (is: ReturnType<typeof reachabilityOf>) => boolean] => [
        { scoreMax },
        ({ score }) => score <= scoreMax,
      ],
    ),
    [{ ways: "one", scoreMax: 35 }, ({ ways, score }) => ways.length === 1 && score <= 35],
  ];
  await transact(db, keepReachLists);
  for (const [reach, holds] of asks) {
    const meant = await contactsOf(db, asOf({ reach }, MORNING)).select("contact.id").execute();
    const plainly = [...scores].filter(([, is]) => holds(is)).map(([id]) => id);
    expect([reach, meant.map(({ id }) => id).sort((a, b) => a - b)]).toEqual([reach, plainly]);
    // One by one, and from the lists of the last count, they are the same people.
    const asked = { reach: { ...reach, at: at.toISOString() } };
    const page = { afterId: 0, limit: scores.size };
    for (const ids of [
      await listContacts(db, asked, page),
      (await listedContacts(db, asked, page)) ?? (await listContacts(db, asked, page)),
    ].map((found) => found.map(({ contact }) => contact.id))) {
      expect([reach, ids]).toEqual([reach, plainly]);
    }
    const counted = await countListed(db, asked.reach, undefined);
    expect(counted).toBe(reach.scoreMax === undefined ? plainly.length : null);
  }
});
