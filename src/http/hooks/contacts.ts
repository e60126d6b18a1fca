import { z } from "zod";
import { machine } from "../../actions/action.ts";
import { syncRowsMax } from "../../actions/contact/take-batch.ts";
import { hookSecrets } from "../../actions/contact-hook/secrets.ts";
import { type HookEvent, takeHookEvent } from "../../actions/contact-hook/take.ts";
import { refusal } from "../../lib/errors.ts";
import { jsonOf } from "../../lib/json.ts";
import { stampedFits } from "../../lib/signatures.ts";
import { wordsFor } from "../../lib/words.ts";
import { type ContactHookRow, findContactHook } from "../../store/contact-hooks.ts";
import { SyncRowView, syncRowOf } from "../api/contact-sync.ts";
import type { App, Front } from "../routes.ts";

const BODY_BYTES_MAX = 3_000_000;
const SIGNATURE_HEADER = "tocsin-signature";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const EventId = z.string().min(1).max(200);
const Event = z.discriminatedUnion("type", [
  z.strictObject({
    id: EventId,
    type: z.literal("contacts.upsert"),
    contacts: z.array(SyncRowView).min(1).max(syncRowsMax),
  }),
  z.strictObject({
    id: EventId,
    type: z.literal("contacts.delete"),
    keys: z.array(z.string().trim().min(1).max(200)).min(1).max(syncRowsMax),
  }),
]);

/** Where another system tells us of contacts. Bodies arrive as bytes: they are what is signed. */
export function contactHookRoute(app: App, front: Front): void {
  const { house } = front;
  app.post<{ Params: { id: string } }>(
    "/hooks/contacts/:id",
    { schema: { hide: true }, bodyLimit: BODY_BYTES_MAX },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const given = request.headers[SIGNATURE_HEADER];
      const hook = await signedBy(front, request.params.id, {
        body,
        given: Array.isArray(given) ? undefined : given,
      });
      if (hook === null) {
        request.log.warn({ from: request.ip }, "A call about contacts without a valid signature.");
        const error = { code: "unauthenticated", message: "The signature does not fit." };
        return reply.code(401).send({ error });
      }
      const event = eventIn(body);
      const input = { hookId: hook.id, event, body };
      const { again, results } = await takeHookEvent(house, machine(hook.name), input);
      return reply.send({
        id: event.id,
        again,
        results: results.map(({ problem, ...one }) => ({
          ...one,
          problem: problem && {
            fr: wordsFor("fr")(problem.sentence, problem.blanks),
            en: wordsFor("en")(problem.sentence, problem.blanks),
          },
        })),
      });
    },
  );
}

type Signed = { body: Buffer; given: string | undefined };

/** The same answer for an unknown door and for a wrong signature: neither tells which it was. */
async function signedBy(
  { house }: Front,
  id: string,
  { body, given }: Signed,
): Promise<ContactHookRow | null> {
  const hook = UUID.test(id) ? await findContactHook(house.db, id) : null;
  if (hook === null) return null;
  const seen = { body, at: house.now() };
  const fits = hookSecrets(hook, house.secretKey).map(({ secret }) =>
    stampedFits(secret, given, seen),
  );
  return fits.includes(true) ? hook : null;
}

function eventIn(body: Buffer): HookEvent {
  const read = Event.safeParse(jsonOf(body));
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.join(".") || "body";
    throw refusal("invalid", "audience:hook.not_understood", { field });
  }
  const event = read.data;
  if (event.type === "contacts.delete") return event;
  return { ...event, contacts: event.contacts.map(syncRowOf) };
}
