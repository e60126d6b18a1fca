import type { Place } from "../geo.ts";
import type { Language } from "../language.ts";

/** A fictional person with the ways they can be reached. */
export type TrainingContact = {
  key: string;
  name: string;
  language: Language;
  country: string;
  attributes: Record<string, string>;
  addresses: { kind: "whatsapp" | "sms" | "email"; value: string }[];
  /** Where they live; of some we do not know it, as of real people. */
  place: Place | null;
};

const FIRST_FR = [
  "Amélie",
  "Baptiste",
  "Chloé",
  "Damien",
  "Élodie",
  "Farid",
  "Gaëlle",
  "Hugo",
  "Inès",
  "Julien",
  "Kenza",
  "Loïc",
  "Manon",
  "Nadia",
  "Océane",
  "Paul",
  "Rania",
  "Sofiane",
  "Théo",
  "Yasmine",
];
const LAST_FR = [
  "Aubert",
  "Benali",
  "Chevalier",
  "Delmas",
  "Faure",
  "Guérin",
  "Haddad",
  "Lambert",
  "Marchand",
  "Nguyen",
  "Perrin",
  "Roussel",
  "Simon",
  "Traoré",
  "Vidal",
];
const FIRST_EN = [
  "Alice",
  "Ben",
  "Chidi",
  "Daisy",
  "Ewan",
  "Fiona",
  "Grace",
  "Harry",
  "Isla",
  "Jack",
  "Kayla",
  "Liam",
  "Maya",
  "Noah",
  "Olivia",
  "Priya",
  "Rhys",
  "Sam",
  "Tara",
  "Zoe",
];
const LAST_EN = [
  "Adams",
  "Bennett",
  "Clarke",
  "Davies",
  "Evans",
  "Fraser",
  "Grant",
  "Hughes",
  "Khan",
  "Murphy",
  "Owens",
  "Patel",
  "Reid",
  "Shaw",
  "Walsh",
];
type City = { name: string } & Place;
const CITIES_FR: readonly City[] = [
  { name: "Lille", lat: 50.6292, lon: 3.0573 },
  { name: "Lyon", lat: 45.764, lon: 4.8357 },
  { name: "Nantes", lat: 47.2184, lon: -1.5536 },
  { name: "Rennes", lat: 48.1173, lon: -1.6778 },
];
const CITIES_EN: readonly City[] = [
  { name: "Bristol", lat: 51.4545, lon: -2.5879 },
  { name: "Leeds", lat: 53.8008, lon: -1.5491 },
];
/** How far from the middle of their city people live, in degrees of latitude: some seven kilometres. */
const TOWN_DEGREES = 0.065;

/** How many of a hundred have each way. Some have one only: the planner must name them. */
const WHATSAPP_PERCENT = 88;
const SMS_PERCENT = 82;
const EMAIL_PERCENT = 90;
const STAFF_PERCENT = 24;
const FRENCH_PERCENT = 64;
const PLACE_PERCENT = 92;

/**
 * The customers and staff of a bakery chain that does not exist. The numbers come from the ranges
 * that ARCEP (06 39 98) and Ofcom (07700 900) keep for fiction, the mail addresses from RFC 2606.
 */
export function trainingContacts(count: number): TrainingContact[] {
  return Array.from({ length: count }, (_, index) => trainingContact(index));
}

function trainingContact(index: number): TrainingContact {
  const french = spread(index, 37) < FRENCH_PERCENT;
  const first = pick(french ? FIRST_FR : FIRST_EN, index);
  const last = pick(french ? LAST_FR : LAST_EN, Math.floor(index / 20) + index);
  const role = spread(index, 61) < STAFF_PERCENT ? "staff" : "customer";
  const city = cityOf(french ? CITIES_FR : CITIES_EN, Math.floor(index / 3));
  return {
    key: `T-${String(index + 1).padStart(4, "0")}`,
    name: `${first} ${last}`,
    language: french ? "fr" : "en",
    country: french ? "FR" : "GB",
    attributes: { role, city: city.name },
    addresses: addressesOf(index, french),
    place: spread(index, 71) < PLACE_PERCENT ? placeIn(city, index) : null,
  };
}

/** Somewhere in the city, denser towards its middle; the same place each time. */
function placeIn({ lat, lon }: City, index: number): Place {
  const far = (spread(index, 13) / 100) * TOWN_DEGREES;
  const angle = (index * 2.399963) % (2 * Math.PI);
  const wider = 1 / Math.cos((lat * Math.PI) / 180);
  const rounded = (degrees: number) => Math.round(degrees * 1e4) / 1e4;
  return {
    lat: rounded(lat + far * Math.sin(angle)),
    lon: rounded(lon + far * Math.cos(angle) * wider),
  };
}

function addressesOf(index: number, french: boolean): TrainingContact["addresses"] {
  const serial = String(index).padStart(4, "0");
  const phone = french ? `+3363998${serial}` : `+447700900${serial.slice(1)}`;
  const addresses: TrainingContact["addresses"] = [];
  if (spread(index, 17) < WHATSAPP_PERCENT) addresses.push({ kind: "whatsapp", value: phone });
  if (spread(index, 29) < SMS_PERCENT) addresses.push({ kind: "sms", value: phone });
  if (spread(index, 43) < EMAIL_PERCENT || addresses.length === 0) {
    addresses.push({ kind: "email", value: `contact-${serial}@example.org` });
  }
  return addresses;
}

/** A number from 0 to 99 that looks random and is the same each time. */
const spread = (index: number, factor: number): number => ((index + 1) * factor * 7 + factor) % 100;

function cityOf(cities: readonly City[], index: number): City {
  const found = cities[index % cities.length];
  if (!found) throw new Error("A country without cities.");
  return found;
}

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? "";
