import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import type { TemplateNews } from "../domain/templates.ts";
import type { AccountChange } from "./whatsapp-account.ts";
import { templateQuality, templateState } from "./whatsapp-templates.ts";

const WHY_LENGTH_MAX = 160;

const Named = z.object({
  message_template_name: z.string(),
  message_template_language: z.string().max(20),
});
const Status = Named.extend({
  event: z.string(),
  reason: z.string().nullish(),
  message_template_category: z.string().max(40).optional(),
});
const Quality = Named.extend({ new_quality_score: z.string() });
const Category = Named.extend({ new_category: z.string().max(40) });

/**
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/message_template_status_update
 * What became of the templates that our channel sends with; all others are nobody's business here.
 */
export function hearWhatsAppTemplate(change: AccountChange): Heard[] {
  const { field, value, at, template, backup } = change;
  const news = READERS.get(field)?.(value) ?? null;
  const isOurs = news !== null && (news.name === template || news.name === backup);
  return isOurs ? [{ kind: "template", news, at }] : [];
}

type Reader = (value: Record<string, unknown>) => TemplateNews | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["message_template_status_update", statusNews],
  ["message_template_quality_update", qualityNews],
  ["template_category_update", categoryNews],
]);

function statusNews(value: Record<string, unknown>): TemplateNews | null {
  const read = Status.safeParse(value).data;
  const state = read && templateState(read.event);
  if (!read || !state) return null;
  const why = read.reason && read.reason !== "NONE" ? read.reason : "";
  const category = read.message_template_category?.toLowerCase();
  return {
    ...namedBy(read),
    state,
    why: why.replace(/\s+/g, " ").trim().slice(0, WHY_LENGTH_MAX),
    ...(category === undefined ? {} : { category }),
  };
}

function qualityNews(value: Record<string, unknown>): TemplateNews | null {
  const read = Quality.safeParse(value).data;
  const quality = templateQuality(read?.new_quality_score);
  return read && quality ? { ...namedBy(read), quality } : null;
}

function categoryNews(value: Record<string, unknown>): TemplateNews | null {
  const read = Category.safeParse(value).data;
  return read ? { ...namedBy(read), category: read.new_category.toLowerCase() } : null;
}

const namedBy = (read: z.infer<typeof Named>) => ({
  name: read.message_template_name,
  language: read.message_template_language,
});
