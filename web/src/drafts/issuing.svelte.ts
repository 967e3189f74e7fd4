// One paper at the clerks, to be numbered, issued and sent.
import { getDocument } from '../api/documents';
import { asProblem, type Problem } from '../api/send';
import type { DocumentView } from '../api/types';
import { DraftWorking } from './working.svelte';

export type Step = 'number' | 'release' | 'issue' | 'dispatch';

export class Issuing {
  paper = $state.raw<DocumentView | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly working: DraftWorking;

  /** What comes next: as far as the server leaves it open. */
  readonly step = $derived.by<Step | null>(() => {
    const open = (verb: string) => this.working.choices.some((one) => one.verb === verb && one.open);
    if (open('number')) return 'number';
    if (open('issue')) return 'issue';
    // Number and date are not on the file yet: the clerk waits for it, or says how it goes out instead.
    if (open('go_unstamped')) return 'release';
    return open('dispatch') && this.working.draft?.phase === 'to_dispatch' ? 'dispatch' : null;
  });
  readonly issueTask = $derived.by(() => this.working.choices.find((one) => one.verb === 'issue' && one.open)?.task?.id ?? null);

  /** What goes out: the files of the present version, with number and date where they stand on one. Older ones do not. */
  readonly files = $derived.by<string[] | null>(() => {
    const { draft } = this.working;
    const [approved, ...others] = draft?.versions.find(({ version }) => version === draft.version)?.files.map(({ id }) => id) ?? [];
    const first = draft?.release?.file ?? approved;
    return first ? [first, ...others] : null;
  });

  constructor(readonly id: string) {
    this.working = new DraftWorking(id);
    void this.load();
  }

  get busy(): boolean {
    return this.working.busy;
  }

  async load(): Promise<void> {
    try {
      const [{ data }] = await Promise.all([getDocument(this.id), this.working.load()]);
      this.paper = data;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }
}
