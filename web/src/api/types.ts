// The shapes of the HTTP interface as the screens use them, out of the generated description
// (`npm run types`). Here only what the description leaves open is narrowed: the server always
// sends every field, and its words for states, urgency and the like form closed lists.
import type { components, paths } from './schema';

type Schemas = components['schemas'];
type Told<T> = T extends object ? { [Key in keyof T]-?: Told<T[Key]> } : T;
type View<Name extends keyof Schemas> = Told<Schemas[Name]>;
type With<T, Narrowed> = Omit<T, keyof Narrowed> & Narrowed;

type Filled<Path> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;

/** The addresses there are, with anything in the place of ids. */
export type Address = Filled<keyof paths>;

export type ReadingState = 'waiting' | 'read' | 'not_yet_read' | 'unreadable' | 'quarantined';
export type Urgency = 'normal' | 'urgent' | 'very_urgent' | 'flash';
export type Direction = 'incoming' | 'outgoing';
export type Scope = 'read' | 'write' | 'admin';
export type Sort = 'relevance' | 'newest' | 'oldest';

export type Me = View<'MeView'>;
export type Position = View<'PositionView'>;
export type Session = View<'SessionView'>;
export type SignIn = View<'SignInView'>;
export type Token = With<View<'TokenView'>, { scopes: Scope[] }>;
export type MadeToken = { token: Token; secret: string | null };
export type Passkey = View<'PasskeyView'>;
export type PasskeyOptions = View<'PasskeyOptionsView'>;
export type PasskeyWish = View<'PasskeyWish'>;
export type PasskeyChallenge = View<'ChallengeView'>;
export type PasskeyAnswer = View<'PasskeyAnswer'>;
export type Code = View<'CodeView'>;
export type NewCode = View<'NewCodeView'>;
export type AuditLine = With<View<'AuditLine'>, { about: With<View<'AboutView'>, { what: 'paper' | 'hidden_paper' | 'person' | 'unit' | 'register' | 'other' }> }>;
export type Proof = With<View<'ProofView'>, { fault: { what: 'altered' | 'missing' | 'inserted'; seq: number } | null }>;
export type Made = View<'Made'>;
export type Kind = View<'KindView'>;
export type Unit = View<'UnitView'>;
export type Person = View<'PersonRow'>;
export type NewPerson = View<'PersonWish'>;
export type DeadJob = View<'DeadJobView'>;

export type Fields = With<View<'FieldsBody'>, { direction: Direction | null; urgency: Urgency }>;
export type DocumentSummary = With<
  View<'DocumentSummary'>,
  { direction: Direction | null; urgency: Urgency; state: ReadingState }
>;
export type FileView = With<View<'FileView'>, { state: ReadingState }>;
export type DocumentView = With<
  Told<Schemas['DocumentView']>,
  DocumentSummary & { files: FileView[]; duplicates: DocumentSummary[] }
>;
export type DocumentEvent = View<'EventView'>;
/** How far the recognition of a page is. */
export type PageState = 'waiting' | 'recognised' | 'blank' | 'failed';
export type PageSize = With<
  View<'PageRef'>,
  { recognition: With<View<'PageRecognition'>, { state: PageState }> | null }
>;
export type PageText = View<'PageView'>;
/** Start and end in the text (UTF-16 units), then x, y, width, height in points from the top left. */
export type WordBox = PageText['words'][number];

/** For which field something was read; several values may bear the same one. */
export type SuggestedField =
  | 'superior' | 'issuer' | 'code' | 'place' | 'issued_on' | 'kind' | 'subject' | 'urgency' | 'addressees'
  | 'signer_prefix' | 'signer_post' | 'signer' | 'page_count' | 'due' | 'references';
/** A rectangle in points from the top left of the page as it is shown. */
export type PlaceOnPage = View<'RectangleView'>;
export type Suggestion = With<View<'SuggestionView'>, { field: SuggestedField }>;
export type Reference = View<'ReferenceView'>;
export type Suggestions = With<View<'SuggestionsView'>, { items: Suggestion[]; references: Reference[] }>;

export type Hit = With<View<'HitView'>, { document: DocumentSummary }>;
export type FacetValue = View<'FacetValue'>;
export type FacetName = keyof View<'FacetsView'>;
export type SearchNote = With<View<'NoteView'>, { params: Record<string, unknown> }>;
export type SearchAnswer = With<View<'SearchView'>, { items: Hit[]; note: SearchNote | null }>;
export type Why = View<'WhyView'>;
export type SavedSearch = View<'SavedSearchView'>;
export type Status = With<View<'StatusView'>, { papers_by_state: { state: ReadingState; count: number }[] }>;

export type TaskKind =
  | 'register' | 'submit' | 'distribute' | 'lead' | 'support' | 'inform' | 'confirm' | 'extension'
  | 'draft' | 'opinion' | 'initial' | 'content' | 'form' | 'final' | 'number' | 'dispatch' | 'answer_recall';
export type Outcome =
  | 'done' | 'returned' | 'refused' | 'taken_back' | 'handed_over' | 'granted' | 'denied' | 'dropped' | 'recalled' | 'undone';
export type Phase =
  | 'received' | 'registered' | 'submitted' | 'in_progress' | 'to_confirm' | 'finished' | 'returned_to_sender' | 'recalled';
export type RemarkKind = 'instruction' | 'note' | 'reason' | 'progress' | 'result' | 'opinion';
/** What an action on a paper sends, told apart by `action`. */
export type ActionBody = Schemas['ActionBody'];
export type Verb = ActionBody['action'] | 'register';
export type Party = Schemas['Party'];
export type PartyView = View<'PartyView'>;
export type Task = With<
  View<'TaskView'>,
  { kind: TaskKind; urgency: Urgency; closed: With<View<'ClosedView'>, { outcome: Outcome }> | null }
>;
export type Remark = With<View<'RemarkView'>, { kind: RemarkKind }>;
export type WorkAction = With<View<'WorkAction'>, { action: Verb }>;
export type WorkView = With<View<'WorkView'>, {
  phase: Phase | null;
  tasks: Task[];
  remarks: Remark[];
  actions: WorkAction[];
  /** `until`: the same as `seconds`, as a moment of this device in ms. */
  undo?: (View<'UndoView'> & { until: number }) | null;
  answered_by: DocumentSummary[];
  answers: DocumentSummary[];
}>;
export type DraftVerb =
  | 'draft' | 'add_version' | 'submit' | 'ask_opinions' | 'give_opinion' | 'go_on_without' | 'approve' | 'return'
  | 'withdraw' | 'abandon' | 'number' | 'stamp' | 'stamp_by_hand' | 'go_unstamped' | 'issue' | 'dispatch' | 'recall' | 'replace' | 'correct_by_letter' | 'note_return';
export type DraftPhase =
  | 'drafting' | 'in_approval' | 'to_number' | 'to_dispatch' | 'finished' | 'recalled' | 'abandoned';
export type DraftsAt = 'drafting' | 'in_approval' | 'issuing' | 'ended';
export type StepKind = 'opinion' | 'initial' | 'content' | 'form' | 'final';
/** What an action on an outgoing paper sends, told apart by `action`. */
export type DraftActionBody =
  | Exclude<Schemas['DraftActionBody'], { action: 'dispatch' }>
  | { action: 'dispatch'; recipients: Recipient[] };
export type DraftWish = Schemas['DraftWish'];
export type DraftFile = With<View<'DraftFileView'>, { state: ReadingState }>;
export type Version = With<View<'VersionView'>, { files: DraftFile[] }>;
export type Run = With<View<'RunView'>, { place: 'with_drafter' | 'at_stage' | 'approved' }>;
export type Approval = With<View<'ApprovalView'>, { step: StepKind }>;
export type Recipient =
  | { is: 'organisation'; organisation: string }
  | { is: 'unit'; unit: string }
  | { is: 'outside'; name: string; channel: string };
export type Sent = With<View<'SentView'>, { to: Recipient }>;
export type SentStatus =
  | 'arrived' | 'refused' | 'registered' | 'assigned' | 'in_progress' | 'done' | 'recall_asked' | 'recall_agreed' | 'recall_refused';
/** What became of a paper at an agency of this installation it was sent to. */
export interface Consignment {
  to: { id: string; name: string };
  statuses: { status: SentStatus; at: string; reason: string | null }[];
}
export type DraftAction = With<View<'WorkAction'>, { action: DraftVerb }>;
export type Draft = With<View<'DraftView'>, {
  phase: DraftPhase | null;
  versions: Version[];
  run: Run | null;
  approvals: Approval[];
  sent: Sent[];
  /** Only where the server tells of them. */
  consignments?: Consignment[];
  actions: DraftAction[];
}>;
export type DraftItem = With<View<'DraftItem'>, {
  document: DocumentSummary;
  phase: DraftPhase | null;
  waits_for: Task[];
}>;
export type Comparison = View<'ComparisonView'>;
export type Compared = Comparison['files'][number];
export type Paragraph = Compared['paragraphs'][number];
export type Agency = View<'AgencyView'>;
export interface Route {
  route: string;
  version: number;
  published_at: string | null;
  definition: RouteDefinition;
}
export type Colleague = View<'Items_ColleagueView'>['items'][number];
export type DayKind = 'holiday' | 'compensatory_off' | 'working_day' | 'half_day';
export type CalendarYear = With<View<'CalendarView'>, { days: With<View<'DayView'>, { kind: DayKind }>[] }>;
export type OfficeHours = View<'HoursBody'>;
export type Reminders = View<'RemindersBody'>;
export type RemindersView = View<'RemindersView'>;
export type Book = 'incoming' | 'outgoing' | 'copies';
export type EntryState = 'used' | 'reserved' | 'given_up' | 'cancelled';
export type Register = With<View<'RegisterView'>, { book: Book }>;
export type RegisterYear = View<'YearView'>;
export type Capacity = 'substitute' | 'deputy' | 'order' | 'authorised';
export type Delegation = With<View<'DelegationView'>, { capacity: Capacity }>;
export type DelegationWish = With<View<'DelegationWish'>, { capacity: Capacity }>;
export type Reader = View<'ReaderView'>;
export type Verdict = View<'VerdictView'>;
export type Views = View<'ViewsView'>;
export type WideningState = 'pending' | 'confirmed' | 'declined' | 'ended';
export type Widening = With<View<'WideningView'>, { state: WideningState }>;
export type Widenings = With<View<'WideningsView'>, { items: Widening[] }>;
export type PendingWidening = Widening & { document: DocumentSummary };
export type Waiting = View<'WaitingView'>;
export type Appointment = View<'AppointmentWish'>;
export type HandedOver = View<'HandOverView'>;
export type Action = View<'ActionView'>;
export type Role = 'clerk' | 'chief_of_office' | 'leader' | 'head_of_unit' | 'specialist' | 'archivist' | 'administrator';
/** Whom a step of a route waits for. */
export type Who =
  | { is: 'person'; person: string }
  | { is: 'position'; position: string }
  | { is: 'unit_head'; unit: string }
  | { is: 'drafter_unit_head' }
  | { is: 'role' | 'chosen_at_submission'; role: Role };
export type TermUnit = 'minutes' | 'working_hours' | 'working_days' | 'calendar_days' | 'months' | 'years';
export interface RouteStep {
  key: string;
  kind: StepKind;
  who: Who;
  due?: { unit: TermUnit; amount: number };
}
export interface RouteStage {
  name: string;
  steps: RouteStep[];
}
/** A way of approval as the administrator writes it: stages one after another, steps of a stage side by side. */
export interface RouteDefinition {
  name: string;
  kinds: string[];
  stages: RouteStage[];
}
export type RouteVersion = With<View<'RouteVersionView'>, { definition: RouteDefinition }>;
export type TemplatePart = With<View<'TemplatePartView'>, { part: 'lead' | 'support' | 'inform' }>;
export type Template = With<View<'TemplateView'>, { urgency: Urgency; parts: TemplatePart[] }>;
export type TemplatesView = With<View<'TemplatesView'>, { items: Template[] }>;
export type TemplateWish = Schemas['TemplateBody'];
export type TemplateOffer = View<'OfferView'>;
/** A way in which the person passed papers of an issuer before. */
export type Way = With<View<'WayView'>, Pick<Template, 'parts' | 'term'>>;
export type TemplateOffers = With<View<'OffersView'>, { templates: Template[]; items: With<View<'OffersOfPaper'>, { past: Way[] }>[] }>;
/** The same action on several papers, told apart by `action`. */
export type BulkBody = Schemas['BulkBody'];
export type BatchBody = Schemas['BatchBody'];
export type BulkTarget = Schemas['TargetBody'];
export type BulkView = View<'BulkView'>;
export type RoutesView = With<View<'RoutesView'>, { items: RouteVersion[] }>;
export type RouteFault = With<View<'FaultView'>, { params: Record<string, unknown> }>;
export type RegisterWish = View<'RegisterWish'>;
export type RegisterDefinition = View<'DefinitionWish'>;
export type ReservationWish = View<'ReservationWish'>;
export type RegistrationWish = Partial<Schemas['RegistrationWish']>;
export type Registration = View<'RegistrationView'>;
export type Entry = With<View<'EntryView'>, { state: EntryState; document: DocumentSummary | null }>;
export type InboxBox = 'waiting' | 'given' | 'done';
export type InboxItem = With<View<'InboxItem'>, { task: Task; document: DocumentSummary }>;
export type FollowedPaper = With<View<'FollowView'>, { document: DocumentSummary; phase: Phase | DraftPhase | null }>;
export type InboxCount = With<View<'Items_CountView'>['items'][number], { kind: TaskKind | 'widening' }>;

export type Delay =
  | 'not_accepted' | 'extension_asked' | 'waits_confirmation' | 'waits_opinion' | 'part_open' | 'part_returned'
  | 'extension_refused' | 'no_progress' | 'in_progress';
export type LateGroup = View<'Items_LateGroupView'>['items'][number];
export type LateItem = With<View<'LateItem'>, { task: Task; document: DocumentSummary; delay: Delay }>;
export type RowsBy = 'unit' | 'month' | 'kind';
export type Standing = keyof View<'CountsView'>;
export type Figures = View<'FiguresView'>;
export type FigurePaper = With<View<'FigurePaper'>, { document: DocumentSummary; standing: Standing }>;
export type NoticeCode =
  | 'opened' | 'due_soon' | 'overdue' | 'escalated' | 'returned' | 'refused' | 'sent_back' | 'corrected'
  | 'taken_back' | 'time_granted' | 'time_refused' | 'recalled' | 'replaced' | 'corrected_by_letter' | 'delegated'
  | 'stamp_failed' | 'recall_refused';
export type Channel = 'mail' | 'push';
export type DeliveryState = 'waiting' | 'failed' | 'sent' | 'given_up' | 'dropped';
export type NoticeDelivery = With<View<'DeliveryView'>, { channel: Channel; state: DeliveryState }>;
export type Notice = With<View<'NoticeView'>, {
  code: NoticeCode; kind: TaskKind | null; urgency: Urgency; deliveries: NoticeDelivery[];
  document: View<'NoticePaper'> | null;
}>;
export type NoticeCounts = View<'NoticeCounts'>;
export type NoticePreferences = View<'PreferencesBody'>;
export type PreferencesView = View<'PreferencesView'>;
export type PushDevice = View<'DeviceView'>;
export type PushTest = View<'TestView'>;
export type NoticeFigures = With<View<'NoticeFigures'>, {
  deliveries: With<View<'FigureView'>, { channel: Channel; state: DeliveryState }>[];
  troubles: With<View<'FailureView'>, { channel: Channel; state: DeliveryState }>[];
}>;

export interface Items<T> {
  items: T[];
}

export interface Keyset<T> extends Items<T> {
  next: string | null;
}

/** What the event `document` carries. */
export interface LiveDocument {
  document: string;
  state: ReadingState;
}

export type PlacedPage = { scan: string; page: number; turn: number; blank: boolean };
export type AsidePage = PlacedPage & { why: 'sheet' | 'blank' | 'removed' };
export type ScanState = 'waiting' | 'arranged' | 'unreadable' | 'quarantined';
export type Scan = With<View<'ScanView'>, { state: ScanState }>;
export type BatchPaper = With<
  View<'BatchPaperView'>,
  {
    pages: PlacedPage[];
    state: 'waiting' | 'made' | 'failed';
    document: DocumentSummary | null;
  }
>;
export type Batch = With<View<'BatchView'>, { scans: Scan[]; papers: BatchPaper[]; aside: AsidePage[] }>;
export type BatchSummary = View<'BatchSummary'>;
type PageName = { scan: string; page: number };
export type BatchAct =
  | ({ act: 'turn'; by: 90 | 180 | 270 } & PageName)
  | ({ act: 'move'; to: number; at: number } & PageName)
  | ({ act: 'remove' | 'bring_back' | 'split' } & PageName)
  | { act: 'join'; paper: number; with: number };
export type KeyedField = 'code' | 'issued_on' | 'issuer' | 'kind' | 'subject';
export type QualityWork = With<View<'WorkItem'>, { document: DocumentSummary; unsure: KeyedField[] }>;
export type QualitySample = View<'SampleView'>;
export type SampleDifference = With<View<'DifferenceView'>, { field: KeyedField }>;
export type QualityRate = View<'RateView'> & Partial<Pick<View<'SampleRateView'>, 'needed' | 'missing'>>;
export type QualityRates = { rows: QualityRate[]; total: QualityRate };
export type QualityForecast = View<'ForecastView'>;
export type ShelfOutcome = 'found' | 'pages_differ' | 'missing' | 'doubtful';
export type ShelfPaper = View<'ShelfPaperView'>;
export type Shelf = With<View<'ShelfView'>, { rows: With<View<'ShelfRowView'>, { outcome: ShelfOutcome }>[] }>;

/** A point of a stroke: shares of width and height of the page up to 10000, and the pressure up to 255. */
export type InkPoint = [number, number, number];
export type InkColour = 'red' | 'blue' | 'black' | 'yellow';
export type InkStroke = With<View<'StrokeBody'>, { colour: InkColour; points: InkPoint[] }>;
export type InkLayer = With<View<'LayerView'>, { strokes: InkStroke[] }>;
export type Ink = With<View<'InkView'>, { items: InkLayer[] }>;
export type InkSaved = View<'InkSaved'>;
