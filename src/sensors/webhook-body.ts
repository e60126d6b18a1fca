import { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import type { Alert, AlertSeverity } from "../domain/trigger.ts";
import { longText, titleLine, webLink } from "./trigger-fields.ts";

const ALERTS_MAX = 100;
const KEY_LENGTH_MAX = 200;

/** How loud other systems call it, in our words. */
const SEVERITIES: Readonly<Record<string, AlertSeverity>> = {
  info: "minor",
  information: "minor",
  minor: "minor",
  low: "minor",
  warning: "moderate",
  moderate: "moderate",
  medium: "moderate",
  error: "severe",
  major: "severe",
  severe: "severe",
  high: "severe",
  critical: "extreme",
  emergency: "extreme",
  extreme: "extreme",
  page: "extreme",
};
const severity = z
  .string()
  .optional()
  .transform((word): AlertSeverity => SEVERITIES[word?.trim().toLowerCase() ?? ""] ?? "unknown");

const key = z
  .string()
  .trim()
  .min(1)
  .max(KEY_LENGTH_MAX)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "no text");
const said = z.string().trim().min(1).max(2_000);
const InBoth = z.union([
  said.transform((text): TwoLanguages => ({ fr: text, en: text })),
  z.object({ fr: said, en: said }),
]);

/** Our own form. */
const Plain = z.object({
  key,
  title: InBoth.optional(),
  message: InBoth.optional(),
  severity,
  state: z.enum(["open", "resolved"]).default("open"),
  link: z.string().default(""),
});

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const Alertmanager = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(["firing", "resolved"]),
        fingerprint: key,
        labels: z.record(z.string(), z.string()).default({}),
        annotations: z.record(z.string(), z.string()).default({}),
        startsAt: z.string().default(""),
        generatorURL: z.string().default(""),
      }),
    )
    .max(ALERTS_MAX),
});

/** Uptime Kuma's webhook: 0 is down, 1 is up, 2 is not sure yet, 3 is maintenance. */
const Kuma = z.object({
  monitor: z.object({ id: z.union([z.number(), z.string()]), name: z.string() }).nullable(),
  heartbeat: z.object({ status: z.number(), msg: z.string().default("") }).nullable(),
  msg: z.string().default(""),
});

/** What another system pushed, or null where it is in no form we know. */
export function readPushed(body: unknown, now: number): Alert[] | null {
  const plain = Plain.safeParse(body).data;
  if (plain) return fromPlain(plain, now);
  const prometheus = Alertmanager.safeParse(body).data;
  if (prometheus) return prometheus.alerts.map((alert) => fromAlertmanager(alert, now));
  const kuma = Kuma.safeParse(body).data;
  return kuma ? fromKuma(kuma, now) : null;
}

const blank = (now: number) => ({
  references: [],
  saidAt: now,
  startedAt: now,
  expiresAt: null,
  drill: false,
});
const both = (text: string): TwoLanguages => ({ fr: text, en: text });
const lines = ({ fr, en }: TwoLanguages): TwoLanguages => ({
  fr: titleLine(fr),
  en: titleLine(en),
});

function fromPlain(body: z.infer<typeof Plain>, now: number): Alert[] | null {
  const { message = both(""), state, link } = body;
  // What is over needs no headline; what begins does.
  const title = body.title ?? (state === "resolved" ? both(body.key) : null);
  if (!title) return null;
  return [
    {
      ...blank(now),
      key: body.key,
      state: state === "resolved" ? "over" : "open",
      title: lines(title),
      text: { fr: longText(message.fr), en: longText(message.en) },
      severity: body.severity,
      link: webLink(link),
    },
  ];
}

function fromAlertmanager(
  alert: z.infer<typeof Alertmanager>["alerts"][number],
  now: number,
): Alert {
  const { status, fingerprint, labels, annotations, startsAt, generatorURL } = alert;
  const began = Date.parse(startsAt);
  const title = annotations["summary"] ?? labels["alertname"] ?? fingerprint;
  const text = annotations["description"] ?? annotations["message"] ?? "";
  return {
    ...blank(now),
    key: fingerprint,
    state: status === "resolved" ? "over" : "open",
    startedAt: Number.isNaN(began) ? now : Math.min(began, now),
    title: both(titleLine(title)),
    text: both(longText(text)),
    severity: severity.parse(labels["severity"]),
    link: webLink(generatorURL),
  };
}

function fromKuma({ monitor, heartbeat, msg }: z.infer<typeof Kuma>, now: number): Alert[] {
  // Its test message has neither; while it retries or is maintained, nothing has happened yet.
  if (!monitor || !heartbeat || heartbeat.status === 2 || heartbeat.status === 3) return [];
  return [
    {
      ...blank(now),
      key: `monitor ${monitor.id}`.slice(0, KEY_LENGTH_MAX),
      state: heartbeat.status === 1 ? "over" : "open",
      title: both(titleLine(monitor.name)),
      text: both(longText(heartbeat.msg || msg)),
      severity: "unknown",
      link: null,
    },
  ];
}
