/** A service we may depend on, as every new organisation finds it. */
export type PlatformDefault = {
  id: string;
  name: string;
  /** Platforms of one owner share their fate. */
  failureDomain: string;
  capabilities: string[];
};

const CHAT = ["send", "receive", "media", "calls", "templates", "login"];

export const PLATFORMS: readonly PlatformDefault[] = [
  { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: CHAT },
  { id: "messenger", name: "Messenger", failureDomain: "meta", capabilities: CHAT },
  { id: "instagram", name: "Instagram", failureDomain: "meta", capabilities: CHAT },
  { id: "facebook", name: "Facebook", failureDomain: "meta", capabilities: CHAT },
  { id: "telegram", name: "Telegram", failureDomain: "telegram", capabilities: CHAT },
  { id: "signal", name: "Signal", failureDomain: "signal", capabilities: CHAT },
  { id: "sms", name: "SMS", failureDomain: "carrier", capabilities: ["send", "receive"] },
  { id: "email", name: "E-mail", failureDomain: "email", capabilities: ["send", "receive"] },
];
