// Initials and a colour for a name: the same name always has the same face.
const HUES = 8;
/** What the names of units begin with says nothing of the unit. */
const KINDS = new Set(['phòng', 'ban', 'sở', 'văn', 'trung', 'tổ']);

export interface Face {
  initials: string;
  hue: number;
}

/** «Nguyễn Hữu Khang» is NK, «Phòng Kinh tế» is KT. */
export function faceOf(name: string): Face {
  const all = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const isUnit = all.length > 1 && KINDS.has((all[0] ?? '').toLowerCase());
  const words = isUnit ? all.slice(1) : all;
  const ends = isUnit ? words.slice(0, 2) : [words[0], ...words.slice(1).slice(-1)];
  const initials = ends.map((word) => word?.[0]?.toUpperCase() ?? '').join('');
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return { initials, hue: sum % HUES };
}
