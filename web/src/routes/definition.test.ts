import { describe, expect, it } from 'vitest';
import type { RouteVersion, StepKind } from '../api/types';
import { addStage, addStep, freeKey, isNamed, moved, newRoute, routesOf, stepsOf, whoAs } from './definition';

const words = { opinion: 'Góp ý', initial: 'Ký nháy', content: 'Nội dung', form: 'Thể thức', final: 'Ký' } satisfies Record<StepKind, string>;
const route = newRoute('Công văn', words);

describe('a way of approval', () => {
  it('begins with content, form and signature', () => {
    expect(stepsOf(route).map(({ key, kind }) => [key, kind])).toEqual([['content', 'content'], ['form', 'form'], ['signer', 'final']]);
  });

  it('takes a new stage before the signature, and a step beside the others under a key of its own', () => {
    const more = addStep(addStage(route, 'Xin ý kiến'), 2);
    expect(more.stages.map(({ name }) => name)).toEqual(['Nội dung', 'Thể thức', 'Xin ý kiến', 'Ký']);
    expect(more.stages[2]?.steps.map(({ key }) => key)).toEqual(['opinion', 'opinion_2']);
    expect(route.stages).toHaveLength(3);
    expect(freeKey(more, 'opinion')).toBe('opinion_3');
  });

  it('ends with a new stage where nobody signs', () => {
    expect(addStage({ ...route, stages: route.stages.slice(0, 2) }, 'Mới').stages.at(-1)?.name).toBe('Mới');
  });

  it('moves what stands in a row, and nothing beyond its ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect([moved(['a', 'b'], 0, -1), moved(['a', 'b'], 1, 2)]).toEqual([['a', 'b'], ['a', 'b']]);
  });

  it('knows who is still to be named', () => {
    const step = stepsOf(route)[2]!;
    expect(isNamed(step)).toBe(true);
    for (const is of ['person', 'position', 'unit_head'] as const) {
      expect(isNamed({ ...step, who: whoAs(is, step.who) })).toBe(false);
    }
    expect(whoAs('role', step.who)).toEqual({ is: 'role', role: 'leader' });
  });
});

describe('the list of routes', () => {
  const version = (of: string, version: number, published_at: string | null, running = 0) =>
    ({ route: of, version, published_at, running, definition: route, edited_at: '' }) as RouteVersion;

  it('tells the version in use from the one being edited', () => {
    const [first, second] = routesOf([version('a', 1, 'x', 3), version('a', 2, 'y', 1), version('a', 3, null), version('b', 1, null)]);
    expect([first?.published?.version, first?.edited?.version, first?.running]).toEqual([2, 3, 4]);
    expect([second?.published, second?.edited?.version]).toEqual([null, 1]);
  });
});
