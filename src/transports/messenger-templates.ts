import { sentence } from "../domain/sentence.ts";
import type { Template, TemplatesTold } from "../domain/templates.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { Page, silent, templateOf } from "./whatsapp-templates.ts";

const TIMEOUT_MS = 10_000;
const FIELDS = "name,language,status,category";

type Asked = {
  base: string;
  version: string;
  pageId: string;
  token: string;
  template?: string | undefined;
  backupTemplate?: string | undefined;
};

/** Every version of the templates that the Page sends with. Of how long it tries, Messenger says nothing. */
export async function askMessengerTemplates(settings: Asked, wire: Wire): Promise<TemplatesTold> {
  const { template, backupTemplate } = settings;
  const templates: Template[] = [];
  for (const name of [template, backupTemplate]) {
    if (name === undefined) continue;
    const list = await ask(wire, settings, name);
    if (!list.ok) return silent(list);
    const lines = Page.safeParse(list.json).data?.data;
    if (!lines) return { kind: "silent", says: sentence("account:unread.shape") };
    const known = lines.flatMap(templateOf).map((one) => ({ ...one, lifetimeSeconds: null }));
    templates.push(...known);
  }
  return { kind: "told", templates, tokenUntil: undefined };
}

/** https://developers.facebook.com/docs/graph-api/reference/page/message_templates */
const ask = (wire: Wire, { base, version, pageId, token }: Asked, name: string): Promise<Answer> =>
  wire.request({
    method: "GET",
    url: `${base}/${version}/${pageId}/message_templates?fields=${FIELDS}&name=${name}`,
    secret: { bearer: token },
    timeoutMs: TIMEOUT_MS,
  });
