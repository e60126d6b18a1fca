import type { FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, codeOf, type ErrorCode, messageOf, refusal } from "../lib/errors.ts";

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

/** Answers every failure in one shape. What is not ours to explain stays in the log. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof AppError) return refuse(reply, error);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      path: issue.instancePath,
      message: issue.message ?? "",
    }));
    const first = fields[0];
    const message = first
      ? `${first.path.slice(1) || "body"}: ${first.message}`
      : "Invalid request";
    const names = [...new Set(fields.map(nameOf))].join(", ");
    const detail = { sentence: "errors:fields", names, fields };
    return send(reply, 400, { code: "invalid", message, detail });
  }
  const status = statusOf(error);
  if (status === 413) return refuse(reply, refusal("too_large", "errors:request.too_large"));
  if (status === 429) return refuse(reply, refusal("too_many", "errors:request.too_often"));
  if (status !== null && status < 500) {
    return send(reply, status, { code: codeOfStatus(status), message: messageOf(error) });
  }
  const code = codeOf(error);
  if (code !== null && DATABASE_AWAY.test(code)) {
    request.log.warn({ code }, "the database cannot be reached");
    return refuse(reply, refusal("unavailable", "errors:request.database_away"));
  }
  request.log.error(error);
  const { message, detail } = refusal("unavailable", "errors:request.internal");
  return send(reply, 500, { code: "internal", message, detail });
}

/** Where a field stands, as a person would follow it: "texts › fr › title". */
const nameOf = ({ path }: { path: string }): string => path.slice(1).replaceAll("/", " › ") || "…";

const refuse = (reply: FastifyReply, { code, message, detail }: AppError) =>
  send(reply, STATUS[code], { code, message, detail });

type Body = { code: string; message: string; detail?: Record<string, unknown> };

function send(reply: FastifyReply, status: number, { code, message, detail }: Body) {
  const has = detail && Object.keys(detail).length > 0;
  return reply
    .code(status)
    .type("application/json")
    .serializer(JSON.stringify)
    .send({ error: { code, message, ...(has ? { detail } : {}) } });
}

/** The HTTP status that Fastify or a plugin gave its own error, or null. */
function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return null;
  return typeof error.statusCode === "number" ? error.statusCode : null;
}

const codeOfStatus = (status: number): string =>
  Object.entries(STATUS).find(([, value]) => value === status)?.[0] ?? "invalid";
