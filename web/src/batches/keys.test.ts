import { describe, expect, it } from 'vitest';
import { keyOf } from './keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('keys of a batch', () => {
  it.each([
    ['ArrowRight', {}, 'after'],
    ['ArrowUp', {}, 'above'],
    ['ArrowLeft', { altKey: true }, 'shiftBefore'],
    ['R', { shiftKey: true }, 'turn'],
    ['x', {}, 'remove'],
    ['z', { ctrlKey: true }, 'undo'],
    ['z', { metaKey: true }, 'undo'],
  ])('%s %o is %s', (key, held, wanted) => expect(press(key, held)).toBe(wanted));

  it.each([
    ['r', { ctrlKey: true }],
    ['z', { ctrlKey: true, shiftKey: true }],
    ['s', { metaKey: true }],
    ['ArrowUp', { altKey: true }],
    ['z', {}],
  ])('%s %o belongs to the browser', (key, held) => expect(press(key, held)).toBeNull());
});
