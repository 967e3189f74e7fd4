import { describe, expect, it } from 'vitest';
import { matches } from '../controls/matching';
import type { Colleague, Unit } from '../api/types';
import { arranged, candidatesOf, type Preference } from './people';

const economy = { id: 'u1', name: 'Phòng Kinh tế' };
const people = [
  { id: 'p1', name: 'Nguyễn Hữu Khang', posts: [{ title: 'Chủ tịch UBND xã', role: 'leader', unit: null }] },
  { id: 'p2', name: 'Đặng Thu Thủy', posts: [{ title: 'Trưởng phòng văn hóa', role: 'head_of_unit', unit: { id: 'u2', name: 'Phòng Văn hóa' } }] },
  { id: 'p3', name: 'Hoàng Văn Lực', posts: [{ title: 'Chuyên viên', role: 'specialist', unit: economy }] },
] as Colleague[];
const all = candidatesOf(people, [economy, { id: 'u2', name: 'Phòng Văn hóa' }] as Unit[]);
const names = (typed: string, prefer: Preference = 'all', recent: string[] = []) =>
  arranged(all, typed, prefer, ['u1'], recent).map(({ name }) => name);

describe('finding whom to give a paper', () => {
  it.each([
    ['pkt', 'Phòng Kinh tế'],
    ['kinh te', 'Phòng Kinh tế'],
    ['dtt', 'Đặng Thu Thủy'],
    ['thuy dang', 'Đặng Thu Thủy'],
    ['chu tich', 'Nguyễn Hữu Khang'],
  ])('%s finds %s first', (typed, name) => expect(names(typed)[0]).toBe(name));

  it('names the unit of a post once', () => {
    expect(all.map(({ hint }) => hint)).toEqual(['', '', 'Chủ tịch UBND xã', 'Trưởng phòng văn hóa', 'Chuyên viên, Phòng Kinh tế']);
  });

  it('finds an agency by its abbreviation with or without the joining words', () => {
    const [agency] = candidatesOf([], [{ id: 'o1', name: 'Sở Nông nghiệp và Môi trường tỉnh Lạc Giang' }]);
    expect(['snnmt', 'snnvmt', 'so nong nghiep', 'smt'].map((typed) => agency && matches(agency, typed))).toEqual([true, true, true, false]);
  });

  it('does not find by the middle of a word', () => {
    expect(all.some((one) => matches(one, 'inh'))).toBe(false);
  });

  it('shows units first for an instruction, leaders for a submission, the own unit for what is assigned on', () => {
    expect(names('').slice(0, 2)).toEqual(['Phòng Kinh tế', 'Phòng Văn hóa']);
    expect(names('', 'leaders')[0]).toBe('Nguyễn Hữu Khang');
    expect(names('', 'unit')[0]).toBe('Hoàng Văn Lực');
  });

  it('puts those lately chosen before their equals', () => {
    expect(names('', 'all', ['unit u2'])[0]).toBe('Phòng Văn hóa');
  });
});
