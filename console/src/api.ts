type Refusal = { code: string; message: string; detail?: Record<string, unknown> };

/** What the server refused, and why, as it said it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: Record<string, unknown>;

  constructor(status: number, { code, message, detail = {} }: Refusal) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

type Params = Record<string, string | number | undefined | null>;

const requestTimeoutMs = 60_000;
const revokeMs = 10_000;
let csrf = "";
let onSignedOut: () => void = () => {};

/** The token that the server wants back with every change; it comes with the session. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

/** What to do when the server no longer knows who we are. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

export const api = {
  get: <T>(path: string, params: Params = {}) => call<T>("GET", withParams(path, params)),
  post: <T = unknown>(path: string, body: unknown = {}) => call<T>("POST", path, body),
  put: <T = unknown>(path: string, body: unknown) => call<T>("PUT", path, body),
  patch: <T = unknown>(path: string, body: unknown) => call<T>("PATCH", path, body),
  remove: <T = unknown>(path: string) => call<T>("DELETE", path),
  download,
};

/** The address of an answer that the browser fetches by itself (a download). */
export const apiAddress = (path: string) => `/api${path}`;

function withParams(path: string, params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const failure = errorOf(response.status, answer);
  if (failure.status === 401 && !(path === "/session")) onSignedOut();
  throw failure;
}

/** Hands the answer to a question over as a file. */
async function download(path: string, body: unknown, name: string): Promise<void> {
  const response = await send("POST", path, body);
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null));
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  // The browser has read it by then; before that the file would be empty.
  setTimeout(() => URL.revokeObjectURL(address), revokeMs);
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-csrf-token"] = csrf;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["content-type"] = "application/json";
  try {
    return await fetch(apiAddress(path), {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, { code: "unreachable", message: "The server does not answer." });
  }
}

function errorOf(status: number, answer: unknown): ApiError {
  const error = isRecord(answer) && isRecord(answer["error"]) ? answer["error"] : {};
  const code = typeof error["code"] === "string" ? error["code"] : "unexpected";
  const message = typeof error["message"] === "string" ? error["message"] : `HTTP ${status}`;
  const detail = isRecord(error["detail"]) ? error["detail"] : {};
  return new ApiError(status, { code, message, detail });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
