import { describe, expect, it } from 'vitest';
import { neighboursOf } from './neighbours';

const LIST = ['/vb/a', '/vb/b?q=ngan&trang=3', '/vb/b?q=ngan&trang=5', '/vb/c'];

describe('neighbours of a paper', () => {
  it('are those of the list, each paper once, opened as the list opens it', () => {
    expect(neighboursOf('b', LIST)).toEqual({ before: '/vb/a', after: '/vb/c', at: 2, all: 3 });
    expect(neighboursOf('a', LIST)).toEqual({ before: null, after: '/vb/b?q=ngan&trang=3', at: 1, all: 3 });
  });

  it('are none for a paper opened otherwise, or alone', () => {
    expect(neighboursOf('x', LIST)).toBeNull();
    expect(neighboursOf('a', ['/vb/a'])).toBeNull();
  });
});
