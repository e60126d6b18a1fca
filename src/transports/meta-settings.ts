import { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import { words } from "../lib/description.ts";
import { apiBase } from "./api-base.ts";

/** Where Meta's API stands, and which one of its versions is spoken. */
export const graphApi = {
  base: apiBase("https://graph.facebook.com"),
  version: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default("v25.0")
    .meta(words({ fr: "Version de l’API", en: "API version" })),
};

/** How the choice between a template and free text is shown, on every way to Meta's platforms. */
export const messageKind = words(
  { fr: "Type de message", en: "Kind of message" },
  {
    fr: "Le texte libre n’atteint que les personnes qui ont écrit il y a moins de 24 h",
    en: "Free text reaches only people who wrote within the last 24 hours",
  },
);

const name = z.string().regex(/^[a-z0-9_]{1,512}$/);

/** The template that carries our words, by its name; `hint` says what it must be made of. */
export const templateName = (hint: TwoLanguages) =>
  name.optional().meta(words({ fr: "Nom du modèle", en: "Template name" }, hint));

/** What is sent when Meta does not take the other one any more. */
export const backupTemplateName = name.optional().meta(
  words(
    { fr: "Modèle de secours", en: "Backup template" },
    {
      fr: "Sert quand Meta suspend ou refuse le premier : mêmes langues, une variable {{1}}",
      en: "Used when Meta pauses or refuses the first one: same languages, one variable {{1}}",
    },
  ),
);

const code = z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/);

/** Under which codes the template stands at Meta in our two languages. */
export const templateLanguages = (usual: TwoLanguages) => ({
  languageFr: code
    .default(usual.fr)
    .meta(words({ fr: "Code du modèle français", en: "Code of the French template" })),
  languageEn: code
    .default(usual.en)
    .meta(words({ fr: "Code du modèle anglais", en: "Code of the English template" })),
});

export const accessToken = (label: TwoLanguages) => z.string().min(8).meta(words(label));

/** What Meta's webhooks are signed with, and what they begin with (meta-hub.ts). */
export const metaWebhook = {
  appSecret: z
    .string()
    .min(8)
    .meta(words({ fr: "Clé secrète de l’app", en: "App secret" })),
  verifyToken: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Jeton de vérification du webhook", en: "Webhook verify token" },
        { fr: "Un texte de votre choix", en: "Any text you choose" },
      ),
    ),
};
