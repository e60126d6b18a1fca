import type { TwoLanguages } from "./words.ts";

/** What the person signed in may do with the thing that carries it; the server decides. */
export type May = Record<string, boolean>;

export type Session = {
  me: { id: string; name: string; email: string; language: "fr" | "en"; roles: string[] };
  csrf: string;
  organisation: {
    name: string;
    mode: "training" | "live";
    timeZone: string;
    defaultLanguage: "fr" | "en";
    secondApprover: boolean;
  };
};

export type Level = "healthy" | "unclear" | "suspected" | "confirmed";
export type Addend = {
  kind: string;
  weight: number;
  code: string;
  params: Record<string, string | number>;
};
export type Assessment = {
  at: string;
  level: Level;
  class: string;
  confidence: number;
  crowdOnly: boolean;
  addends: Addend[];
};

export type Platform = {
  id: string;
  name: string;
  failureDomain: string;
  capabilities: string[];
  level: Level | null;
  class: string | null;
  confidence: number | null;
  since: string | null;
  openIncidentId: string | null;
};
export type Source = {
  id: string;
  sensor: string;
  platformId: string;
  name: string;
  enabled: boolean;
  health: "healthy" | "unhealthy" | "unknown";
  healthNote: string | null;
  lookedAt: string | null;
  everyMs: number;
  settings: Record<string, unknown>;
  may?: May;
};
export type Point = {
  at: string;
  count: number | null;
  expected: number;
  band: number;
  score: number;
  state: "quiet" | "watch" | "alert";
};

export type IncidentState = "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";
export type Incident = {
  id: string;
  platformId: string | null;
  platformName?: string | null;
  origin: string;
  state: IncidentState;
  class: string;
  title: TwoLanguages;
  drill: boolean;
  startedAt: string;
  openedAt: string;
  confirmedAt: string | null;
  monitoringAt: string | null;
  closedAt: string | null;
};
export type Task = {
  id: string;
  key: string;
  title: TwoLanguages;
  ownerRole: string;
  dueAt: string;
  state: "open" | "done" | "skipped";
  overdueAt: string | null;
  doneAt: string | null;
  doneBy: string | null;
  note: string | null;
  incidentId?: string;
  may?: May;
};
export type NoticeText = { title: string; message: string; advice: string; nextStep: string };
export type NoticeTexts = { fr: NoticeText; en: NoticeText };
export type Severity = "degraded" | "partial" | "major" | "resolved";
export type Announcement = {
  id: string;
  incidentId: string;
  state: "draft" | "approved" | "published" | "corrected" | "withdrawn";
  severity: Severity;
  texts: NoticeTexts;
  source: string;
  version: number;
  draftedBy: string;
  updatedAt: string;
  publishedAt: string | null;
  nextUpdateAt: string | null;
  may?: May;
};
export type LiveEvent = {
  id: number;
  at: string;
  actor: string;
  name: string;
  subject: { kind: string; id: string };
  incidentId: string | null;
  detail: Record<string, unknown>;
};
export type IncidentDetail = {
  incident: Incident;
  assessment: Assessment | null;
  tasks: Task[];
  announcements: Announcement[];
  broadcasts: { id: number; title: string; state: BroadcastState }[];
  may: May;
};

export type BroadcastState = "planned" | "approved" | "running" | "paused" | "done" | "cancelled";
export type MessageTexts = Record<"fr" | "en", { heading: string; body: string }>;
export type Question = {
  languages?: ("fr" | "en")[];
  countries?: string[];
  attributes?: Record<string, string[]>;
};
export type Success = "accepted" | "sent" | "delivered" | "read" | "replied";
export type Rung = { channelId: number; patienceMs: number; success: Success };
export type Cascade = { rungs: Rung[]; expiresAfterMs: number; triesMax: number };
export type BroadcastInput = {
  title: string;
  texts: MessageTexts;
  segmentId?: string;
  question?: Question;
  incidentId?: string;
  cascade?: Cascade;
};
export type Plan = {
  recipients: number;
  unreachable: { reason: string; count: number; sample: string[] }[];
  perChannel: {
    channelId: number;
    name: string;
    reach: number;
    first: number;
    ratePerSecond: number;
    durationSeconds: number;
  }[];
  durationSeconds: number;
  segmentsPerSms: number | { fr: number; en: number } | null;
  warnings: string[];
};
export type Broadcast = {
  id: number;
  incidentId: string | null;
  title: string;
  texts: MessageTexts;
  state: BroadcastState;
  drill: boolean;
  recipients: number;
  plannedBy: string;
  plannedAt: string;
  approvedBy: string | null;
  approvedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  cascade?: Cascade;
};
export type ChannelProgress = {
  channelId: number;
  name: string;
  accepted: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
};
export type Progress = {
  recipients: number;
  settled: number;
  byFact: { accepted: number; sent: number; delivered: number; read: number; replied: number };
  byChannel: ChannelProgress[];
  reached: number;
  unreached: number;
  waiting: number;
  answers: { safe: number; help: number };
  perSecond: number;
  etaSeconds: number | null;
};
export type Delivery = {
  ordinal: number;
  contactId: number;
  name: string;
  fact: string;
  channel: string | null;
  settled: string | null;
  why: string | null;
  answer: string | null;
  answerAt: string | null;
};

export type Contact = {
  id: number;
  name: string;
  language: "fr" | "en";
  country: string | null;
  addresses: { kind: string; value: string; state: string }[];
  consents: { kind: string; state: string; source: string; at: string; wording: string }[];
  attributes: Record<string, string>;
};
export type ImportError = {
  line: number;
  column: string;
  code: string;
  value: string;
  params?: Record<string, string | number>;
};
export type ImportSummary = Record<string, unknown>;
export type Segment = { id: string; name: string; question: Question };
export type SegmentCount = { contacts: number; byKind: Record<string, number> };

export type Field = {
  name: string;
  label: string | TwoLanguages;
  hint?: string | TwoLanguages | null;
  type: "text" | "url" | "number" | "boolean" | "secret" | "select";
  required: boolean;
  options?: string[] | { value: string; label: string }[];
  default?: unknown;
};
export type Description = {
  kind: string;
  title: string | TwoLanguages;
  addressKind?: string;
  fields: Field[];
};
export type Channel = {
  id: number;
  transport: string;
  name: string;
  addressKind: string;
  platformId: string | null;
  settings: Record<string, unknown>;
  secretsSet?: string[];
  enabled: boolean;
  drill: boolean;
  perSecond: number;
  state: "up" | "probing" | "down";
  stateReason: string;
  stateSource: string;
  stateAt: string;
  may?: May;
};

export type Account = {
  id: string;
  email: string;
  name: string;
  language: "fr" | "en";
  roles: string[];
  disabled: boolean;
  may?: May;
};
export type ContactPoint = {
  id: string;
  name: TwoLanguages;
  kind: string;
  platformId: string | null;
  link: string | null;
  hours: Partial<Record<string, [string, string][]>> | null;
  languages: ("fr" | "en")[];
  waitingMinutes: number | null;
  baseline: string;
  position: number;
  may?: May;
};
export type Organisation = {
  name: string;
  mode: "training" | "live";
  timeZone: string;
  defaultLanguage: "fr" | "en";
  defaultCountry: string;
  secondApprover: boolean;
  may?: May;
};
