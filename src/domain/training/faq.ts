import type { FaqAbout, FaqWords } from "../help/faq.ts";
import type { Language } from "../language.ts";

/** What people ask when WhatsApp is down, with answers that hold for any organisation. */
export const DEFAULT_FAQ: readonly ({ about: FaqAbout } & Record<Language, FaqWords>)[] = [
  {
    about: { kind: "platform", id: "whatsapp" },
    fr: {
      question: "WhatsApp est-il en panne, ou est-ce mon téléphone ?",
      answer:
        "La page d’état dit ce que nous constatons et ce que WhatsApp déclare. Si elle annonce une panne, elle ne vient ni de votre téléphone ni de votre abonnement.\nSi elle n’annonce rien, essayez un autre réseau (le Wi-Fi au lieu du mobile, ou l’inverse), puis signalez-nous le problème.",
    },
    en: {
      question: "Is WhatsApp down, or is it my phone?",
      answer:
        "The status page says what we see and what WhatsApp declares. If it announces an outage, the cause is neither your phone nor your contract.\nIf it announces nothing, try another network (Wi-Fi instead of mobile, or the other way round), then report the problem to us.",
    },
  },
  {
    about: { kind: "platform", id: "whatsapp" },
    fr: {
      question: "Mes messages WhatsApp sont-ils perdus ?",
      answer:
        "En général, non. Un message marqué d’une horloge attend dans votre téléphone et part de lui-même au retour du service : inutile de l’envoyer à nouveau.\nTant qu’il n’a pas deux coches, considérez que nous ne l’avons pas reçu. Si c’est urgent, passez par un autre moyen.",
    },
    en: {
      question: "Are my WhatsApp messages lost?",
      answer:
        "Usually not. A message marked with a clock is waiting in your phone and leaves by itself once the service is back: there is no need to send it again.\nUntil it shows two ticks, assume that we have not received it. If it is urgent, use another way.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Ma commande est-elle bien enregistrée ?",
      answer:
        "Une commande compte dès que nous vous l’avons confirmée. Sans confirmation de notre part, elle ne nous est peut-être pas parvenue : appelez-nous ou écrivez-nous par le formulaire de contact, avec votre nom et la date de retrait.",
    },
    en: {
      question: "Has my order gone through?",
      answer:
        "An order counts once we have confirmed it to you. Without a confirmation from us, it may not have reached us: call us or use the contact form, with your name and the day of collection.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Comment vous joindre sans WhatsApp ?",
      answer:
        "La page d’état indique les moyens qui fonctionnent en ce moment, du plus sûr au moins sûr, avec leurs horaires et l’attente. Le formulaire de contact reste ouvert : votre demande y reçoit un numéro.",
    },
    en: {
      question: "How can I reach you without WhatsApp?",
      answer:
        "The status page lists the ways that work at the moment, the safest first, with their hours and waiting times. The contact form stays open: your request gets a number there.",
    },
  },
  {
    about: { kind: "platform", id: "whatsapp" },
    fr: {
      question: "Quand WhatsApp refonctionnera-t-il ?",
      answer:
        "Seule l’entreprise qui exploite WhatsApp peut le savoir. Nous ne donnons pas d’heure que nous ne connaissons pas ; dès qu’une heure est annoncée, ou que nous constatons le retour, la page d’état le dit.",
    },
    en: {
      question: "When will WhatsApp work again?",
      answer:
        "Only the company that runs WhatsApp can know. We give no time that we do not know; as soon as a time is announced, or we see the service come back, the status page says so.",
    },
  },
  {
    about: { kind: "platform", id: "whatsapp" },
    fr: {
      question: "Faut-il réinstaller WhatsApp ou redémarrer le téléphone ?",
      answer:
        "Non. Pendant une panne, cela ne change rien, et désinstaller l’application peut effacer les messages qui ne sont pas sauvegardés. Attendez le retour du service.",
    },
    en: {
      question: "Should I reinstall WhatsApp or restart my phone?",
      answer:
        "No. During an outage it changes nothing, and removing the app may delete messages that are not backed up. Wait for the service to come back.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "On me demande un code ou de l’argent en votre nom : est-ce une arnaque ?",
      answer:
        "Oui, considérez-le comme tel. Les fraudeurs profitent des pannes. Nous ne demandons jamais de code reçu par SMS, de mot de passe ni de paiement par message. Ne répondez pas, et prévenez-nous.",
    },
    en: {
      question: "Someone asks me for a code or money in your name: is it a scam?",
      answer:
        "Yes, treat it as one. Fraudsters take advantage of outages. We never ask for a code you received by text, a password, or a payment by message. Do not answer, and tell us.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Mes données sont-elles en danger pendant la panne ?",
      answer:
        "Une panne n’est pas un piratage. Si des données étaient concernées, nous le dirions sur la page d’état et nous préviendrions les personnes touchées. Ce qui n’y figure pas ne vient pas de nous.",
    },
    en: {
      question: "Is my data at risk during the outage?",
      answer:
        "An outage is not a hack. If data were affected, we would say so on the status page and warn those concerned. What is not written there does not come from us.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Comment être prévenu quand tout est rétabli ?",
      answer:
        "Abonnez-vous aux nouvelles depuis la page d’état, par courriel ou par un autre moyen proposé. Vous recevrez chaque annonce, dont celle du retour, et pourrez vous désabonner en un clic.",
    },
    en: {
      question: "How can I be told when it is back?",
      answer:
        "Subscribe to updates from the status page, by e-mail or another way on offer. You will get every announcement, the return included, and can unsubscribe with one click.",
    },
  },
  {
    about: { kind: "platform", id: "whatsapp" },
    fr: {
      question: "Puis-je vous écrire sur Messenger ou Instagram à la place ?",
      answer:
        "Peut-être, mais ces services appartiennent à la même entreprise que WhatsApp et tombent parfois en panne avec lui. Le téléphone, le SMS, le courriel et le formulaire de contact n’en dépendent pas.",
    },
    en: {
      question: "Can I write to you on Messenger or Instagram instead?",
      answer:
        "Perhaps, but these services belong to the same company as WhatsApp and sometimes fail together with it. The telephone, text messages, e-mail and the contact form do not depend on it.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Les boutiques sont-elles ouvertes malgré la panne ?",
      answer:
        "Oui. Une panne de messagerie ne change ni nos horaires ni ce que nous préparons. Vous pouvez venir comme d’habitude.",
    },
    en: {
      question: "Are the shops open despite the outage?",
      answer:
        "Yes. An outage of a messenger changes neither our hours nor what we prepare. You can come as usual.",
    },
  },
  {
    about: { kind: "general", id: null },
    fr: {
      question: "Comment modifier ou annuler une commande ?",
      answer:
        "Appelez-nous, ou passez par le formulaire de contact en indiquant votre nom, la boutique et la date. Le changement vaut quand nous l’avons confirmé.",
    },
    en: {
      question: "How do I change or cancel an order?",
      answer:
        "Call us, or use the contact form with your name, the shop and the date. The change counts once we have confirmed it.",
    },
  },
];
