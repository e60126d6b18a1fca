import { argon2Sync } from "node:crypto";
import type { Role } from "../src/domain/roles.ts";
import { createApp } from "../src/http/app.ts";
import type { LiveHub } from "../src/http/live.ts";
import type { Front, Routes } from "../src/http/routes.ts";
import { insertAccount } from "../src/store/accounts.ts";
import { transact } from "../src/store/database.ts";
import { createTestHouse, foundOrganisation } from "./house.ts";

const PASSWORD = "correct horse battery";
const PUBLIC_URL = "https://status.example.org";
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a password costs is tested where passwords are: here it is the same cheap one for everybody. */
const PASSWORD_HASH = cheaplyHashed(PASSWORD);

/** A hub that nobody listens to. */
const silentHub: LiveHub = {
  add: () => {},
  listen: () => {},
  listeners: 0,
  stop: async () => {},
};

/** The whole HTTP side on a database of its own, talked to without a socket. */
export async function createTestFront(
  options: { outside?: readonly Routes[]; dataDir?: string } = {},
) {
  const given = await createTestHouse();
  const { house, db, clock } = given;
  await foundOrganisation(house, "Boulangeries Clairval");
  const front: Front = {
    house,
    publicUrl: PUBLIC_URL,
    callbackBase: "http://127.0.0.1:1",
    dataDir: options.dataDir ?? "unused",
    trustedHops: 1,
  };
  const parts = { front, hub: silentHub, logLevel: "silent", outside: options.outside ?? [] };
  const app = await createApp(parts);
  return {
    ...given,
    front,
    app,
    /** Adds somebody with these roles and signs them in. */
    async signIn(name: string, ...roles: Role[]) {
      const email = `${name.toLowerCase()}@example.org`;
      const createdAt = new Date(clock());
      await transact(
        db,
        async (tx) =>
          await insertAccount(tx, {
            id: house.newId(),
            email,
            name,
            language: "fr",
            roles,
            passwordHash: PASSWORD_HASH,
            createdAt,
          }),
      );
      return await signedIn(app, email);
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await given[Symbol.asyncDispose]();
    },
  };
}

function cheaplyHashed(message: string): string {
  const cost = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
  const nonce = Buffer.alloc(16, 7);
  const hash = argon2Sync("argon2id", { message, nonce, ...cost });
  const parts = [cost.memory, cost.passes, nonce.toString("base64url")];
  return `argon2id$${parts.join("$")}$${hash.toString("base64url")}`;
}

type TestApp = Awaited<ReturnType<typeof createApp>>;

/** Signs in as the console does, and answers a way to ask as that person. */
export async function signedIn(app: TestApp, email: string, password = PASSWORD) {
  const payload = { email, password };
  const answer = await app.inject({ method: "POST", url: "/api/session", payload });
  if (answer.statusCode !== 201) throw new Error(`sign-in: ${answer.statusCode} ${answer.body}`);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const { csrf, me } = answer.json();
  return {
    me,
    cookie,
    csrf,
    async ask(method: Method, url: string, body?: object) {
      const headers = { cookie, "x-csrf-token": csrf };
      const found = await app.inject({ method, url, headers, ...(body && { payload: body }) });
      return { status: found.statusCode, body: found.body === "" ? null : parsed(found.body) };
    },
  };
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
