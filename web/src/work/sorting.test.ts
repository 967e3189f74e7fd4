import { expect, it } from 'vitest';
import { byName } from './sorting';

it('puts people in order by their given names, marks and all', () => {
  const names = ['Phạm Đức Toàn', 'Nguyễn Hữu Đạt', 'Lý Thị Ngọc Ánh', 'Trần Văn An', 'Lê Văn Dũng', 'Bùi Văn An', 'Ngô Thị Thanh Bình'];
  const sorted = names.map((name) => ({ name })).toSorted(byName);
  expect(sorted.map(({ name }) => name)).toEqual(['Bùi Văn An', 'Trần Văn An', 'Lý Thị Ngọc Ánh', 'Ngô Thị Thanh Bình', 'Lê Văn Dũng', 'Nguyễn Hữu Đạt', 'Phạm Đức Toàn']);
});
