import type { z } from "zod";
import type { EventView } from "../../src/http/api/events.ts";
import type { ReportView } from "../../src/http/api/incident-reports.ts";
import type { QuestionView, SegmentView } from "../../src/http/api/segments.ts";
import type { AccountView, MeView, OrganisationView } from "../../src/http/api/views/account.ts";
import type { AnnouncementView } from "../../src/http/api/views/announcement.ts";
import type {
  BroadcastMay,
  BroadcastView,
  DeliveryView,
  PlanView,
  ProgressView,
  ReplyView,
} from "../../src/http/api/views/broadcast.ts";
import type { ChannelView, OutcomeView } from "../../src/http/api/views/channel.ts";
import type {
  ContactDeliveryView,
  ContactMay,
  ContactView,
  ImportErrorView,
  ImportSummaryView,
} from "../../src/http/api/views/contact.ts";
import type { ContactPointView } from "../../src/http/api/views/contact-point.ts";
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

export type Broadcast = BroadcastView;
export type BroadcastState = BroadcastView["state"];
export type BroadcastDetail = {
  broadcast: Broadcast;
  plan: Plan;
  progress: Progress;
  may: z.infer<typeof BroadcastMay>;
};
export type MessageTexts = BroadcastView["texts"];
export type Cascade = BroadcastView["cascade"];
export type Rung = Cascade["rungs"][number];
export type Success = Rung["success"];
export type BroadcastInput = {
  title: string;
  texts: MessageTexts;
  segmentId?: string;
  question?: Question;
  incidentId?: string;
  cascade?: Cascade;
};
export type Plan = PlanView;
export type PlanWarning = PlanView["warnings"][number];
export type Progress = ProgressView;
export type ChannelProgress = ProgressView["byChannel"][number];
export type Delivery = DeliveryView;
export type Reply = ReplyView;

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
export type Channel = ChannelView;
export type Outcome = z.infer<typeof OutcomeView>;

export type ContactPoint = ContactPointView;
