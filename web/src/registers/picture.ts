// Which picture of a page the clerk's desk shows: one for the page and for every piece cut out of it.
import { pageImage } from '../api/documents';

const WIDE = matchMedia('(min-width: 56rem)');

export function pictureOf(file: string, page: number, turn = 0): string {
  return pageImage(file, page, WIDE.matches ? 1240 : 910, turn);
}
