// The sentences of what the machine reads off a paper in English.
import { count } from './format';
import type { ReadingWords } from './vi.reading';

export const enReading: ReadingWords = {
  recognition: {
    going: (done, all) => `Recognising: page ${count(done)}/${count(all)}`,
    chip: (done, all) => `Recognising ${count(done)}/${count(all)}`,
    goingHint: 'The fields fill by themselves; what you typed stays.',
    failed: (pages) => `Could not be recognised: page ${pages}.`,
    failedHint: 'Read the picture of the page; scan it again if it is blurred.',
    someFailed: (n) => (n === 1 ? '1 page could not be recognised.' : `${count(n)} pages could not be recognised.`),
    unsure: (pages) => `Recognised with doubts: page ${pages}. Compare with the picture.`,
    pageWaits: 'This page waits to be recognised.',
    pageFailed: 'This page could not be recognised.',
    pageUnsure: (percent) => `Recognised with doubts (${count(percent)} %): compare with the picture.`,
    openPage: (page) => `Open page ${count(page)}`,
  },
  old: { told: 'This file belongs to an earlier version, not to the present one.', open: 'Open the present version' },
  quarantine: {
    title: 'The paper bears a mark of state secrecy',
    what: 'It is not shown, its text is not kept and it cannot be found; the fields filled in were deleted.',
    todo: 'Do not copy, photograph or pass it on. Hand the sheet to the person in charge of secret papers, who registers it in the book of secret papers, and tell them of this file.',
  },
  suggestion: {
    sure: (percent) => `sure ${count(percent)} %`,
    unsure: (percent) => `unsure ${count(percent)} %`,
    seen: 'seen',
    typed: 'typed',
    read: (value) => `Read: ${value}`,
    others: 'Other suggestions',
    found: 'Also read',
    show: (what) => `Show on the page: ${what}`,
    where: 'Where the value stands, outlined on the page',
    page: (page, all) => `Page ${count(page)}/${count(all)}`,
    before: 'Page before',
    after: 'Page after',
    references: 'Papers referred to',
    notHeld: 'not held here',
    newTab: 'opens a new tab',
  },
  statedTerm: {
    wd: (n) => (n === 1 ? 'within 1 working day' : `within ${count(n)} working days`),
    d: (n) => (n === 1 ? 'within 1 day' : `within ${count(n)} days`),
    m: (n) => (n === 1 ? 'within 1 month' : `within ${count(n)} months`),
  },
  readField: {
    superior: 'Superior agency',
    place: 'Place',
    addressees: 'Addressees',
    signer_post: 'Post of the signer',
    page_count: 'Pages',
    due: 'Deadline in the text',
  },
};
