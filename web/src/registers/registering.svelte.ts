// One paper being registered: its fields as the clerk settles them, what was read for them and where, twins, and the
// request. What is read while the form is open fills only what nobody has typed or looked at.
import { getDocument, listPages, listSuggestions } from '../api/documents';
import { findDoubles, registerPaper } from '../api/registers';
import { asProblem, newKey, wasAborted, type Problem } from '../api/send';
import type {
  DocumentSummary, DocumentView, Fields, PageSize, Party, PlaceOnPage, Reference, Registration, RegistrationWish, Suggestion,
} from '../api/types';
import { fieldsOf } from '../documents/conflict';
import { around, sizeOf } from './crop';
import { behind, READ_FIELDS, refreshed, standing, suggestionsFor, type ReadField, type Standing } from './suggested';

/** A place on a page to show beside the form. */
export interface Spot {
  file: string;
  page: number;
  cut: PlaceOnPage | null;
}

/** A page of one of the files. */
export interface Leaf extends PageSize {
  file: string;
}

export class Registering {
  paper = $state.raw<DocumentView | null>(null);
  problem = $state.raw<Problem | null>(null);
  refused = $state.raw<Problem | null>(null);
  busy = $state(false);
  fields = $state<Fields | null>(null);
  doubles = $state.raw<DocumentSummary[]>([]);
  suggestions = $state.raw<Suggestion[]>([]);
  references = $state.raw<Reference[]>([]);
  /** The register that the separator sheet before the paper names. */
  wished = $state<string | null>(null);
  /** Pages of the files that are read for the fields. */
  pages = $state.raw<Leaf[]>([]);
  /** Whether it is known what was read, be it nothing: before that the cursor goes nowhere. */
  told = $state(false);
  /** What the eyes are on: a field of the form, or something read besides. */
  eye = $state.raw<ReadField | Suggestion | null>(null);
  /** Fields the clerk typed in, or left standing by going on. */
  held = $state.raw<ReadonlySet<ReadField>>(new Set());
  /** Fields the clerk left empty: filled by what is read later, but not stopped at again. */
  private leftEmpty = $state.raw<ReadonlySet<ReadField>>(new Set());
  private attempt = { body: '', key: '' };
  private turn = 0;
  private pagesOf = '';

  readonly mayRegister = $derived(this.paper?.actions.some(({ name, open }) => name === 'register' && open) ?? false);
  readonly isSecret = $derived(this.paper?.state === 'quarantined');
  readonly standings = $derived(Object.fromEntries(READ_FIELDS.map((field) => [field, this.standingOf(field)])) as Record<ReadField, Standing>);
  readonly spot = $derived.by<Spot | null>(() => {
    const eye = this.eye;
    const from = typeof eye === 'string' ? behind(this.fields?.[eye] ?? null, this.own(eye)) : eye;
    if (!from) return null;
    return { file: from.file, page: from.page, cut: around(from.places, sizeOf(this.pageOf(from)), 8) };
  });

  constructor(readonly id: string) {
    void this.load();
  }

  async load(): Promise<void> {
    const turn = (this.turn += 1);
    this.problem = null;
    try {
      const nothing = { items: [], references: [], register: null };
      const [{ data }, read] = await Promise.all([getDocument(this.id), listSuggestions(this.id).catch(() => nothing)]);
      if (turn !== this.turn) return;
      this.take(data);
      this.references = read.references;
      this.wished = read.register;
      if (JSON.stringify(read.items) !== JSON.stringify(this.suggestions)) this.suggestions = read.items;
      await this.loadPages();
    } catch (cause) {
      if (turn === this.turn) this.problem = asProblem(cause);
    } finally {
      if (turn === this.turn) this.told = true;
    }
  }

  /** Reads it anew while its pages are recognised; says whether anything moved. */
  async refresh(): Promise<boolean> {
    if (this.busy) return false;
    const before = JSON.stringify(this.paper?.files);
    await this.load();
    return JSON.stringify(this.paper?.files) !== before;
  }

  private take(paper: DocumentView): void {
    const read: Fields = { ...fieldsOf(paper), direction: 'incoming' };
    this.paper = paper;
    // What was typed off a secret paper is forgotten with it.
    if (this.isSecret) this.held = new Set();
    this.fields = this.fields ? refreshed(this.fields, read, this.held) : read;
  }

  /** Asks for the pages when something of them may have changed, not at every step of a long scan. */
  private async loadPages(): Promise<void> {
    if (!this.paper || this.isSecret) return;
    const told = new Set(this.suggestions.map(({ file }) => file));
    const files = this.paper.files.filter(({ id, recognition }) => recognition || told.has(id));
    const wanted = JSON.stringify([files.map(({ id, state, recognition }) => [id, state, recognition?.failed]), this.suggestions]);
    if (files.length === 0 || wanted === this.pagesOf) return;
    this.pagesOf = wanted;
    try {
      const pages = files.map(async ({ id }) => (await listPages(id)).map((page) => ({ ...page, file: id })));
      this.pages = (await Promise.all(pages)).flat();
    } catch {
      // Without its pages the form shows values and no places.
      this.pagesOf = '';
    }
  }

  private standingOf(field: ReadField): Standing {
    const stands = standing(field, this.fields?.[field] ?? null, this.own(field));
    if (this.held.has(field)) return stands === 'sure' ? 'sure' : 'settled';
    return stands === 'empty' && this.leftEmpty.has(field) ? 'settled' : stands;
  }

  /** What was read for a field, the surest first. */
  own(field: string): Suggestion[] {
    return suggestionsFor(field, this.suggestions);
  }

  pageOf({ file, page }: Pick<Suggestion, 'file' | 'page'>): Leaf | undefined {
    return this.pages.find((one) => one.file === file && one.number === page);
  }

  put<Name extends keyof Fields>(name: Name, value: Fields[Name]): void {
    if (!this.fields) return;
    this.fields[name] = value;
    this.hold(name);
  }

  /** The clerk has begun to type: what is read later leaves the field alone. */
  hold(name: keyof Fields): void {
    const field = READ_FIELDS.find((one) => one === name);
    if (field && !this.held.has(field)) this.held = new Set([...this.held, field]);
  }

  /** The clerk goes on from a field: what stands in it is taken for right. */
  pass(name: ReadField): void {
    if (this.fields?.[name]) this.hold(name);
    else this.leftEmpty = new Set([...this.leftEmpty, name]);
  }

  /** Looks for papers that seem to be the same as the fields stand now. */
  async look(fields: Fields, signal: AbortSignal): Promise<void> {
    try {
      this.doubles = await findDoubles(this.id, fields, signal);
    } catch (cause) {
      // The server looks again when the paper is registered.
      if (!wasAborted(cause)) this.doubles = [];
    }
  }

  async register(choice: { register: string | null; dated: string | null; number: number | null; unit: string | null; to: Party | null }, anyway: boolean): Promise<Registration | null> {
    const wish: RegistrationWish = {
      register: choice.register,
      dated: choice.dated,
      number: choice.number,
      unit: choice.unit,
      fields: this.fields ? $state.snapshot(this.fields) : null,
      submit_to: choice.to,
      accepts_duplicate: anyway,
    };
    const body = JSON.stringify(wish);
    if (this.attempt.body !== body) this.attempt = { body, key: newKey() };
    this.busy = true;
    this.refused = null;
    try {
      return await registerPaper(this.id, wish, this.attempt.key);
    } catch (cause) {
      this.refused = asProblem(cause);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
