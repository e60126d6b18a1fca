import fastify from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { expect, test } from "vitest";
import { z } from "zod";
import { refusal } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { answerError } from "./errors.ts";

function desk() {
  const app = fastify({ bodyLimit: 100 }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  const title = z.string().min(1);
  const body = z.object({ name: title, texts: z.object({ fr: z.object({ title }) }) });
  app.post("/things", { schema: { body } }, async () => {
    throw refusal("conflict", "errors:incident.is.resolved", { state: "resolved" });
  });
  app.get("/broken", async () => {
    throw new Error("secret");
  });
  app.get("/away", async () => {
    throw Object.assign(new Error("secret"), { code: "ECONNREFUSED" });
  });
  return app;
}

const ask = async (question: { url: string; payload?: object }) => {
  const method = question.payload ? "POST" : "GET";
  const answer = await desk().inject({ method, ...question });
  const { error } = answer.json();
  const french = wordsFor("fr")(error.detail.sentence, error.detail);
  return { status: answer.statusCode, error, french };
};

test("a refusal carries its English sentence, and the key that tells it in French", async () => {
  const payload = { name: "a", texts: { fr: { title: "b" } } };
  const { status, error, french } = await ask({ url: "/things", payload });
  expect([status, error.code]).toEqual([409, "conflict"]);
  expect(error.message).toBe("This incident is resolved already.");
  expect(french).toBe("Cet incident est déjà résolu.");
});

test("a form that does not fit names its fields, once each", async () => {
  const { status, error, french } = await ask({
    url: "/things",
    payload: { texts: { fr: { title: "" } } },
  });
  expect([status, error.code]).toEqual([400, "invalid"]);
  expect(error.message).toMatch(/^name: /);
  expect(error.detail.fields).toHaveLength(2);
  expect(french).toMatch(/^name, texts › fr › title\u00a0: /);
});

test.each([
  ["/broken", 500, /Une erreur s’est produite/],
  ["/away", 503, /Rien n’a été modifié\u00a0; réessayez/],
])("%s is told in French without what broke", async (url, status, sentence) => {
  const answer = await ask({ url });
  expect(answer.status).toBe(status);
  expect(answer.french).toMatch(sentence);
  expect(JSON.stringify(answer.error)).not.toContain("secret");
});

test("what is too large is refused in both languages", async () => {
  const { status, french } = await ask({ url: "/things", payload: { name: "x".repeat(200) } });
  expect([status, french]).toEqual([413, "C’est trop volumineux pour être reçu."]);
});

test("what no parser understands is told in French, and to programs in its own words", async () => {
  const answer = await desk().inject({
    method: "POST",
    url: "/things",
    headers: { "content-type": "application/json" },
    payload: "{",
  });
  const { message, detail } = answer.json().error;
  expect(answer.statusCode).toBe(400);
  expect(message).toMatch(/JSON/);
  expect(wordsFor("fr")(detail.sentence)).toMatch(/n’a pas pu être comprise/);
});

test.each([
  ["/away", 503, "Rien n’a été modifié", "Nothing was changed"],
  ["/broken", 500, "Une erreur s’est produite", "Something went wrong"],
])("a person whose browser shows %s reads it in both languages", async (url, status, fr, en) => {
  const headers = { accept: "text/html,application/xhtml+xml" };
  const answer = await desk().inject({ url, headers });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toContain("text/html");
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.body).toContain(fr);
  expect(answer.body).toContain(en);
  expect(answer.body).not.toContain("secret");
});
