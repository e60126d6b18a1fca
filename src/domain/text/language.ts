import { postsOf } from "./classes.ts";
import { POST_LENGTH_MAX } from "./fold.ts";
import { withoutNames } from "./platform-names.ts";
import { TEXT_LANGUAGES, type TextLanguage } from "./text-languages.ts";
import { EVERYDAY, NEIGHBOURS } from "./training/languages.ts";

/** How often each run of letters stands in one language. */
type Profile = { language: string; counts: Map<string, number>; total: number };

const runLengths = [1, 2, 3, 4];
/** As if each run had been seen this often more: what is new is rare, and not impossible. */
const smoothing = 0.1;
const runsKnown = 20_000;
const lettersMin = 6;
/** How much likelier than the second the first must be, as a logarithm for the whole post. */
const leadMin = 1;

/** The language of a short post, or null where it is none of ours or too short to say. */
export function languageOf(text: string): TextLanguage | null {
  const letters = lettersOf(text);
  if (letters.replaceAll("_", "").length < lettersMin) return null;
  const runs = runsOf(letters);
  const ranked = profiles()
    .map((profile) => ({ language: profile.language, likely: likelihood(profile, runs) }))
    .sort((a, b) => b.likely - a.likely);
  const [first, second] = ranked;
  if (!first || !second || first.likely - second.likely < leadMin) return null;
  return TEXT_LANGUAGES.find((language) => language === first.language) ?? null;
}

/** Words in Latin letters, with their accents; addresses, names and tags say nothing. */
function lettersOf(text: string): string {
  const words = withoutNames(text.slice(0, POST_LENGTH_MAX).normalize("NFC").toLowerCase(), " ")
    .replace(/https?:\S+|[@#]\S+/gu, " ")
    .match(/[\p{Script=Latin}¿¡']+/gu);
  return words ? `_${words.join("_")}_` : "";
}

const runsOf = (letters: string): string[] =>
  runLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, letters.length - length + 1) }, (_, at) =>
      letters.slice(at, at + length),
    ),
  );

/** Runs overlap, so that each letter speaks once for each length: the sum is brought back. */
function likelihood({ counts, total }: Profile, runs: readonly string[]): number {
  const floor = total + smoothing * runsKnown;
  const sum = runs.reduce(
    (so, run) => so + Math.log(((counts.get(run) ?? 0) + smoothing) / floor),
    0,
  );
  return sum / runLengths.length;
}

let made: readonly Profile[] | null = null;

function profiles(): readonly Profile[] {
  made ??= [
    ...TEXT_LANGUAGES.map((language) => profileOf(language, samplesOf(language))),
    ...Object.entries(NEIGHBOURS).map(([language, text]) => profileOf(language, text.split("\n"))),
  ];
  return made;
}

const samplesOf = (language: TextLanguage): string[] => [
  ...EVERYDAY[language].split("\n"),
  ...postsOf("training").flatMap((post) => (post.language === language ? [post.text] : [])),
];

function profileOf(language: string, samples: readonly string[]): Profile {
  const counts = new Map<string, number>();
  let total = 0;
  for (const run of samples.flatMap((sample) => runsOf(lettersOf(sample)))) {
    counts.set(run, (counts.get(run) ?? 0) + 1);
    total += 1;
  }
  return { language, counts, total };
}
