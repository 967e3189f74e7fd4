// One paper being registered: its fields as the clerk settles them, twins, and the request.
import { getDocument } from '../api/documents';
import { findDoubles, registerPaper } from '../api/registers';
import { asProblem, newKey, wasAborted, type Problem } from '../api/send';
import type { DocumentSummary, DocumentView, Fields, Party, Registration, RegistrationWish } from '../api/types';
import { fieldsOf, merged } from '../documents/conflict';

export class Registering {
  paper = $state.raw<DocumentView | null>(null);
  problem = $state.raw<Problem | null>(null);
  refused = $state.raw<Problem | null>(null);
  busy = $state(false);
  fields = $state<Fields | null>(null);
  doubles = $state.raw<DocumentSummary[]>([]);
  private attempt = { body: '', key: '' };

  readonly mayRegister = $derived(this.paper?.actions.some(({ name, open }) => name === 'register' && open) ?? false);

  constructor(readonly id: string) {
    void this.load();
  }

  async load(): Promise<void> {
    this.problem = null;
    try {
      this.take((await getDocument(this.id)).data);
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  /** What is read from the paper while the form is open fills the fields nobody has touched. */
  private take(paper: DocumentView): void {
    const before = this.paper ? fieldsOf(this.paper) : null;
    const read = fieldsOf(paper);
    this.paper = paper;
    const fields = before && this.fields ? merged(before, this.fields, read, []) : read;
    this.fields = { ...fields, direction: 'incoming' };
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
