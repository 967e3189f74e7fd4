// One route being edited: what stands in the form, kept on this device until it is saved, and what the server says
// about publishing it.
import { asProblem, wasAborted, type Problem } from '../api/send';
import { checkRoute } from '../api/routes';
import type { RouteDefinition, RouteFault } from '../api/types';
import { beforeSignOut, session } from '../identity/session.svelte';
import { isNamed, stepsOf } from './definition';

const PREFIX = 'congvan.route.';
const PAUSE_MS = 500;

beforeSignOut(async () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
});

export class Editing {
  definition = $state.raw<RouteDefinition>({ name: '', kinds: [], stages: [] });
  restored = $state(false);
  faults = $state.raw<RouteFault[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly dirty = $derived.by(() => JSON.stringify(this.definition) !== JSON.stringify(this.saved));
  readonly complete = $derived.by(() => stepsOf(this.definition).every(isNamed));
  private saved = $state.raw<RouteDefinition>({ name: '', kinds: [], stages: [] });
  private readonly key: string;

  /** `saved` is what the server has; for a new route nothing yet. */
  constructor(route: string, saved: RouteDefinition, private readonly isNew: boolean) {
    this.key = `${PREFIX}${session.me?.person.id}.${route}`;
    this.saved = saved;
    const kept = this.attempt(() => JSON.parse(sessionStorage.getItem(this.key) ?? 'null') as RouteDefinition | null);
    this.definition = kept ?? saved;
    this.restored = kept !== null;
  }

  get isUnsaved(): boolean {
    return this.dirty || this.isNew;
  }

  change(definition: RouteDefinition): void {
    this.definition = definition;
    this.attempt(() => sessionStorage.setItem(this.key, JSON.stringify(definition)));
  }

  /** The server has what stands here. */
  settle(): void {
    this.saved = this.definition;
    this.restored = false;
    this.attempt(() => sessionStorage.removeItem(this.key));
  }

  discard(): void {
    this.definition = this.saved;
    this.settle();
  }

  /** Asks what keeps the definition from being published, a moment after the last change; answers how to stop it. */
  check(): () => void {
    const definition = this.definition;
    const asked = new AbortController();
    const timer = setTimeout(() => void this.ask(definition, asked.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }

  private async ask(definition: RouteDefinition, signal: AbortSignal): Promise<void> {
    try {
      this.faults = await checkRoute(definition, signal);
      this.problem = null;
    } catch (cause) {
      if (!wasAborted(cause)) this.problem = asProblem(cause);
    }
  }

  /** A storage that may be missing or full: what is not kept is only not there after a reload. */
  private attempt<T>(work: () => T): T | null {
    try {
      return work();
    } catch {
      return null;
    }
  }
}
