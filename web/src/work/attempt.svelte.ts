// Sending an action on a paper: what was refused stands here, and when the paper went on meanwhile it is read anew, so
// that what stands behind the sheet is as it is now.
import { asProblem, type Problem } from '../api/send';

export class Attempt {
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly paper: { load: () => Promise<unknown> }) {}

  /** Whether it went well. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    this.problem = null;
    try {
      await act();
      return true;
    } catch (cause) {
      this.problem = asProblem(cause);
      if ([403, 409, 412].includes(this.problem.status)) void this.paper.load();
      return false;
    }
  }
}
