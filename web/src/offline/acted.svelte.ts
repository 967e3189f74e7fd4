// Sending what was decided on one paper. What could not be sent waits on this device, where that is allowed: opinions
// and routing; never numbers, signatures or what goes to other agencies.
import { newKey, Problem } from '../api/send';
import type { WorkView } from '../api/types';
import type { Waiting } from './decisions';
import { noted } from './noted.svelte';

const MAY_WAIT: ReadonlySet<string> = new Set([
  'pass', 'distribute', 'add', 'accept', 'return', 'refuse', 'assign_on', 'report', 'ask_time', 'decide_time', 'hand_over', 'close',
  'confirm', 'send_back', 'take_back', 'mark_read', 'submit', 'approve', 'give_opinion',
]);

export class Acted {
  /** The decision on this paper that waits for the network, or that was not taken. */
  readonly waits = $derived<Waiting | null>(noted.all.find(({ decision }) => decision.document === this.document) ?? null);
  private attempt = { text: '', key: '', revision: 0 };

  constructor(readonly document: string, private readonly title: () => string) {}

  /** Sends a decision on the paper as it was seen; null where it waits. The same one sent again keeps its key. */
  async try<T>(path: string, body: { action: string }, seen: WorkView | null, send: (revision: number, key: string) => Promise<T>): Promise<T | null> {
    const text = JSON.stringify(body);
    if (this.attempt.text !== text) this.attempt = { text, key: newKey(), revision: seen?.revision ?? 0 };
    const { key, revision } = this.attempt;
    try {
      const taken = await send(revision, key);
      this.attempt.text = '';
      return taken;
    } catch (cause) {
      const lost = cause instanceof Problem && (cause.code === 'web.offline' || cause.code === 'http.unavailable');
      if (!lost) this.attempt.text = '';
      if (!lost || !MAY_WAIT.has(body.action) || !(await this.keep({ path, body, revision, key, seen }))) throw cause;
      this.attempt.text = '';
      return null;
    }
  }

  private async keep({ seen, ...decision }: { path: string; body: { action: string }; revision: number; key: string; seen: WorkView | null }): Promise<boolean> {
    try {
      const { keepDecision } = await import('./decisions');
      await keepDecision({ ...decision, document: this.document, title: this.title(), at: Date.now(), seenAt: lastMoment(seen) });
      await noted.reload();
      return true;
    } catch {
      // A browser that keeps nothing: the person sees that there is no network, and what was typed stays.
      return false;
    }
  }
}

/** The last moment on a paper that was on the screen, by the server's clock. */
export function lastMoment(view: WorkView | null): string {
  const moments = (view?.tasks ?? []).flatMap(({ opened_at, accepted_at, closed }) => [opened_at, accepted_at ?? '', closed?.at ?? '']);
  return [...moments, ...(view?.remarks ?? []).map(({ at }) => at)].reduce((last, at) => (at > last ? at : last), '');
}
