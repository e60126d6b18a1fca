import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

export type S3Key = { accessKeyId: string; secretAccessKey: string; region: string };
export type S3Object = { bytes: Buffer; type: string; caching: string };

/** A storage that speaks as much S3 as a copy needs, and lets nobody in whose signature is wrong. */
export type S3Server = AsyncDisposable & {
  url: string;
  objects: Map<string, S3Object>;
  asked: string[];
  /** While it is set, every request is answered with it. */
  outOfOrder: number | null;
};

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Buffer | string, text: string) =>
  createHmac("sha256", key).update(text).digest();

export async function openS3Server(bucket: string, key: S3Key): Promise<S3Server> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { status, bytes, type } = answerTo(self, { bucket, key }, { request, body });
      response.writeHead(status, { "content-type": type }).end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  const self: S3Server = {
    url: `http://127.0.0.1:${address.port}`,
    objects: new Map(),
    asked: [],
    outOfOrder: null,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

type House = { bucket: string; key: S3Key };
type Asked = { request: IncomingMessage; body: Buffer };

const said = (status: number, text = "") => ({
  status,
  bytes: Buffer.from(text),
  type: "application/xml",
});

function answerTo(self: S3Server, { bucket, key }: House, { request, body }: Asked) {
  const { method = "", url = "" } = request;
  self.asked.push(`${method} ${url}`);
  if (self.outOfOrder !== null) return said(self.outOfOrder);
  if (!isSigned(request, body, key)) return said(403, "<Code>SignatureDoesNotMatch</Code>");
  const name = nameOf(request, bucket);
  if (name === null) return said(404, "<Code>NoSuchBucket</Code>");
  const found = self.objects.get(name);
  if (method === "GET" && found) return { status: 200, bytes: found.bytes, type: found.type };
  if (method === "GET") return said(404, "<Code>NoSuchKey</Code>");
  if (method === "DELETE") {
    self.objects.delete(name);
    return said(204);
  }
  const { "content-type": type = "", "cache-control": caching = "" } = request.headers;
  self.objects.set(name, { bytes: body, type, caching });
  return said(200);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Both ways to write the bucket: before the host, or first in the path. */
function nameOf({ url = "", headers }: IncomingMessage, bucket: string): string | null {
  const path = decodeURIComponent(new URL(url, "http://x").pathname).slice(1);
  if (headers.host?.startsWith(`${bucket}.`)) return path;
  return path.startsWith(`${bucket}/`) ? path.slice(bucket.length + 1) : null;
}

/** The four steps of "Authenticating requests: using the Authorization header", by hand. */
export function isSigned(request: IncomingMessage, body: Buffer, key: S3Key): boolean {
  const { authorization = "" } = request.headers;
  const { credential, signed, signature } =
    /^AWS4-HMAC-SHA256 Credential=(?<credential>[^,]+), ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>\w+)$/.exec(
      authorization,
    )?.groups ?? {};
  const header = (name: string) =>
    String(request.headers[name] ?? "")
      .trim()
      .replace(/\s+/g, " ");
  const sum = header("x-amz-content-sha256");
  if (sum !== sha256(body) || !signed?.split(";").includes("host")) return false;
  const url = new URL(request.url ?? "", "http://x");
  const canonical = [
    request.method,
    url.pathname
      .split("/")
      .map((part) => strict(decodeURIComponent(part)))
      .join("/"),
    [...url.searchParams]
      .map(([name, value]) => `${strict(name)}=${strict(value)}`)
      .sort()
      .join("&"),
    ...signed.split(";").map((name) => `${name}:${header(name)}`),
    "",
    signed,
    sum,
  ].join("\n");
  const at = header("x-amz-date");
  const scope = `${at.slice(0, 8)}/${key.region}/s3/aws4_request`;
  if (credential !== `${key.accessKeyId}/${scope}`) return false;
  const steps = [at.slice(0, 8), key.region, "s3", "aws4_request"];
  const signing = steps.reduce<Buffer | string>(hmac, `AWS4${key.secretAccessKey}`);
  const text = ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n");
  return hmac(signing, text).toString("hex") === signature;
}

const strict = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
