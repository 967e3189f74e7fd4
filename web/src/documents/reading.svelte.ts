// A paper being read: the paper with its version, one of its files, that file's pages and texts.
import { getDocument, getPage, listPages } from '../api/documents';
import { asProblem, type Problem } from '../api/send';
import type { DocumentView, FileView, PageSize, PageText } from '../api/types';
import type { Ink } from '../ink/desk.svelte';
import type { Span } from './highlight';

export class Reading {
  paper = $state.raw<DocumentView | null>(null);
  etag = $state.raw<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Files to choose from, where not all of them are of the present version. */
  present = $state.raw<readonly string[] | null>(null);
  file = $state.raw<FileView | null>(null);
  pages = $state.raw<PageSize[]>([]);
  pagesProblem = $state.raw<Problem | null>(null);
  pagesLoading = $state(true);
  /** Page under the eyes, from 1. */
  current = $state(1);
  texts = $state.raw<ReadonlyMap<number, PageText>>(new Map());
  /** What is written on the pages by hand, once the pen has come. */
  ink = $state.raw<Ink | null>(null);
  /** Degrees clockwise by which the person turned all pages. */
  turn = $state(0);
  /** What was found inside the paper, by page; null while nothing is looked for. */
  finds = $state.raw<ReadonlyMap<number, readonly Span[]> | null>(null);
  /** The one place to look at: a find, or a paragraph of the text view. */
  spot = $state.raw<(Span & { page: number }) | null>(null);
  private readonly asked = new Set<number>();
  private begun = false;
  /** Which asking for pages was the last: the file may be described anew meanwhile and is still the same one. */
  private round = 0;

  constructor(readonly id: string) {}

  /** Whether the file that is read belongs to a version before the present one. */
  get isOld(): boolean {
    return Boolean(this.file && this.present && !this.present.includes(this.file.contained_in ?? this.file.id));
  }

  async load(): Promise<void> {
    this.problem = null;
    // A copy on this device will do until something says that the paper has changed.
    const first = !this.begun;
    this.begun = true;
    try {
      const { data, etag } = await getDocument(this.id, first);
      this.take(data, etag);
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  take(paper: DocumentView, etag: string | null): void {
    this.paper = paper;
    this.etag = etag;
    const still = paper.files.find(({ id }) => id === this.file?.id);
    const changed = still && still.page_count !== this.file?.page_count;
    const recognised = still && still.state !== this.file?.state;
    if (still) this.file = still;
    if (changed) void this.loadPages();
    // The pages have their text now: they stay where they are under the eyes.
    else if (recognised) void listPages(still.id).then((pages) => { if (this.file?.id === still.id) this.pages = pages; }, () => {});
  }

  /** Chooses a file by its place (0, 1, …) or id; without one, the file the server names. */
  async choose(which: string | null): Promise<void> {
    const files = this.paper?.files ?? [];
    const wanted = files.find(({ id, ordinal }) => which !== null && (id === which || String(ordinal) === which));
    const first = files.find(({ id }) => id === this.paper?.first_file);
    const file = wanted ?? first ?? files[0] ?? null;
    if (file?.id === this.file?.id && file !== null) return;
    this.file = file;
    await this.loadPages();
  }

  async loadPages(): Promise<void> {
    this.pages = [];
    this.texts = new Map();
    this.asked.clear();
    this.finds = null;
    this.spot = null;
    this.pagesProblem = null;
    this.pagesLoading = true;
    const file = this.file;
    const round = (this.round += 1);
    try {
      const pages = file && file.state !== 'waiting' && file.state !== 'quarantined' ? await listPages(file.id) : [];
      if (this.round === round) this.pages = pages;
    } catch (cause) {
      if (this.round === round) this.pagesProblem = asProblem(cause);
    } finally {
      if (this.round === round) this.pagesLoading = false;
    }
  }

  /** Fetches the text of a page once; a failure may be asked for again. */
  async wantText(number: number): Promise<void> {
    const file = this.file;
    if (!file || this.asked.has(number)) return;
    this.asked.add(number);
    try {
      const text = await getPage(file.id, number);
      if (this.file?.id === file.id) this.texts = new Map(this.texts).set(number, text);
    } catch {
      this.asked.delete(number);
    }
  }
}
