import { z } from "zod";
import type { Texts } from "../domain/language.ts";
import type {
  CopyAbout,
  CopyChannel,
  CopyPerson,
  CopySuppression,
} from "../domain/offline/copy.ts";
import { type Suppressed, suppressedOf } from "../domain/offline/sending.ts";
import { invalid } from "../lib/errors.ts";
import { openLines } from "../lib/sealed-file.ts";

const language = z.enum(["fr", "en"]);
const MessageText = z.object({ heading: z.string(), body: z.string() });
const id = z.number().int();
const About = z.object({
  is: z.literal("about"),
  format: z.literal(1),
  organisation: z.string(),
  mode: z.enum(["training", "live"]),
  defaultLanguage: language,
  madeAt: z.number(),
  contacts: id,
  segments: z.array(z.object({ id: z.string(), name: z.string() })),
});
const Line = z.discriminatedUnion("is", [
  z.object({
    is: z.literal("channel"),
    id,
    name: z.string(),
    transport: z.string(),
    addressKind: z.string(),
    drill: z.boolean(),
    perSecond: z.number().positive(),
    dailyMax: z.number().nullable(),
    settings: z.record(z.string(), z.unknown()),
  }),
  z.object({
    is: z.literal("text"),
    title: z.string(),
    texts: z.object({ fr: MessageText, en: MessageText }),
  }),
  z.object({
    is: z.literal("suppressed"),
    contact: id.nullable(),
    kind: z.string().nullable(),
    value: z.string().nullable(),
  }),
  z.object({
    is: z.literal("contact"),
    id,
    key: z.string().nullable(),
    name: z.string(),
    language,
    country: z.string().nullable(),
    attributes: z.record(z.string(), z.string()),
    place: z.object({ lat: z.number(), lon: z.number() }).nullable(),
    ways: z.array(
      z.object({
        kind: z.string(),
        value: z.string(),
        wording: z.string(),
        source: z.string(),
        since: z.number(),
      }),
    ),
    segments: z.array(id),
  }),
]);

/** An offline copy as a command uses it: what stands before the people, and the people one by one. */
export type OpenCopy = {
  about: CopyAbout;
  channels: CopyChannel[];
  texts: { title: string; texts: Texts }[];
  suppressed: Suppressed;
  /** Reads the file from its beginning, so that it can be gone through more than once. */
  people(): AsyncGenerator<CopyPerson>;
};

export async function openCopy(path: string, passphrase: string): Promise<OpenCopy> {
  const lines = openLines(path, passphrase);
  const first = await lines.next();
  const about = About.safeParse(parsed(first.value));
  if (!about.success) throw invalid(`${path} is no offline copy that this Tocsin understands.`);
  const [channels, texts, listed]: [CopyChannel[], OpenCopy["texts"], CopySuppression[]] = [
    [],
    [],
    [],
  ];
  for await (const text of lines) {
    const line = Line.parse(parsed(text));
    if (line.is === "contact") break;
    if (line.is === "channel") channels.push(line);
    else if (line.is === "text") texts.push(line);
    else listed.push(line);
  }
  const people = () => peopleIn(path, passphrase);
  return { about: about.data, channels, texts, suppressed: suppressedOf(listed), people };
}

async function* peopleIn(path: string, passphrase: string): AsyncGenerator<CopyPerson> {
  const lines = openLines(path, passphrase);
  await lines.next();
  for await (const text of lines) {
    const line = Line.parse(parsed(text));
    if (line.is === "contact") yield line;
  }
}

function parsed(text: unknown): unknown {
  return typeof text === "string" ? JSON.parse(text) : null;
}
