import { describe, expect, it } from 'vitest';
import { suggested } from './issuers';

const known = ['Sở Tài chính tỉnh Lạc Giang', 'Sở Nội vụ tỉnh Lạc Giang', 'Ủy ban nhân dân xã Vĩnh Thạch'];

describe('issuers', () => {
  it.each([
    ['stc', ['Sở Tài chính tỉnh Lạc Giang']],
    ['so lac', ['Sở Tài chính tỉnh Lạc Giang', 'Sở Nội vụ tỉnh Lạc Giang']],
    ['ubnd', ['Ủy ban nhân dân xã Vĩnh Thạch']],
    ['Sở Nội vụ tỉnh Lạc Giang', []],
    ['', []],
    ['xyz', []],
  ])('«%s» may mean %j', (typed, names) => expect(suggested(known, typed)).toEqual(names));
});
