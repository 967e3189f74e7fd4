// A list from the server with its loading and error state, for the plain pages.
import { asProblem, type Problem } from '../api/send';

export class Loaded<T> {
  items = $state.raw<T[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  constructor(private readonly fetch: () => Promise<T[]>) {
    void this.reload();
  }

  async reload(): Promise<void> {
    await this.attempt(async () => undefined);
  }

  /** Does something, then fetches the list again; says whether it went well. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    try {
      await work();
      this.items = await this.fetch();
      return true;
    } catch (cause) {
      this.problem = asProblem(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
