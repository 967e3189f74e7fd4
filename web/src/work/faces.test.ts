import { describe, expect, it } from 'vitest';
import { faceOf } from './faces';

describe('a face', () => {
  it('has the initials by which people know each other', () => {
    const of = (name: string) => faceOf(name).initials;
    expect([of('Nguyễn Hữu Khang'), of('Phòng Kinh tế'), of('Đặng Thị Hương'), of('Khang'), of('')]).toEqual(['NK', 'KT', 'ĐH', 'K', '']);
  });

  it('keeps its colour', () => {
    expect(faceOf('Phòng Kinh tế').hue).toBe(faceOf('Phòng Kinh tế').hue);
    const hues = new Set(['An', 'Bình', 'Cường', 'Dung', 'Giang', 'Hà', 'Khang', 'Lan'].map((name) => faceOf(name).hue));
    expect(hues.size).toBeGreaterThan(3);
  });
});
