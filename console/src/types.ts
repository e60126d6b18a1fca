import type { z } from "zod";
import type { EventView } from "../../src/http/api/events.ts";
import type { ReportView } from "../../src/http/api/incident-reports.ts";
import type { SegmentView, QuestionView } from "../../src/http/api/segments.ts";
import type { AccountView, MeView, OrganisationView } from "../../src/http/api/views/account.ts";
import type { AnnouncementView } from "../../src/http/api/views/announcement.ts";
import type { ContactPointView } from "../../src/http/api/views/contact-point.ts";
import type {
  ContactDeliveryView,
  ContactMay,
  ContactView,
  ImportErrorView,
  ImportSummaryView,
} from "../../src/http/api/views/contact.ts";
import type { IncidentMay, IncidentView, TaskView } from "../../src/http/api/views/incident.ts";
import type { AssessmentView, PlatformView, PointView } from "../../src/http/api/views/platform.ts";
import type { SensorView, SourceView } from "../../src/http/api/views/source.ts";

/** What the person signed in may do with the thing that carries it; the server decides. */
export type May = Record<string, boolean>;

export type Session = { me: MeView; csrf: string; organisation: OrganisationView };
export type Account = AccountView;
export type Organisation = OrganisationView;

export type Platform = PlatformView;
export type Assessment = AssessmentView;
export type Addend = AssessmentView["addends"][number];
export type Source = SourceView;
export type Point = z.infer<typeof PointView>;

export type Incident = IncidentView;
export type Task = TaskView;
export type Announcement = AnnouncementView;
export type NoticeTexts = AnnouncementView["texts"];
export type NoticeText = NoticeTexts["fr"];
export type Severity = AnnouncementView["severity"];
export type LiveEvent = EventView;
export type Report = ReportView;
export type IncidentDetail = {
  incident: Incident;
  assessment: Assessment | null;
  tasks: Task[];
  announcements: Announcement[];
  broadcasts: { id: number; title: string; state: string }[];
  may: z.infer<typeof IncidentMay>;
};

export type BroadcastState = "planned" | "approved" | "running" | "paused" | "done" | "cancelled";
export type MessageTexts = Record<"fr" | "en", { heading: string; body: string }>;
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
export type SmsSize = { alphabet: string; units?: number; segments: number };
export type PlanWarning = { code: string } & Record<string, unknown>;
export type Plan = {
  recipients: number;
  people?: number;
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
  segmentsPerSms: { fr: SmsSize; en: SmsSize } | null;
  warnings: PlanWarning[];
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


export type Contact = ContactView;
export type Person = ContactView & {
  deliveries: z.infer<typeof ContactDeliveryView>[];
  may: z.infer<typeof ContactMay>;
};
export type ImportError = ImportErrorView;
export type ImportSummary = ImportSummaryView;
export type Question = QuestionView;
export type Segment = SegmentView;
export type SegmentCount = { contacts: number; byKind: Record<string, number> };

export type Description = Pick<z.infer<typeof SensorView>, "kind" | "title" | "fields">;
export type Field = Description["fields"][number];
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

export type ContactPoint = ContactPointView;
