import type { Conduct } from "./conduct.ts";
import type { Called } from "./listener.ts";

const NODE = /^\/v\d+\.\d+\/(\d+)$/;
const ABLE = { fine: "AVAILABLE", limited: "LIMITED", blocked: "BLOCKED" } as const;

export type Health =
  | { kind: "not asked" }
  | { kind: "no token" }
  | { kind: "answer"; body: string };

/** What Meta answers to `GET /{phone-number-id}?fields=health_status`, or why it does not. */
export function healthAnswer(
  called: Called,
  known: { account: Conduct["account"]; token: string | undefined },
): Health {
  if (called.method !== "GET") return { kind: "not asked" };
  const [, id] = NODE.exec(called.path) ?? [];
  const fields = called.query.get("fields")?.split(",") ?? [];
  if (id === undefined || !fields.includes("health_status")) {
    return { kind: "not asked" };
  }
  if (known.token && called.headers.authorization !== `Bearer ${known.token}`) {
    return { kind: "no token" };
  }
  const quality = fields.includes("quality_rating") ? { quality_rating: "GREEN" } : {};
  const body = JSON.stringify({ ...healthOf(id, known.account), ...quality });
  return { kind: "answer", body };
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/health-status */
function healthOf(id: string, account: Conduct["account"]) {
  const waba = {
    entity_type: "WABA",
    id: "1029384756",
    can_send_message: ABLE[account],
    ...(account === "blocked" && {
      errors: [
        {
          error_code: 141_006,
          error_description: "There is an error with the payment method.",
          possible_solution:
            "There was an error with your payment method. Please add a new payment method.",
        },
      ],
    }),
    ...(account === "limited" && {
      additional_info: ["Your display name has not been approved yet."],
    }),
  };
  const able = (entity_type: string, entity: string) => ({
    entity_type,
    id: entity,
    can_send_message: "AVAILABLE",
  });
  const entities = [able("PHONE_NUMBER", id), waba, able("BUSINESS", "2001"), able("APP", "3001")];
  return { health_status: { can_send_message: ABLE[account], entities }, id };
}
