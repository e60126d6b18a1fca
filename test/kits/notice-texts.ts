/** A notice in both languages, with a number, a time and typographic marks to be careful with. */
export const NOTICE_TEXTS = {
  fr: {
    title: "Les commandes par WhatsApp sont suspendues",
    message: "Depuis 9 h 42, vos messages n’arrivent plus.\nLa panne vient de WhatsApp.",
    advice: "Appelez le 01 55 00 00 02, c’est gratuit.",
    nextStep: "Notre prochain point est à 11 h.",
  },
  en: {
    title: "Orders by WhatsApp are on hold",
    message: "Since 9:42 your messages have not arrived.\nThe outage is WhatsApp's.",
    advice: "Please call 01 55 00 00 02, it is free.",
    nextStep: "Our next update comes at 11:00.",
  },
};
