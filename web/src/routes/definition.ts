// Changing a way of approval: stages one after another, steps side by side. Each change answers a new definition;
// whether it can be published, the server says.
import type { RouteDefinition, RouteStage, RouteStep, RouteVersion, StepKind, Who } from '../api/types';

/** A route as the list shows it: its versions, the one in use and the one being edited. */
export interface Route {
  id: string;
  versions: RouteVersion[];
  published: RouteVersion | null;
  edited: RouteVersion | null;
  newest: RouteVersion;
  running: number;
}

/** Versions come by route, oldest first. */
export function routesOf(versions: readonly RouteVersion[]): Route[] {
  const ids = Array.from(new Set(versions.map(({ route }) => route)));
  return ids.flatMap((id) => {
    const own = versions.filter(({ route }) => route === id);
    const newest = own.at(-1);
    if (!newest) return [];
    return [{
      id, versions: own, newest,
      published: own.findLast(({ published_at }) => published_at !== null) ?? null,
      edited: newest.published_at === null ? newest : null,
      running: own.reduce((sum, { running }) => sum + running, 0),
    }];
  });
}

const KEYS: Record<StepKind, string> = { opinion: 'opinion', initial: 'initials', content: 'content', form: 'form', final: 'signer' };
const WHO: Record<StepKind, Who> = {
  opinion: { is: 'chosen_at_submission', role: 'head_of_unit' },
  initial: { is: 'chosen_at_submission', role: 'leader' },
  content: { is: 'drafter_unit_head' },
  form: { is: 'role', role: 'chief_of_office' },
  final: { is: 'chosen_at_submission', role: 'leader' },
};

export const stepsOf = ({ stages }: RouteDefinition): RouteStep[] => stages.flatMap(({ steps }) => steps);

/** A key no other step has: approvals name the step by it. */
export function freeKey(definition: RouteDefinition, kind: StepKind): string {
  const taken = new Set(stepsOf(definition).map(({ key }) => key));
  const base = KEYS[kind];
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(key)) return key;
  }
}

export function newStep(definition: RouteDefinition, kind: StepKind): RouteStep {
  return { key: freeKey(definition, kind), kind, who: WHO[kind], due: { unit: 'working_days', amount: 1 } };
}

/** What a new route begins with: content, form, signature. */
export function newRoute(name: string, words: Record<StepKind, string>): RouteDefinition {
  const kinds: StepKind[] = ['content', 'form', 'final'];
  const empty: RouteDefinition = { name, kinds: [], stages: [] };
  return { ...empty, stages: kinds.map((kind) => ({ name: words[kind], steps: [newStep(empty, kind)] })) };
}

/** Puts what stands at a place to another; the rest moves up. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from);
  const one = all[from];
  return one === undefined || to < 0 || to >= all.length ? Array.from(all) : [...rest.slice(0, to), one, ...rest.slice(to)];
}

export function withStage(definition: RouteDefinition, at: number, change: (stage: RouteStage) => RouteStage): RouteDefinition {
  return { ...definition, stages: definition.stages.map((stage, index) => (index === at ? change(stage) : stage)) };
}

/** A new stage comes before the signature, which closes every route. */
export function addStage(definition: RouteDefinition, name: string): RouteDefinition {
  const { stages } = definition;
  const last = stages.at(-1)?.steps.some(({ kind }) => kind === 'final') ? stages.length - 1 : stages.length;
  const stage = { name, steps: [newStep(definition, 'opinion')] };
  return { ...definition, stages: [...stages.slice(0, last), stage, ...stages.slice(last)] };
}

export function addStep(definition: RouteDefinition, at: number): RouteDefinition {
  const step = newStep(definition, 'opinion');
  return withStage(definition, at, (stage) => ({ ...stage, steps: [...stage.steps, step] }));
}

/** Somebody in particular is meant and has not been named yet: such a definition cannot be written down. */
export function isNamed({ who }: RouteStep): boolean {
  if (who.is === 'person') return who.person !== '';
  if (who.is === 'position') return who.position !== '';
  return who.is !== 'unit_head' || who.unit !== '';
}

/** Who is asked once another way of naming him is chosen. */
export function whoAs(is: Who['is'], before: Who): Who {
  const role = 'role' in before ? before.role : 'leader';
  if (is === 'person') return { is, person: '' };
  if (is === 'position') return { is, position: '' };
  if (is === 'unit_head') return { is, unit: '' };
  return is === 'drafter_unit_head' ? { is } : { is, role };
}
