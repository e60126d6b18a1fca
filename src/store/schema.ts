import type {
  Address,
  AddressProof,
  Consent,
  ConsentState,
  Contact,
  ContactImport,
  ContactImportError,
  ContactImportRow,
  ReachCount,
  ReachList,
  Segment,
  Suppression,
  UsableAddress,
} from "./schema/audience.ts";
import type { CopyTable } from "./schema/copies.ts";
import type { Announcement, ContactPoint, Incident, Playbook, Run, Task } from "./schema/crisis.ts";
import type {
  AccountNote,
  Attempt,
  Backup,
  Broadcast,
  BusyLine,
  Canary,
  Care,
  Channel,
  ChannelRate,
  Chunk,
  Delivery,
  DeliverySum,
  Inquiry,
  ProviderNumber,
  SharedLimit,
  SharedPerson,
  StopAnswer,
  Tally,
} from "./schema/delivery.ts";
import type {
  Assessment,
  Listening,
  Opinion,
  Platform,
  Report,
  ReportComment,
  ReportSalt,
  Signal,
  Source,
  Stream,
  StreamPoint,
} from "./schema/detection.ts";
import type { CalendarEntryTable, FeedLagTable } from "./schema/foresight.ts";
import type {
  ForumQuestionTable,
  ForumTable,
  ForumVoiceTable,
  PollTable,
  PollVoteTable,
} from "./schema/forum.ts";
import type { Inbox, Orphan, Reply, Spooled, UnreadReply } from "./schema/heard.ts";
import type {
  FaqEntryTable,
  FaqTextTable,
  FaqVersionTable,
  FaqVoteTable,
  TicketLineTable,
  TicketMailTable,
  TicketTable,
} from "./schema/help.ts";
import type {
  Account,
  ApiKey,
  Event,
  LoginLink,
  Organisation,
  Seal,
  Session,
} from "./schema/identity.ts";
import type {
  ContactHookEventTable,
  ContactHookTable,
  ContactPullMemberTable,
  ContactPullRunTable,
  ContactPullTable,
  OfflineSendingTable,
  OfflineSentTable,
} from "./schema/offline.ts";
import type { OutletPostTable, OutletTable } from "./schema/outlets.ts";
import type { MaintenanceTable, MaintenanceUpdateTable, PublicPageTable } from "./schema/pages.ts";
import type {
  DryRun,
  MessageTemplate,
  SendingStop,
  Spending,
  Tester,
  TestMessage,
} from "./schema/planner.ts";
import type { SigningKey } from "./schema/signing.ts";
import type {
  Subscriber,
  SubscriberDay,
  SubscriberEnd,
  SubscriberFuse,
  SubscriberMeter,
  Telling,
  TellingChunk,
  Told,
} from "./schema/subscribers.ts";
import type { Alert } from "./schema/triggers.ts";
import type {
  AnnouncementSignature,
  Rumour,
  RumourQuestion,
  RumourVersion,
} from "./schema/verify.ts";

/** Every table of the database, by name. */
export type Schema = {
  organisation: Organisation;
  account: Account;
  session: Session;
  login_link: LoginLink;
  api_key: ApiKey;
  event: Event;
  seal: Seal;
  platform: Platform;
  source: Source;
  listening: Listening;
  signal: Signal;
  report: Report;
  report_salt: ReportSalt;
  report_comment: ReportComment;
  stream: Stream;
  stream_point: StreamPoint;
  assessment: Assessment;
  opinion: Opinion;
  incident: Incident;
  alert: Alert;
  playbook: Playbook;
  run: Run;
  task: Task;
  announcement: Announcement;
  contact_point: ContactPoint;
  contact: Contact;
  address: Address;
  address_proof: AddressProof;
  consent: Consent;
  consent_state: ConsentState;
  usable_address: UsableAddress;
  segment: Segment;
  suppression: Suppression;
  reach_count: ReachCount;
  reach_list: ReachList;
  offline_sending: OfflineSendingTable;
  offline_sent: OfflineSentTable;
  contact_pull: ContactPullTable;
  contact_pull_run: ContactPullRunTable;
  contact_pull_member: ContactPullMemberTable;
  contact_hook: ContactHookTable;
  contact_hook_event: ContactHookEventTable;
  contact_import: ContactImport;
  contact_import_error: ContactImportError;
  contact_import_row: ContactImportRow;
  channel: Channel;
  channel_rate: ChannelRate;
  shared_limit: SharedLimit;
  shared_person: SharedPerson;
  provider_number: ProviderNumber;
  stop_answer: StopAnswer;
  backup: Backup;
  account_note: AccountNote;
  message_template: MessageTemplate;
  dry_run: DryRun;
  tester: Tester;
  test_message: TestMessage;
  spending: Spending;
  canary: Canary;
  broadcast: Broadcast;
  sending_stop: SendingStop;
  care: Care;
  chunk: Chunk;
  delivery: Delivery;
  delivery_sum: DeliverySum;
  attempt: Attempt;
  inquiry: Inquiry;
  busy_line: BusyLine;
  tally: Tally;
  inbox: Inbox;
  orphan: Orphan;
  reply: Reply;
  unread_reply: UnreadReply;
  spooled: Spooled;
  signing_key: SigningKey;
  copy: CopyTable;
  announcement_signature: AnnouncementSignature;
  rumour: Rumour;
  rumour_version: RumourVersion;
  rumour_question: RumourQuestion;
  calendar_entry: CalendarEntryTable;
  feed_lag: FeedLagTable;
  faq_entry: FaqEntryTable;
  faq_text: FaqTextTable;
  faq_version: FaqVersionTable;
  faq_vote: FaqVoteTable;
  forum: ForumTable;
  forum_question: ForumQuestionTable;
  forum_voice: ForumVoiceTable;
  poll: PollTable;
  poll_vote: PollVoteTable;
  ticket: TicketTable;
  ticket_line: TicketLineTable;
  ticket_mail: TicketMailTable;
  maintenance: MaintenanceTable;
  maintenance_update: MaintenanceUpdateTable;
  public_page: PublicPageTable;
  outlet: OutletTable;
  outlet_post: OutletPostTable;
  subscriber: Subscriber;
  telling: Telling;
  telling_chunk: TellingChunk;
  told: Told;
  subscriber_meter: SubscriberMeter;
  subscriber_day: SubscriberDay;
  subscriber_end: SubscriberEnd;
  subscriber_fuse: SubscriberFuse;
};
