import type { Callback, Message } from "../../src/transports/transport.ts";

/** Some news, complete; a test says only what matters to it. */
export const aMessage = (change: Partial<Message> = {}): Message => ({
  reference: "t1-2s-0-1",
  heading: "WhatsApp est en panne",
  body: "Nos messages passent par SMS. Répondez 1 si tout va bien : https://example.org/r/abc",
  language: "fr",
  validityMs: 3_600_000,
  links: { answer: "https://example.org/r/abc", optOut: "https://example.org/r/def" },
  callbackUrl: "https://crisis.example.org/hooks/3",
  at: Date.parse("2026-03-01T10:00:00Z"),
  ...change,
});

/** A call from a provider. */
export const aCallback = (change: Partial<Callback> = {}): Callback => ({
  method: "POST",
  url: "https://crisis.example.org/hooks/3",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  receivedAt: Date.parse("2026-03-01T10:00:05Z"),
  ...change,
});
