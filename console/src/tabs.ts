/** The choices that an address may name. */
export const INCIDENT_TABS = ["now", "announcements", "report"] as const;
export const RANGES = ["1h", "3h", "24h", "7d", "30d", "90d"] as const;
export const SHOWN = ["help", "unreached", "safe", "reached", "all"] as const;
export const SETTINGS_TABS = [
  "organisation",
  "accounts",
  "contact-points",
  "outlets",
  "pages",
  "copies",
  "embedding",
  "playbooks",
  "signing",
  "audit",
  "me",
] as const;
export const HELP_TABS = ["tickets", "faq", "forums", "polls"] as const;
export const TICKET_STATES = ["open", "answered", "closed"] as const;
export const COMMENT_STATES = ["waiting", "accepted", "rejected"] as const;
