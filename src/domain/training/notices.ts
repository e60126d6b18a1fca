import type { NoticeText } from "../announcement.ts";

type Texts = { fr: NoticeText; en: NoticeText };

/** What Leïla of the training organisation publishes when WhatsApp has failed. */
export const OUTAGE_NOTICE: Texts = {
  fr: {
    title: "WhatsApp est en panne : nos commandes par WhatsApp ne nous parviennent pas",
    message:
      "Depuis ce matin, les messages envoyés à nos boutiques par WhatsApp n’arrivent plus. " +
      "La panne touche WhatsApp lui-même, pas seulement nos boutiques.",
    advice:
      "Appelez-nous ou envoyez un SMS. Les commandes déjà confirmées sont prêtes à l’heure prévue.",
    nextStep:
      "Nous vérifions toutes les dix minutes et nous donnons des nouvelles dans la demi-heure.",
  },
  en: {
    title: "WhatsApp is down: orders sent by WhatsApp do not reach us",
    message:
      "Since this morning, messages sent to our shops by WhatsApp have not been arriving. " +
      "The outage affects WhatsApp itself, not only our shops.",
    advice: "Call us or send a text message. Orders confirmed earlier will be ready on time.",
    nextStep: "We check every ten minutes and will post an update within half an hour.",
  },
};

/** What she publishes when it is over. */
export const RECOVERY_NOTICE: Texts = {
  fr: {
    title: "WhatsApp fonctionne de nouveau",
    message:
      "Les messages WhatsApp arrivent de nouveau dans nos boutiques. " +
      "Ceux que vous avez envoyés pendant la panne peuvent arriver avec retard.",
    advice: "Si votre commande était urgente et sans réponse, appelez la boutique.",
    nextStep: "L’incident est clos. Merci de votre patience.",
  },
  en: {
    title: "WhatsApp is working again",
    message:
      "WhatsApp messages reach our shops again. Those you sent during the outage may arrive late.",
    advice: "If your order was urgent and went unanswered, please call the shop.",
    nextStep: "This incident is closed. Thank you for your patience.",
  },
};

export const NOTICE_SOURCE = "Boulangeries Clairval (simulation)";

/** Work that was planned long before, and falls into the outage. */
export const WORK = {
  title: {
    fr: "Mise à jour de la boîte de réception",
    en: "Update of our mailbox",
  },
  message: {
    fr: "Pendant un quart d’heure, nous lirons vos courriels un peu plus tard que d’habitude.",
    en: "For a quarter of an hour we will read your e-mails a little later than usual.",
  },
};
