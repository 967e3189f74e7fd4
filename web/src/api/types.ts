// The shapes of the HTTP interface as the screens use them; the one place that knows where they come from.

export type ReadingState = 'waiting' | 'read' | 'not_yet_read' | 'unreadable' | 'quarantined';
export type Urgency = 'normal' | 'urgent' | 'very_urgent' | 'flash';
export type Direction = 'incoming' | 'outgoing';
export type Scope = 'read' | 'write' | 'admin';
export type Sort = 'relevance' | 'newest' | 'oldest';

export interface Named {
  id: string;
  name: string;
}

export interface Action {
  name: string;
  open: boolean;
  code: string | null;
}

export interface Position {
  title: string;
  role: string;
  unit: Named | null;
}

export interface Me {
  person: { id: string; name: string; login: string };
  organisation: { id: string; slug: string; name: string };
  positions: Position[];
  lock_after_s: number;
  actions: Action[];
}

export interface Session {
  id: string;
  started_at: string;
  last_seen_at: string;
  user_agent: string;
  current: boolean;
}

export interface SignIn {
  at: string;
  outcome: string;
  address: string;
}

export interface Token {
  id: string;
  name: string;
  scopes: Scope[];
  expires_on: string;
  created_at: string;
}

export interface Kind {
  code: string;
  name: string;
  abbreviation: string | null;
}

export interface Fields {
  subject: string | null;
  kind: string | null;
  code: string | null;
  issuer: string | null;
  signer: string | null;
  issued_on: string | null;
  direction: Direction | null;
  register: string | null;
  urgency: Urgency;
}

export interface DocumentSummary extends Omit<Fields, 'kind'> {
  id: string;
  title: string;
  kind: { code: string; name: string } | null;
  state: ReadingState;
  captured_at: string;
  unit: Named | null;
}

export interface FileView {
  id: string;
  ordinal: number;
  name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  state: ReadingState;
  trouble: { code: string; detail: string } | null;
  page_count: number | null;
  contained_in: string | null;
}

export interface DocumentView extends DocumentSummary {
  captured_by: string | null;
  revision: number;
  files: FileView[];
  duplicates: DocumentSummary[];
  actions: Action[];
}

export interface DocumentEvent {
  at: string;
  actor: string | null;
  kind: string;
  payload: Record<string, unknown>;
}

export interface PageSize {
  number: number;
  width_pt: number;
  height_pt: number;
  has_text: boolean;
}

/** Start and end in the text (UTF-16 units), then x, y, width, height in points from the top left. */
export type WordBox = [number, number, number, number, number, number];

export interface PageText {
  number: number;
  width_pt: number;
  height_pt: number;
  text: string;
  words: WordBox[];
}

export interface Passage {
  text: string;
  hit: boolean;
}

export interface Hit {
  document: DocumentSummary;
  place: { file_id: string; file_name: string; ordinal: number; page: number } | null;
  passage: Passage[] | null;
  score: number;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export type FacetName = 'kind' | 'issuer' | 'year' | 'register' | 'unit' | 'state';

export interface SearchAnswer {
  total: number;
  took_us: number;
  items: Hit[];
  facets: Record<FacetName, FacetValue[]> | null;
  next: string | null;
  note: { code: string; detail: string; params: Record<string, unknown> } | null;
}

export interface Why {
  score: number;
  clauses: { text: string; field: string; how: string; score: number }[];
}

export interface SavedSearch {
  id: string;
  name: string;
  query: string;
  created_at: string;
}

export interface Unit {
  id: string;
  name: string;
  parent: string | null;
}

export interface Person {
  id: string;
  login: string;
  name: string;
  positions: Position[];
  /** Whether the account holds today. */
  active: boolean;
}

export interface NewPerson {
  login: string;
  name: string;
  password: string;
  position: { title: string; role: string; unit: string | null };
}

export interface DeadJob {
  id: string;
  kind: string;
  attempt: number;
  last_error: string | null;
}

export interface Status {
  papers_by_state: { state: ReadingState; count: number }[];
  index: { papers: number; behind: number };
  jobs: { open: number; dead: number };
}

export interface Items<T> {
  items: T[];
}

export interface Keyset<T> extends Items<T> {
  next: string | null;
}

export interface LiveDocument {
  document: string;
  state: ReadingState;
}
