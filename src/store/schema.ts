import type {
  Address,
  Consent,
  ConsentState,
  Contact,
  ContactImport,
  ContactImportError,
  ContactImportRow,
  Segment,
  UsableAddress,
} from "./schema/audience.ts";
import type { Announcement, ContactPoint, Incident, Playbook, Run, Task } from "./schema/crisis.ts";
import type {
  Attempt,
  Broadcast,
  Channel,
  ChannelRate,
  Chunk,
  Delivery,
  Inbox,
  Orphan,
  Reply,
  Spooled,
  Tally,
} from "./schema/delivery.ts";
import type {
  Assessment,
  Opinion,
  Platform,
  Report,
  Signal,
  Source,
  Stream,
  StreamPoint,
} from "./schema/detection.ts";
import type {
  Account,
  ApiKey,
  Event,
  LoginLink,
  Organisation,
  Seal,
  Session,
} from "./schema/identity.ts";

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
  signal: Signal;
  report: Report;
  stream: Stream;
  stream_point: StreamPoint;
  assessment: Assessment;
  opinion: Opinion;
  incident: Incident;
  playbook: Playbook;
  run: Run;
  task: Task;
  announcement: Announcement;
  contact_point: ContactPoint;
  contact: Contact;
  address: Address;
  consent: Consent;
  consent_state: ConsentState;
  usable_address: UsableAddress;
  segment: Segment;
  contact_import: ContactImport;
  contact_import_error: ContactImportError;
  contact_import_row: ContactImportRow;
  channel: Channel;
  channel_rate: ChannelRate;
  broadcast: Broadcast;
  chunk: Chunk;
  delivery: Delivery;
  attempt: Attempt;
  tally: Tally;
  inbox: Inbox;
  orphan: Orphan;
  reply: Reply;
  spooled: Spooled;
};
