import type { z } from "zod";
import type { BackupView } from "../../src/http/api/backups.ts";
import type { AuditView, EventView } from "../../src/http/api/events.ts";
import type { ReportView } from "../../src/http/api/incident-reports.ts";
import type { SeriesView, SharesView } from "../../src/http/api/platform-evidence.ts";
import type { PlaybookView } from "../../src/http/api/playbooks.ts";
import type { CommentsView, CommentView } from "../../src/http/api/report-comments.ts";
import type { SafetyLineView, PlaceView as SafetyPlaceView } from "../../src/http/api/safety.ts";
import type { SegmentView } from "../../src/http/api/segments.ts";
import type { SendingView } from "../../src/http/api/sending.ts";
import type { AsideView } from "../../src/http/api/set-aside.ts";
import type { AccountView, MeView, OrganisationView } from "../../src/http/api/views/account.ts";
import type { AnnouncementView } from "../../src/http/api/views/announcement.ts";
import type { CheckView } from "../../src/http/api/views/announcement-check.ts";
import type {
  BroadcastMay,
  BroadcastView,
  DeliveryView,
  FollowerView,
  ProgressView,
  ReplyView,
} from "../../src/http/api/views/broadcast.ts";
import type { CapabilityView } from "../../src/http/api/views/capability.ts";
import type {
  AccountNoteView,
  ChannelView,
  OutcomeView,
  PauseView,
  SharedLimitView,
  TemplateView,
  TransportView,
} from "../../src/http/api/views/channel.ts";
import type {
  ContactDeliveryView,
  ContactMay,
  ContactView,
  ImportErrorView,
  ImportSummaryView,
  OfflineToPersonView,
  SuppressionView,
} from "../../src/http/api/views/contact.ts";
import type { ContactPointView } from "../../src/http/api/views/contact-point.ts";
import type {
  CopyView,
  DestinationView,
  EmbeddingView,
  OwnCopyView,
} from "../../src/http/api/views/copy.ts";
import type { IncidentMay, IncidentView, TaskView } from "../../src/http/api/views/incident.ts";
import type { NetworkView, OutletView, PostView } from "../../src/http/api/views/outlet.ts";
import type { OutletPreviewsView } from "../../src/http/api/views/outlet-previews.ts";
import type { PlanView } from "../../src/http/api/views/plan.ts";
import type {
  AssessmentView,
  ChangeView,
  PlatformView,
  PointView,
} from "../../src/http/api/views/platform.ts";
import type { AreaView, QuestionView } from "../../src/http/api/views/question.ts";
import type { ReachabilityView } from "../../src/http/api/views/reachability.ts";
import type { SeenSourceView, SensorView, SourceView } from "../../src/http/api/views/source.ts";
import type {
  AudienceView,
  SubscribersView,
  SubscriberView,
  TellingView,
} from "../../src/http/api/views/subscriber.ts";
import type { DryRunView, TesterView, TestMessageView } from "../../src/http/api/views/trial.ts";

/** What the person signed in may do with the thing that carries it; the server decides. */
export type May = Record<string, boolean>;

export type Session = { me: MeView; csrf: string; organisation: OrganisationView };
export type Account = AccountView;
export type Organisation = OrganisationView;

export type Platform = PlatformView;
export type Assessment = AssessmentView;
export type Addend = AssessmentView["addends"][number];
export type Change = ChangeView;
export type Moved = ChangeView["moved"][number];
export type Source = SourceView;
export type SeenSource = SeenSourceView;
export type Capability = CapabilityView;
export type PlatformDetail = {
  platform: Platform;
  assessment: Assessment | null;
  capabilities: Capability[];
  capabilitiesText: { fr: string; en: string } | null;
  sources: SeenSource[];
  streams: { id: string; kind: string }[];
  openIncidentId: string | null;
  may: May;
};
export type Series = SeriesView;
export type Shares = SharesView;
export type Point = z.infer<typeof PointView>;

export type Comment = CommentView;
export type Comments = CommentsView;

export type Playbook = PlaybookView;
export type PlaybookStep = PlaybookView["steps"][number];

export type Incident = IncidentView;
export type Task = TaskView;
export type Announcement = AnnouncementView;
export type NoticeTexts = AnnouncementView["texts"];
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
  followers: Follower[];
  may: z.infer<typeof BroadcastMay>;
};
export type Follower = FollowerView;
export type Asks = BroadcastView["asks"];
export type Insist = NonNullable<BroadcastView["insist"]>;
export type Sending = SendingView;
export type SafetyLine = SafetyLineView;
export type SafetyPlace = SafetyPlaceView;
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
  asks?: Asks;
  insist?: Insist | null;
  cohort?: boolean;
  first?: string[];
  budgetCents?: number | null;
};
export type DryRun = DryRunView;
export type DryRunResult = NonNullable<DryRunView["result"]>;
export type TestMessage = TestMessageView;
export type Tester = TesterView;
export type Reachability = ReachabilityView;
export type MessageTemplate = TemplateView;
export type Plan = PlanView;
export type PlanWarning = PlanView["warnings"][number];
export type Progress = ProgressView;
export type ChannelProgress = ProgressView["byChannel"][number];
export type Delivery = DeliveryView;
export type Reply = ReplyView;

export type Contact = ContactView;
export type ListedContact = ContactView & { reachability: number };
export type Person = ContactView & {
  deliveries: z.infer<typeof ContactDeliveryView>[];
  offline: z.infer<typeof OfflineToPersonView>[];
  suppressed: { address: string | null; reason: string }[];
  may: z.infer<typeof ContactMay>;
};
export type ImportError = ImportErrorView;
export type ImportSummary = ImportSummaryView;
export type Question = QuestionView;
export type Suppression = z.infer<typeof SuppressionView>;
export type Suppressions = {
  suppressions: Suppression[];
  total: number;
  next: string | null;
  may?: May;
};
export type Area = z.infer<typeof AreaView>;
export type Segment = SegmentView;
export type SegmentCount = { contacts: number; byKind: Record<string, number> };

export type Description = Pick<z.infer<typeof SensorView>, "kind" | "title" | "fields">;
/** What a sensor says of itself beyond that: what kind of signal it brings, and how often. */
export type SensorDescription = z.infer<typeof SensorView>;
export type Field = Description["fields"][number];
export type Channel = ChannelView;
export type Transport = TransportView;
export type SharedLimit = SharedLimitView;
export type Backup = BackupView;
export type Outlet = OutletView;
export type Network = NetworkView;
export type OutletPost = PostView;
export type Check = CheckView;
export type LintFinding = CheckView["findings"][number];
export type OutletPreviews = OutletPreviewsView;
export type WrittenPost = CheckView["posts"][number];
export type AccountNote = AccountNoteView;
export type ChannelPause = PauseView;
export type Aside = AsideView;
export type Audit = AuditView;
export type Outcome = z.infer<typeof OutcomeView>;

export type Subscribers = SubscribersView;
export type Subscriber = SubscriberView;
export type SubscriberEnd = Subscribers["ends"]["recent"][number];
export type Telling = TellingView;
export type Audience = AudienceView;
export type ContactPoint = ContactPointView;

export type Copy = CopyView;
export type WhereTo = DestinationView;
export type Embedding = EmbeddingView;
export type Copies = { copies: Copy[]; own: OwnCopyView; destinations: WhereTo[]; may: May };
export type Sentence = NonNullable<CopyView["trouble"]>;
