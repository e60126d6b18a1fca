import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import type { Texts } from "../domain/language.ts";
import { blanksOfTexts } from "../domain/message.ts";
import type { CopyChannel } from "../domain/offline/copy.ts";
import { meantBy, type OfflineJob } from "../domain/offline/sending.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { invalid } from "../lib/errors.ts";
import type { OpenCopy } from "./offline-open.ts";

export type SendOptions = {
  copy: string;
  segment?: string;
  all?: boolean;
  channel?: string[];
  textFr?: string;
  textEn?: string;
  headingFr?: string;
  headingEn?: string;
  saved?: string;
  label?: string;
  plannedBy?: string;
  approvedBy?: string;
  confirm?: string;
  dryRun?: boolean;
  result?: string;
};

export type OfflinePlan = {
  /** Names this sending: its ledger, its references, and the record that the server takes in. */
  job: string;
  ledger: string;
  texts: Texts;
  /** The place of the segment in the copy; null for everybody. */
  segment: number | null;
  /** The name of the segment; empty for everybody. */
  audience: string;
  channels: CopyChannel[];
  /** By the first channel that reaches them. */
  people: number[];
  leftOut: { "no-way": number; "missing-value": number };
  estimateMs: number;
  /** What the second person types: it changes with everything that is planned. */
  phrase: string;
};

const JOB_LENGTH = 24;
const PHRASE_PART = 4;

/** What a sending from the copy would do, counted person by person. */
export async function planOffline(copy: OpenCopy, options: SendOptions): Promise<OfflinePlan> {
  const channels = channelsNamed(copy, options.channel ?? []);
  const segment = segmentNamed(copy, options);
  const texts = textsGiven(copy, options);
  const audience = segment === null ? null : (copy.about.segments[segment]?.id ?? null);
  const job = jobName({
    organisation: copy.about.organisation,
    audience: { segment: audience },
    channels: channels.map(({ id }) => id),
    texts,
    label: options.label ?? "",
  });
  const people = channels.map(() => 0);
  const leftOut = { "no-way": 0, "missing-value": 0 };
  for await (const person of copy.people()) {
    const desk = { channels, suppressed: copy.suppressed };
    const meant = meantBy(person, { texts, segment }, desk);
    if (meant.kind === "send") {
      const first = meant.ways.findIndex((way) => way !== null);
      people[first] = (people[first] ?? 0) + 1;
    } else if (meant.why !== "other-segment") leftOut[meant.why] += 1;
  }
  const perChannel = channels.map((row, at) => ((people[at] ?? 0) * SECOND_MS) / row.perSecond);
  return {
    job,
    ledger: join(dirname(resolve(options.copy)), `tocsin-${job}.ledger`),
    texts,
    segment,
    audience: segment === null ? "" : (copy.about.segments[segment]?.name ?? ""),
    channels,
    people,
    leftOut,
    estimateMs: Math.max(...perChannel),
    phrase: phraseOf(job, copy.about.madeAt, people),
  };
}

function channelsNamed(copy: OpenCopy, names: readonly string[]): CopyChannel[] {
  const known = copy.channels.map(({ id, name }) => `${id} “${name}”`).join(", ");
  if (names.length === 0) throw invalid(`Name at least one --channel. There are: ${known}.`);
  const found = names.map((name) => {
    const wanted = name.trim().toLowerCase();
    const row = channelNamed(copy.channels, wanted);
    if (!row) throw invalid(`There is no channel “${name}”. There are: ${known}.`);
    return row;
  });
  if (new Set(found).size < found.length) throw invalid("A channel is named twice.");
  // Nobody can mix what is played with what is real.
  if (new Set(found.map(({ drill }) => drill)).size > 1) {
    throw invalid("Channels of drills and real ones cannot be used together.");
  }
  return found;
}

/** By number or name; or by its kind or the beginning of its name, where only one can be meant. */
function channelNamed(channels: readonly CopyChannel[], wanted: string): CopyChannel | undefined {
  const exact = channels.find(
    ({ id, name }) => String(id) === wanted || name.toLowerCase() === wanted,
  );
  const alike = channels.filter(
    ({ name, addressKind }) => addressKind === wanted || name.toLowerCase().startsWith(wanted),
  );
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

function segmentNamed(copy: OpenCopy, { segment, all }: SendOptions): number | null {
  if ((segment === undefined) === (all !== true)) {
    throw invalid("Say either --all or --segment <name>.");
  }
  if (segment === undefined) return null;
  const wanted = segment.trim().toLowerCase();
  const place = copy.about.segments.findIndex(
    ({ id, name }) => id === wanted || name.toLowerCase() === wanted,
  );
  const known = copy.about.segments.map(({ name }) => `“${name}”`).join(", ") || "none";
  if (place < 0) throw invalid(`There is no segment “${segment}”. There are: ${known}.`);
  return place;
}

function textsGiven(copy: OpenCopy, options: SendOptions): Texts {
  const { saved, textFr = "", textEn = "", headingFr = "", headingEn = "" } = options;
  if (saved !== undefined) {
    const found = copy.texts.find(({ title }) => title.toLowerCase() === saved.toLowerCase());
    if (found) return found.texts;
    const known = copy.texts.map(({ title }) => `“${title}”`).join(", ") || "none";
    throw invalid(`There is no saved text “${saved}”. There are: ${known}.`);
  }
  if (`${textFr}${textEn}`.trim() === "") {
    throw invalid("Write what to say: --text-fr, --text-en, or --saved <title>.");
  }
  const { organisation } = copy.about;
  return {
    fr: { heading: headingFr || organisation, body: textFr },
    en: { heading: headingEn || organisation, body: textEn },
  };
}

const digestOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");

const jobName = ({ organisation, audience, channels, texts, label }: OfflineJob): string =>
  digestOf([organisation, audience.segment, channels, texts.fr, texts.en, label]).slice(
    0,
    JOB_LENGTH,
  );

function phraseOf(job: string, madeAt: number, people: readonly number[]): string {
  const digest = digestOf([job, madeAt, people]);
  const count = people.reduce((sum, one) => sum + one, 0);
  return `${count}-${digest.slice(0, PHRASE_PART)}-${digest.slice(PHRASE_PART, 2 * PHRASE_PART)}`;
}

/** The plan as somebody reads it before saying yes. */
export function planLines(copy: OpenCopy, plan: OfflinePlan): string[] {
  const { about } = copy;
  const { texts, channels, people, leftOut } = plan;
  const total = people.reduce((sum, one) => sum + one, 0);
  const minutes = Math.ceil(plan.estimateMs / MINUTE_MS);
  const shown = (["fr", "en"] as const).filter((one) => texts[one].body.trim() !== "");
  const blanks = blanksOfTexts(texts);
  return [
    `${about.organisation}: copy of ${new Date(about.madeAt).toISOString()}, sending ${plan.job}.`,
    `Meant: ${plan.audience || "everybody"}.`,
    ...channels.map(
      ({ name, drill }, at) =>
        `  ${String(people[at] ?? 0).padStart(8)} by ${name}${drill ? " (drill: this machine only)" : ""}${
          at === 0 ? "" : ", whom no channel before it reaches"
        }`,
    ),
    `  ${String(leftOut["no-way"]).padStart(8)} not reached: no address with consent on these channels, or suppressed`,
    ...(leftOut["missing-value"] > 0
      ? [
          `  ${String(leftOut["missing-value"]).padStart(8)} left out: nothing known for ${blanks.map((one) => `{${one}}`).join(", ")}`,
        ]
      : []),
    ...shown.map((one) => `  [${one}] ${texts[one].heading} | ${texts[one].body}`),
    `${total} people, about ${minutes} min.`,
  ];
}
