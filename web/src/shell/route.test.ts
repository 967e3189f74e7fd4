import { describe, expect, it } from 'vitest';
import { matchRoute, readerAddress, safeReturn, withQuery } from './route';

describe('routes', () => {
  it.each([
    ['/', 'work', {}],
    ['/viec', 'work', {}],
    ['/viec/da-giao', 'work', { box: 'da-giao' }],
    ['/van-ban', 'list', {}],
    ['/den/hang-doi', 'registering', {}],
    ['/so/reg_1', 'registers', { id: 'reg_1' }],
    ['/soan', 'drafts', {}],
    ['/soan/moi', 'newDraft', {}],
    ['/soan/doc_1/so-sanh', 'compare', { id: 'doc_1' }],
    ['/di/cho-so', 'issuing', {}],
    ['/so/reg_1/thiet-lap', 'bookSetup', { id: 'reg_1' }],
    ['/uy-quyen', 'delegations', {}],
    ['/dang-nhap', 'signIn', {}],
    ['/tim/', 'search', {}],
    ['/chat-luong', 'quality', {}],
    ['/quet/bat_1', 'batches', { id: 'bat_1' }],
    ['/vb/doc_1', 'reader', { id: 'doc_1' }],
    ['/vb/a%20b', 'reader', { id: 'a b' }],
    ['/quan-tri', 'admin', {}],
    ['/quan-tri/don-vi', 'admin', { section: 'don-vi' }],
    ['/quan-tri/quy-trinh/route_1', 'admin', { section: 'quy-trinh', id: 'route_1' }],
    ['/vb', 'notFound', {}],
    ['/vb/a/b', 'notFound', {}],
    ['/vb/%E0%A4%A', 'notFound', {}],
  ])('%s is %s', (path, name, params) => {
    expect(matchRoute(path)).toEqual({ name, params });
  });

  it('changes and removes query parameters and keeps the others', () => {
    expect(withQuery('/vb/d', 'q=a+b&trang=2', { trang: '3' })).toBe('/vb/d?q=a+b&trang=3');
    expect(withQuery('/tim', 'q=a', { q: null })).toBe('/tim');
  });

  it('opens a paper at the place of a hit', () => {
    expect(readerAddress('doc_1', { file: '0', page: 3, q: 'đê' })).toBe('/vb/doc_1?tep=0&trang=3&q=%C4%91%C3%AA');
    expect(readerAddress('doc_1')).toBe('/vb/doc_1');
  });

  it.each([
    [null, '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/dang-nhap?ve=/tim', '/'],
    ['/tim?q=a', '/tim?q=a'],
  ])('after signing in %s leads to %s', (target, address) => {
    expect(safeReturn(target)).toBe(address);
  });
});
