// A list from the server with its loading and error state, for the plain pages. What a form refuses is kept
// apart, so that it can be told beside the form.
import { asProblem, type Problem } from '../api/send';

export class Loaded<T> {
  items = $state.raw<T[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  refused = $state.raw<Problem | null>(null);
  busy = $state(false);

  constructor(private readonly fetch: () => Promise<T[]>) {
    void this.reload();
  }

  async reload(): Promise<void> {
    try {
      this.items = await this.fetch();
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  /** Does something, then fetches the list again; says whether it went well. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.refused = null;
    try {
      await work();
    } catch (cause) {
      this.refused = asProblem(cause);
      return false;
    } finally {
      this.busy = false;
    }
    await this.reload();
    return true;
  }
}
