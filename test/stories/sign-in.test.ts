import { expect, test } from "vitest";
import { issueLoginLink } from "../../src/actions/account/account.ts";
import { machine } from "../../src/actions/action.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { sha256 } from "../../src/lib/crypto.ts";
import { createTestFront, signedIn } from "../front.ts";

test("Leïla signs in, is known by her name, and signs out", async () => {
  await using front = await createTestFront();
  const leila = await front.signIn("Leila", "communicator");

  const known = await leila.ask("GET", "/api/session");
  expect(known.body).toMatchObject({ me: { name: "Leila", roles: ["communicator"] } });

  expect((await leila.ask("DELETE", "/api/session")).status).toBe(204);
  expect((await leila.ask("GET", "/api/session")).status).toBe(401);
});

test("a wrong password and an unknown address get the same answer", async () => {
  await using front = await createTestFront();
  await front.signIn("Leila");
  const tries = ["leila@example.org", "nobody@example.org"].map((email) =>
    front.app.inject({ method: "POST", url: "/api/session", payload: { email, password: "no" } }),
  );
  const [known, unknown] = await Promise.all(tries);
  expect(known?.statusCode).toBe(401);
  expect(known?.body).toBe(unknown?.body);
});

test("SEC-9: a new password ends every other session, and a stolen cookie with them", async () => {
  await using front = await createTestFront();
  const leila = await front.signIn("Leila");
  const thief = await signedIn(front.app, "leila@example.org");

  const changed = await leila.ask("POST", "/api/password", {
    current: "correct horse battery",
    next: "a much longer secret",
  });
  expect(changed).toMatchObject({ status: 201, body: { ended: 1 } });
  expect((await thief.ask("GET", "/api/session")).status).toBe(401);
  expect((await leila.ask("GET", "/api/session")).status).toBe(200);
});

test("SEC-9: a session lapses after twelve idle hours", async () => {
  await using front = await createTestFront();
  const leila = await front.signIn("Leila");
  front.clock.pass(11 * HOUR_MS);
  expect((await leila.ask("GET", "/api/session")).status).toBe(200);
  front.clock.pass(13 * HOUR_MS);
  expect((await leila.ask("GET", "/api/session")).status).toBe(401);
});

test("SEC-9: another site can change nothing, with or without our cookie", async () => {
  await using front = await createTestFront();
  const admin = await front.signIn("Ada", "administrator");
  const payload = { email: "new@example.org", name: "New", language: "fr", roles: [] };
  const post = (headers: Record<string, string>) =>
    front.app.inject({ method: "POST", url: "/api/accounts", headers, payload });

  const withoutToken = await post({ cookie: admin.cookie });
  expect(withoutToken.statusCode).toBe(403);
  const foreign = { origin: "https://evil.example", "x-csrf-token": admin.csrf };
  expect((await post({ cookie: admin.cookie, ...foreign })).statusCode).toBe(403);
  const ours = { origin: "https://status.example.org", "x-csrf-token": admin.csrf };
  expect((await post({ cookie: admin.cookie, ...ours })).statusCode).toBe(201);
});

test("SEC-5: ten wrong passwords lock out the guesser, and nobody else", async () => {
  await using front = await createTestFront();
  await front.signIn("Leila");
  const attempt = (address: string, password: string) =>
    front.app.inject({
      method: "POST",
      url: "/api/session",
      headers: { "x-forwarded-for": `10.9.8.7, ${address}` },
      payload: { email: "leila@example.org", password },
    });
  for (let n = 0; n < 10; n++) expect((await attempt("203.0.113.9", "no")).statusCode).toBe(401);
  expect((await attempt("203.0.113.9", "no")).statusCode).toBe(429);
  expect((await attempt("203.0.113.10", "correct horse battery")).statusCode).toBe(201);
});

test("a one-time link lets its holder in once", async () => {
  await using front = await createTestFront();
  const leila = await front.signIn("Leila");
  const token = "a-token-that-was-printed-at-the-start";
  const link = { accountId: leila.me.id, linkHash: sha256(token) };
  await issueLoginLink(front.house, machine("start"), link);
  const open = () =>
    front.app.inject({ method: "POST", url: "/api/session/link", payload: { token } });
  expect((await open()).statusCode).toBe(201);
  const again = await open();
  expect(again.statusCode).toBe(401);
  expect(again.json().error.message).toContain("Ask an administrator");
});

test("a viewer may look and may not add accounts; the last administrator cannot leave", async () => {
  await using front = await createTestFront();
  const vera = await front.signIn("Vera", "viewer");
  expect((await vera.ask("GET", "/api/accounts")).status).toBe(200);
  const person = { email: "x@example.org", name: "X", language: "fr", roles: ["administrator"] };
  expect((await vera.ask("POST", "/api/accounts", person)).status).toBe(403);

  const ada = await front.signIn("Ada", "administrator");
  const resign = { name: "Ada", language: "fr", roles: ["viewer"], disabled: false };
  const refused = await ada.ask("PATCH", `/api/accounts/${ada.me.id}`, resign);
  expect(refused).toMatchObject({ status: 409 });
});

test("SEC-8: no answer gives away a password, a token or a hash", async () => {
  await using front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator");
  const texts = await Promise.all(
    ["/api/accounts", "/api/session", "/api/events"].map(async (url) =>
      JSON.stringify((await ada.ask("GET", url)).body),
    ),
  );
  for (const text of texts) expect(text).not.toMatch(/argon2|hash|correct horse/i);
});

test("the API describes itself in OpenAPI 3.1", async () => {
  await using front = await createTestFront();
  const answer = await front.app.inject({ method: "GET", url: "/api/docs/json" });
  expect(answer.json()).toMatchObject({ openapi: "3.1.0", info: { title: "Tocsin" } });
  expect(Object.keys(answer.json().paths)).toContain("/api/session");
});
