import fastify from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { House } from "../../src/actions/action.ts";
import { hookRoutes } from "../../src/http/hooks/routes.ts";

/** Where providers reach us, and nothing else of the server: the loops may be dead meanwhile. */
export async function openEars(house: House, dataDir: string) {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const front = { house, publicUrl: "", callbackBase: "", dataDir, trustedHops: 0 };
  await app.register(async (scope) => await hookRoutes(scope, front));
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  // Twilio signs the address it calls, and a provider knows it only once we listen.
  front.publicUrl = url;
  return { url, close: async () => await app.close() };
}
