// The sentences of a paper's pages and of the bar above them in English.
import { count } from './format';
import type { ReaderWords } from './vi.reader';

export const enReader: ReaderWords = {
  bar: {
    back: 'Back',
    jump: 'Go to page',
    viewPage: 'Page',
    viewText: 'Text',
    view: 'View',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    find: 'Find in the paper',
    show: 'Display',
    details: 'Details',
    detailsTitle: 'Details of the paper',
  },
  leaf: {
    pageOf: (page, all) => `Page ${count(page)} of ${count(all)}`,
    pages: 'Pages of the paper',
    pageImage: (n) => `Picture of page ${n}`,
  },
};
