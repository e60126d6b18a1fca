import { AwsV4Signer } from "aws4fetch";
import { z } from "zod";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { sha256 } from "../lib/crypto.ts";
import { words } from "../lib/description.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import {
  type CopyFile,
  defineDestination,
  type Read,
  type Shelf,
  type Trouble,
} from "./destination.ts";

const TIMEOUT_MS = 20_000;
const READ_BYTES_MAX = 4_000_000;
const LANES = 6;
const EMPTY = Buffer.alloc(0);

const Settings = z.object({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(
      words(
        { fr: "Adresse du service", en: "Address of the service" },
        {
          fr: "Vide pour Amazon S3. Sinon celle de votre hébergeur, par exemple https://s3.gra.io.cloud.ovh.net",
          en: "Empty for Amazon S3. Otherwise your provider's, for example https://fsn1.your-objectstorage.com",
        },
      ),
    ),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{2,40}$/)
    .default("us-east-1")
    .meta(words({ fr: "Région", en: "Region" })),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .meta(words({ fr: "Compartiment", en: "Bucket" })),
  style: z
    .enum(["host", "path"])
    .default("host")
    .meta({
      ...words({ fr: "Le compartiment s’écrit", en: "The bucket is written" }),
      choices: {
        host: { fr: "devant le nom du serveur", en: "before the name of the server" },
        path: { fr: "dans le chemin", en: "in the path" },
      },
    }),
  folder: z
    .string()
    .trim()
    .regex(/^(?:[\w.-]+(?:\/[\w.-]+)*)?$/)
    .default("")
    .meta(
      words(
        { fr: "Dossier", en: "Folder" },
        {
          fr: "Vide : la copie commence à la racine, comme il le faut à un site.",
          en: "Empty: the copy begins at the root, as a site needs it.",
        },
      ),
    ),
  accessKeyId: z
    .string()
    .trim()
    .min(3)
    .max(200)
    .meta(words({ fr: "Identifiant de la clé", en: "Access key ID" })),
  secretAccessKey: z
    .string()
    .trim()
    .min(8)
    .max(200)
    .meta(
      words(
        { fr: "Clé secrète", en: "Secret access key" },
        {
          fr: "Elle n’a besoin que de lire, déposer et supprimer des objets dans ce compartiment.",
          en: "It needs to get, put and delete objects in this bucket, and nothing else.",
        },
      ),
    ),
});
export type S3Settings = z.infer<typeof Settings>;

/** Any storage that speaks S3: Amazon, Cloudflare R2, OVHcloud, Scaleway, Hetzner, MinIO. */
export const s3 = defineDestination({
  kind: "s3",
  title: { fr: "Stockage d’objets (S3)", en: "Object storage (S3)" },
  settings: Settings,
  secrets: ["secretAccessKey"],

  async open(settings, wire, now) {
    const isPlain = new URL(baseOf(settings)).protocol !== "https:";
    // Nobody on the way may read or change what the public will believe.
    if (isPlain && wire.reach === "public") return { ok: false, why: sentence("copies:s3.plain") };
    return { ok: true, shelf: shelfOf(settings, wire, now) };
  },
});

function shelfOf(settings: S3Settings, wire: Wire, now: () => number): Shelf {
  const ask = async (method: "GET" | "PUT" | "DELETE", name: string, file?: CopyFile) => {
    const url = `${baseOf(settings)}/${keyOf(settings, name)}`;
    const request = { method, url, file, at: now() };
    const headers = await signedHeaders(settings, request);
    const bytes = file ? { bytes: file.bytes } : {};
    const limits = { timeoutMs: TIMEOUT_MS, bodyLengthMax: READ_BYTES_MAX };
    return await wire.request({ method, url, headers, ...bytes, ...limits });
  };
  return {
    lanes: LANES,
    read: async (name) => readIn(await ask("GET", name), settings),
    write: async (name, file) => troubleIn(await ask("PUT", name, file), settings),
    async remove(name): Promise<Trouble> {
      const answer = await ask("DELETE", name);
      return answer.status === 404 ? null : troubleIn(answer, settings);
    },
    close: async () => {},
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function baseOf({ endpoint, region, bucket, style }: S3Settings): string {
  const url = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  const path = url.pathname.replace(/\/+$/, "");
  return style === "path"
    ? `${url.protocol}//${url.host}${path}/${bucket}`
    : `${url.protocol}//${bucket}.${url.host}${path}`;
}

const keyOf = ({ folder }: S3Settings, name: string): string =>
  [...(folder === "" ? [] : folder.split("/")), ...name.split("/")]
    .map(encodeURIComponent)
    .join("/");

type Asked = { method: string; url: string; file: CopyFile | undefined; at: number };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export async function signedHeaders(
  {
    region,
    accessKeyId,
    secretAccessKey,
  }: Pick<S3Settings, "region" | "accessKeyId" | "secretAccessKey">,
  { method, url, file, at }: Asked,
): Promise<Record<string, string>> {
  const sum = file?.sha256 ?? sha256(EMPTY).toString("hex");
  const headers = {
    "x-amz-content-sha256": sum,
    ...(file && { "content-type": file.type, "cache-control": file.caching }),
  };
  const datetime = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const key = { region, accessKeyId, secretAccessKey, service: "s3", datetime };
  const signed = await new AwsV4Signer({ method, url, headers, ...key }).sign();
  return Object.fromEntries(signed.headers);
}

/** Without the right to list, S3 says 403 for what is not there: a first copy is no trouble. */
function readIn(answer: Answer, settings: S3Settings): Read {
  if (answer.ok) return { kind: "read", bytes: Buffer.from(answer.text) };
  if (answer.status === 404 || answer.status === 403) return { kind: "nothing" };
  return { kind: "failed", why: whyNot(answer, settings) };
}

const troubleIn = (answer: Answer, settings: S3Settings): Trouble =>
  answer.ok ? null : whyNot(answer, settings);

function whyNot(answer: Extract<Answer, { ok: false }>, { bucket }: S3Settings): Sentence {
  const { status, failed } = answer;
  if (status === 401 || status === 403) return sentence("copies:s3.refused", { bucket });
  if (status === 404) return sentence("copies:s3.no_bucket", { bucket });
  if (status !== null && status >= 300 && status < 400) return sentence("copies:s3.elsewhere");
  if (status !== null) return sentence("copies:s3.answer", { status });
  return sentence("copies:unreachable", { why: "why" in failed ? failed.why : failed.kind });
}
