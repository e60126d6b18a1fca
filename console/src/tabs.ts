/** The choices that an address may name. */
export const INCIDENT_TABS = ["now", "announcements", "report"] as const;
export const RANGES = ["3h", "24h", "7d", "30d"] as const;
export const SHOWN = ["help", "unreached", "safe", "reached", "all"] as const;
export const SETTINGS_TABS = ["organisation", "accounts", "contact-points", "audit", "me"] as const;
