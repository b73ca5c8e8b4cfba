import { Appointment } from './appointment.ts';
import { Associations } from './associations.ts';
import { WorklistItem, WriteBack } from './follow-up.ts';
import { GroupMessage, GroupPage, GroupPreview, GroupRecipient } from './group-messages.ts';
import { HistoryLine } from './history-line.ts';
import { Message } from './message.ts';
import { MessagePage } from './message-page.ts';
import { Key, NewKey } from './key.ts';
import { InboxReply, OptOut, ThreadLine } from './patient-words.ts';
import { Names, SavedNames } from './names.ts';
import { Order, OrderPage } from './order.ts';
import { Facility, Practice } from './practice.ts';
import { Provider } from './provider.ts';
import { Sender } from './sender.ts';
import { Problem } from './problem.ts';
import { RecallBookings } from './recall-bookings.ts';
import { Recall, RecallPage } from './recall.ts';
import { OrderReport, RecallReport } from './subject-reports.ts';
import { FacilityReport, MessageReport } from './reports.ts';
import { ChangePreview } from './change-preview.ts';
import { ClosureProposals, Closures } from './closure.ts';
import { Exclusion } from './exclusion.ts';
import { SettingChange } from './setting-change.ts';
import { Saved, Settings } from './settings.ts';
import { Kinds } from './kinds.ts';
import { Steps } from './steps.ts';
import { Copy } from './shapes.ts';
import { Quarantined, StartedSyncs, SyncRun } from './sync-run.ts';
import { SavedTemplates, Templates, TemplatesPreview } from './templates.ts';
import { EngineView } from './story.ts';
import { VisitPage } from './visit-page.ts';

/** What the description of the API names once and refers to: its components. */
export const namedSchemas = [
  Problem,
  Copy,
  Practice,
  Facility,
  Provider,
  Sender,
  Key,
  NewKey,
  Appointment,
  Message,
  HistoryLine,
  EngineView,
  VisitPage,
  Recall,
  RecallPage,
  Order,
  OrderPage,
  RecallReport,
  OrderReport,
  MessagePage,
  MessageReport,
  FacilityReport,
  SyncRun,
  StartedSyncs,
  Quarantined,
  InboxReply,
  ThreadLine,
  OptOut,
  WorklistItem,
  WriteBack,
  Settings,
  Saved,
  ChangePreview,
  SettingChange,
  Closures,
  Exclusion,
  GroupMessage,
  GroupPage,
  GroupPreview,
  GroupRecipient,
  ClosureProposals,
  Steps,
  Kinds,
  Templates,
  TemplatesPreview,
  SavedTemplates,
  Associations,
  Names,
  SavedNames,
  RecallBookings,
];
