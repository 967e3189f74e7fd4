// What the reading states of a paper mean, and the list that is filtered by them in English.
import type { States } from './vi.states';

export const enStates: States = {
  stateHint: {
    waiting: 'The server will read this paper soon.',
    read: 'Read; its text can be searched.',
    not_yet_read: 'A scan without text: found by number, symbol and subject; its text waits for recognition.',
    unreadable: 'The contents cannot be read. The original is kept as it is.',
    quarantined: 'Seems to be a state secret: kept apart, neither read nor searched.',
  },
  papers: {
    filter: 'Filter by reading state',
    all: 'All',
    empty: 'There is no paper for you yet.',
    emptyHint: 'Upload a first file, or wait for the clerk to pass one on.',
    emptyState: 'No paper is in this state.',
  },
};
