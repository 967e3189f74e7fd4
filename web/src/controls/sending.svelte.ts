// Sending a form: busy meanwhile, what was refused afterwards. The same words sent again keep their key, so that an
// answer lost on the way does nothing twice.
import { asProblem, newKey, type Problem } from '../api/send';

export class Sending {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  private attempt = { body: '', key: '' };

  /** Whether it went well; what was refused stands in `problem`. */
  async run(body: unknown, work: (key: string) => Promise<unknown>): Promise<boolean> {
    const text = JSON.stringify(body);
    if (this.attempt.body !== text) this.attempt = { body: text, key: newKey() };
    this.busy = true;
    this.problem = null;
    try {
      await work(this.attempt.key);
      this.attempt = { body: '', key: '' };
      return true;
    } catch (cause) {
      this.problem = asProblem(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
