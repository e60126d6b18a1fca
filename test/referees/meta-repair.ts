import { walk } from "./referee.ts";

type Schema = Record<string, unknown>;
export type Schemas = Record<string, Schema>;

const ButtonIndex = { anyOf: [{ type: "string", pattern: "^\\d{1,2}$" }, { type: "integer" }] };
const SUB_TYPES = ["quick_reply", "url", "catalog", "CATALOG", "flow", "copy_code", "mpm"];
const INTERACTIVE = ["button", "list", "product", "product_list", "flow", "catalog_message"];
const INTERACTIVE_MORE = ["cta_url", "call_permission_request", "order_details", "order_status"];
const Coordinate = { type: ["number", "string"] };

/**
 * Meta publishes its specification with mistakes that make it reject each of its own examples.
 * These are the seven mechanical repairs; they loosen what is wrong and nothing else.
 */
export function repairMeta(published: Schemas): Schemas {
  const schemas = structuredClone(published);
  closedBranches(schemas);
  set(schemas, "BaseMessageProperties", { required: ["messaging_product", "to"] });
  set(schemas, "LanguageObject", { required: ["code"] });
  for (const schema of Object.values(schemas)) walk(schema, loosen);
  setProperties(schemas, "InteractiveObject", {
    type: { enum: [...INTERACTIVE, ...INTERACTIVE_MORE] },
  });
  setProperties(schemas, "HeaderObject", { type: { type: "string" } });
  return { ...schemas, ...webhookTree(schemas) };
}

/** An `allOf` whose branches are closed lets nothing through: each forbids the other's fields. */
function closedBranches(schemas: Schemas): void {
  for (const schema of Object.values(schemas)) {
    for (const branch of Array.isArray(schema["allOf"]) ? schema["allOf"] : []) {
      delete branch["additionalProperties"];
    }
  }
}

function loosen(node: Schema): void {
  if (node["format"] === "url") delete node["format"];
  const properties = node["properties"];
  if (typeof properties !== "object" || properties === null) return;
  const fields: Record<string, unknown> = properties as Schema;
  if ("index" in fields) fields["index"] = ButtonIndex;
  if ("sub_type" in fields) fields["sub_type"] = { enum: SUB_TYPES };
  if ("latitude" in fields) fields["latitude"] = Coordinate;
  if ("longitude" in fields) fields["longitude"] = Coordinate;
}

/**
 * Where two schemas had one name the publisher renamed the webhook's one and left its references
 * alone: here the webhook's tree gets names of its own, and points at what it means.
 */
function webhookTree(schemas: Schemas): Schemas {
  const tree: Schemas = {};
  const pending = ["WebhookPayload"];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (tree[`Hook${name}`]) continue;
    const copy = structuredClone(schemas[meant(name, schemas)] ?? {});
    tree[`Hook${name}`] = copy;
    walk(copy, (node) => {
      delete node["discriminator"];
      const reference = node["$ref"];
      if (typeof reference !== "string") return;
      const target = reference.split("/").at(-1) ?? "";
      pending.push(target);
      node["$ref"] = `#/components/schemas/Hook${target}`;
    });
  }
  setProperties(tree, "HookChange", {
    field: {
      enum: [
        "messages",
        "group_lifecycle_update",
        "group_settings_update",
        "group_participant_update",
        "group_participants_update",
      ],
    },
  });
  return tree;
}

const RENAMED: Readonly<Record<string, string>> = {
  TextMessage: "TextMessage_2",
  BaseMessageProperties: "BaseMessageProperties_1",
  ContactObject: "ContactObject_1",
  ErrorObject: "ErrorObject_2",
};

function meant(name: string, schemas: Schemas): string {
  const renamed = RENAMED[name] ?? `${name}_1`;
  const isMessage = RENAMED[name] !== undefined || /Message$|^MediaObject$/.test(name);
  return isMessage && schemas[renamed] ? renamed : name;
}

function set(schemas: Schemas, name: string, change: Schema): void {
  schemas[name] = { ...schemas[name], ...change };
}

function setProperties(schemas: Schemas, name: string, change: Schema): void {
  const properties: unknown = schemas[name]?.["properties"];
  if (typeof properties === "object" && properties !== null) {
    set(schemas, name, { properties: { ...properties, ...change } });
  }
}
