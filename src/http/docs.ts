import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import type { App } from "./routes.ts";

/** The API describes itself: OpenAPI 3.1 at /api/docs/json, a page to read and try at /api/docs. */
export async function registerDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tocsin",
        version: "1",
        description: "Crisis communication: detect, decide, tell, reach, hear, learn.",
      },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: "tocsin_session" },
          key: { type: "http", scheme: "bearer" },
        },
      },
      security: [{ session: [] }, { key: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: "/api/docs", staticCSP: true });
}
