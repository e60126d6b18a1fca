import type { FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, codeOf, type ErrorCode, messageOf, refusal } from "../lib/errors.ts";
import { refusedPage } from "../pages/refused.ts";
import { uncached } from "./public/headers.ts";

/** The one table from our codes to HTTP. It does not compile when a code is forgotten. */
const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};
/** Failures of reaching PostgreSQL, by SQLSTATE class or errno. */
const DATABASE_AWAY = /^(08|57P)|^(ECONNREFUSED|ENOENT|ECONNRESET|EPIPE)$/;

/** A text with a null in it, or with half a character: what PostgreSQL cannot keep came from the caller. */
const UNWRITABLE = /^(22021|22P05)$/;
const NOT_JSON = "22P02";

/** Answers every failure in one shape. What is not ours to explain stays in the log. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const told = tellingOf(error, request);
  if (isForReader(request)) {
    const { sentence, ...blanks } = told.detail;
    const page = refusedPage(String(sentence), blanks).toString();
    return reply.code(told.status).headers(uncached).send(page);
  }
  const { status, ...body } = told;
  return reply
    .code(status)
    .type("application/json")
    .serializer(JSON.stringify)
    .send({ error: body });
}

/** A browser that shows an address to a person, rather than a program that reads an answer. */
const isForReader = ({ url, headers }: FastifyRequest): boolean =>
  !/^\/(?:api|hooks)\//.test(url) && (headers.accept ?? "").includes("text/html");

type Detail = { sentence: string } & Record<string, unknown>;
type Told = { status: number; code: string; message: string; detail: Detail };

function tellingOf(error: unknown, request: FastifyRequest): Told {
  if (error instanceof AppError) return told(error);
  if (hasZodFastifySchemaValidationErrors(error)) return toldOfFields(error.validation);
  const status = statusOf(error);
  if (status === 413) return told(refusal("too_large", "errors:request.too_large"));
  if (status === 429) return told(refusal("too_many", "errors:request.too_often"));
  if (status !== null && status < 500) {
    const detail = { sentence: "errors:request.unclear" };
    return { status, code: codeOfStatus(status), message: messageOf(error), detail };
  }
  const code = codeOf(error);
  if (code !== null && DATABASE_AWAY.test(code)) {
    request.log.warn({ code }, "the database cannot be reached");
    return told(refusal("unavailable", "errors:request.database_away"));
  }
  if (isUnwritable(code, error)) return told(refusal("invalid", "errors:request.unwritable"));
  request.log.error(error);
  return { ...told(refusal("unavailable", "errors:request.internal")), ...INTERNAL };
}

const isUnwritable = (code: string | null, error: unknown): boolean =>
  code !== null &&
  (UNWRITABLE.test(code) || (code === NOT_JSON && /type json\b/.test(messageOf(error))));

const INTERNAL = { status: 500, code: "internal" };

/** A failure of the start has no sentence for readers; none should come this far. */
function told({ code, message, detail }: AppError): Told {
  const { sentence } = detail;
  const known = typeof sentence === "string" ? sentence : "errors:request.internal";
  return { status: STATUS[code], code, message, detail: { ...detail, sentence: known } };
}

type Issue = { instancePath: string; message?: string | undefined };

function toldOfFields(issues: readonly Issue[]): Told {
  const fields = issues.map(({ instancePath, message }) => ({
    path: instancePath,
    message: message ?? "",
  }));
  const [first] = fields;
  const message = first ? `${first.path.slice(1) || "body"}: ${first.message}` : "Invalid request";
  const names = [...new Set(fields.map(nameOf))].join(", ");
  const detail = { sentence: "errors:fields", names, fields };
  return { status: STATUS.invalid, code: "invalid", message, detail };
}

/** Where a field stands, as a person would follow it: "texts › fr › title". */
const nameOf = ({ path }: { path: string }): string => path.slice(1).replaceAll("/", " › ") || "…";

/** The HTTP status that Fastify or a plugin gave its own error, or null. */
function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return null;
  return typeof error.statusCode === "number" ? error.statusCode : null;
}

const codeOfStatus = (status: number): string =>
  Object.entries(STATUS).find(([, value]) => value === status)?.[0] ?? "invalid";
