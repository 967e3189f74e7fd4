// The lines of a page joined into paragraphs for reading on a small screen. A line goes on in the next one
// unless it ended though another word would have fitted, or the next one opens something of its own.
import type { PageText, WordBox } from '../api/types';

export interface Paragraph {
  /** Where it stands in the text of the page. */
  start: number;
  end: number;
  heading: boolean;
}

interface Line {
  text: string;
  start: number;
  end: number;
  /** Where it stands on the page, when its words have places. */
  place: { left: number; right: number; top: number; height: number; firstWord: number } | null;
}

const OPENS = /^\s*([-–—•·+*▪●○■□]\s|\d{1,3}(\.\d{1,3})*[.)]\s|[a-zđ]\)\s|[IVXLC]{1,5}[.)]\s|(Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVXLC]|(Kính gửi|Nơi nhận|Căn cứ|Số)\b)/u;
const SECTION = /^\s*(Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVXLC]+[.:]?[^.;]{0,120}\.?$/u;
/** Letters of a line of print; longer ones are whole paragraphs of a text that has no lines. */
const PRINTED = 120;
/** A line is called wide from this share of the widest on. */
const WIDE = 0.75;

export function paragraphs({ text, words }: Pick<PageText, 'text' | 'words'>): Paragraph[] {
  const lines = linesOf(text, words);
  const edge = rightEdge(lines);
  const longest = Math.max(0, ...lines.map((line) => line.text.length));
  const advance = usualAdvance(lines);
  const found: Paragraph[] = [];
  let before: Line | null = null;
  for (const line of lines) {
    const last = found.at(-1);
    if (last && before && goesOn(before, line, edge, longest, advance)) last.end = line.end;
    else found.push({ start: line.start, end: line.end, heading: false });
    before = line;
  }
  return found.map((one) => ({ ...one, heading: isHeading(text.slice(one.start, one.end)) }));
}

/** The text of a paragraph on one line; a hyphen at the end of a line holds its word together. */
export function joined(text: string): string {
  return text.replace(/\u00ad\n/g, '').replace(/(\S[-–])\n/g, '$1').replace(/\n/g, ' ');
}

function linesOf(text: string, words: readonly WordBox[]): Line[] {
  const ordered = words.toSorted((a, b) => a[0] - b[0]);
  const lines: Line[] = [];
  let from = 0;
  let start = 0;
  for (const part of text.split('\n')) {
    const end = start + part.length;
    const inside: WordBox[] = [];
    for (let word = ordered[from]; word && word[0] < end; word = ordered[from]) {
      if (word[1] > start) inside.push(word);
      from += 1;
    }
    if (part.trim()) lines.push({ text: part, start, end, place: placeOf(inside) });
    start = end + 1;
  }
  return lines;
}

function placeOf(words: readonly WordBox[]): Line['place'] {
  const [first] = words;
  if (!first) return null;
  return {
    left: Math.min(...words.map(([, , x]) => x)),
    right: Math.max(...words.map(([, , x, , width]) => x + width)),
    top: Math.min(...words.map(([, , , y]) => y)),
    height: Math.max(...words.map(([, , , , , height]) => height)),
    firstWord: first[4],
  };
}

/** Where full lines end: what most of the wide lines reach, a single longer one aside. */
function rightEdge(lines: readonly Line[]): number {
  const widths = lines.flatMap(({ place }) => (place ? [place.right - place.left] : []));
  const widest = Math.max(0, ...widths);
  const ends = lines.flatMap(({ place }) => (place && place.right - place.left > widest * WIDE ? [place.right] : [])).toSorted((a, b) => a - b);
  return ends[Math.floor(ends.length / 2)] ?? 0;
}

/** From one line to the next, as most lines have it. */
function usualAdvance(lines: readonly Line[]): number {
  const steps = lines.slice(1).flatMap(({ place }, index) => {
    const above = lines[index]?.place;
    return place && above && place.top > above.top + above.height / 2 ? [place.top - above.top] : [];
  }).toSorted((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}

function goesOn(before: Line, line: Line, edge: number, longest: number, advance: number): boolean {
  if (OPENS.test(line.text) || SECTION.test(before.text) || isHeading(before.text) !== isHeading(line.text)) return false;
  const above = before.place;
  const here = line.place;
  // Without places an empty line parts, too, and the length says whether a line was full.
  if (!above || !here) return line.start === before.end + 1 && longest <= PRINTED && before.text.length > longest * WIDE;
  const step = here.top - above.top;
  if (step < above.height / 2 || (advance > 0 && step > advance * 1.7)) return false;
  if (isCentred(above, here)) return true;
  if (here.left > above.left + here.height * 0.8) return false;
  const space = here.height * 0.3;
  return above.right + space + here.firstWord > edge;
}

/** One line stands in the middle under the other. */
function isCentred(above: NonNullable<Line['place']>, here: NonNullable<Line['place']>): boolean {
  return Math.abs(above.left + above.right - here.left - here.right) < 6 && Math.abs(above.left - here.left) > 2;
}

/** A heading is written in capitals, or is the line of an article, chapter or section. */
function isHeading(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return (letters > 3 && capitals > letters * 0.8 && text.length < 160) || SECTION.test(text);
}
