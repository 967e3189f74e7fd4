// The catalogue in the language chosen, and sentences for problem codes.
import type { Problem } from '../api/send';
import { vi, type Messages } from './vi';
import type { Acts } from './vi.acts';
import type { Audit } from './vi.audit';
import type { Batches } from './vi.batches';
import type { Bulk } from './vi.bulk';
import type { Deadlines } from './vi.deadlines';
import type { Desk } from './vi.desk';
import type { Drafts } from './vi.drafts';
import type { InkWords } from './vi.ink';
import type { More } from './vi.more';
import type { Notices } from './vi.notices';
import type { Offline } from './vi.offline';
import type { Panel } from './vi.panel';
import type { Factors } from './vi.factors';
import type { Quality } from './vi.quality';
import type { ReaderWords } from './vi.reader';
import type { ReadingWords } from './vi.reading';
import type { Registers } from './vi.registers';
import type { Rights } from './vi.rights';
import type { Setup } from './vi.setup';
import type { States } from './vi.states';
import type { Viewing } from './vi.viewing';
import type { Work } from './vi.work';

export type Language = 'vi' | 'en';
type Sentence = { vi: string; en: string };
/** The catalogues that come with the pages using them. */
type Later = {
  more: More; work: Work; panel: Panel; acts: Acts; registers: Registers; drafts: Drafts; deadlines: Deadlines; notices: Notices;
  rights: Rights; setup: Setup; bulk: Bulk; reading: ReadingWords; batches: Batches; quality: Quality; offline: Offline; reader: ReaderWords; viewing: Viewing; states: States; desk: Desk; factors: Factors; audit: Audit;
  ink: InkWords;
};

class Catalogue {
  language = $state<Language>('vi');
  messages = $state.raw<Messages>(vi);
  english = $state.raw<Later | null>(null);
  problems = $state.raw<Record<string, Sentence>>({});
}

const catalogue = new Catalogue();

/** The sentences in the language chosen. */
export function t(): Messages {
  return catalogue.messages;
}

export function language(): Language {
  return catalogue.language;
}

/** The later catalogues in English, once English is chosen. */
export function inEnglish(): Later | null {
  return catalogue.english;
}

export async function setLanguage(wanted: Language): Promise<void> {
  const english = wanted === 'en' ? await import('./en') : null;
  catalogue.messages = english?.en ?? vi;
  catalogue.english = english?.later ?? null;
  catalogue.language = wanted;
  document.documentElement.lang = wanted;
}

/** Loads the table of problems beside the first screen, so that it is there before the first need. */
export async function loadProblems(): Promise<void> {
  const table = await import('./problems.json');
  catalogue.problems = table.default as Record<string, Sentence>;
}

/** The sentence of a problem: the server's own in Vietnamese, else the table's. */
export function sentence(problem: Pick<Problem, 'code' | 'detail' | 'params'>): string {
  // The server writes roles by their codes.
  if (catalogue.language === 'vi' && problem.detail && !problem.params.roles) return problem.detail;
  return sentenceOf(problem.code, problem.params) ?? problem.detail ?? problem.code;
}

/** The sentence of a code alone, if the table knows it. */
export function sentenceOf(code: string, params: Record<string, unknown> = {}): string | null {
  const found = catalogue.problems[code];
  return found ? fill(found[catalogue.language], params) : null;
}

/** Puts the parameters into a sentence; an unknown one stays readable as «…». */
export function fill(text: string, params: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) return '…';
    if (!Array.isArray(value)) return String(value);
    const names = name === 'roles' ? value.map((role) => (t().role as Record<string, string>)[role] ?? role) : value;
    return names.join(', ');
  });
}
