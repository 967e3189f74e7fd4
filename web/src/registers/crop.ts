// A piece of a page cut out of its picture by CSS: everything in shares of the whole, so that any width of the picture
// will do and nothing has to be measured.
import type { PageSize, PlaceOnPage } from '../api/types';

export interface Size {
  width: number;
  height: number;
}

/** The page as its picture shows it. */
export type PageShape = Pick<PageSize, 'width_pt' | 'height_pt'>;

const A4: Size = { width: 595, height: 842 };
/** Room around what is cut out, in points. */
const AROUND = 4;

export function sizeOf(page: PageShape | undefined): Size {
  if (!page || page.width_pt <= 0 || page.height_pt <= 0) return A4;
  return { width: page.width_pt, height: page.height_pt };
}

/** The rectangle around all lines of a value, with some room, inside the page; null where it has no place. */
export function around(places: readonly PlaceOnPage[], page: Size, room = AROUND): PlaceOnPage | null {
  const inside = places.filter(({ x, y, width, height }) =>
    width > 0 && height > 0 && x < page.width && y < page.height && x + width > 0 && y + height > 0);
  if (inside.length === 0) return null;
  const left = Math.max(0, Math.min(...inside.map(({ x }) => x)) - room);
  const top = Math.max(0, Math.min(...inside.map(({ y }) => y)) - room);
  const right = Math.min(page.width, Math.max(...inside.map(({ x, width }) => x + width)) + room);
  const bottom = Math.min(page.height, Math.max(...inside.map(({ y, height }) => y + height)) + room);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export interface Crop {
  /** Widest, in pixels: the letters as large as in the form, and never taller than it may be. */
  width: number;
  ratio: number;
  size: string;
  position: string;
}

/** Where the picture of the page lies behind a window that shows only this rectangle. */
export function crop(cut: PlaceOnPage, page: Size, scale: number, tallest: number): Crop {
  const part = (start: number, length: number, whole: number) => (whole > length ? (start * 100) / (whole - length) : 0);
  const percent = (value: number) => `${Math.round(value * 1000) / 1000}%`;
  return {
    width: Math.round(Math.min(cut.width * scale, (tallest * cut.width) / cut.height)),
    ratio: cut.width / cut.height,
    size: `${percent((page.width * 100) / cut.width)} ${percent((page.height * 100) / cut.height)}`,
    position: `${percent(part(cut.x, cut.width, page.width))} ${percent(part(cut.y, cut.height, page.height))}`,
  };
}

/** How much larger than fitting the page is shown, so that a place can be read. */
export function zoomFor(cut: PlaceOnPage, page: Size, most: number): number {
  return Math.min(most, Math.max(1, (page.width * 0.85) / cut.width));
}

/** How far to scroll so that a place stands in the middle of a window upon the sheet. */
export function scrollTo(cut: PlaceOnPage, page: Size, sheet: Size, view: Size): { left: number; top: number } {
  const middle = (start: number, length: number, whole: number, shown: number) => ((start + length / 2) / whole) * shown;
  return {
    left: Math.max(0, middle(cut.x, cut.width, page.width, sheet.width) - view.width / 2),
    top: Math.max(0, middle(cut.y, cut.height, page.height, sheet.height) - view.height / 2),
  };
}
