// What the palette offers beside papers: every screen the person may open, and what can be pressed on the present one.
import { initialsOf, wordsOf, type Findable } from '../controls/matching';
import { holds, may } from '../identity/session.svelte';
import { desk } from '../messages/desk';
import { t } from '../messages/index.svelte';
import { menu } from '../shell/menu';
import { go } from '../shell/navigation.svelte';

export type Group = 'papers' | 'actions' | 'go' | 'recent';

export interface Choice extends Findable {
  key: string;
  group: Group;
  name: string;
  hint: string | null;
  run: () => void;
}

export function choice(group: Group, key: string, name: string, hint: string | null, run: () => void): Choice {
  return { key: `${group}-${key}`, group, name, hint, run, words: wordsOf(name), initials: initialsOf(name) };
}

export function screens(): Choice[] {
  const { places } = desk();
  const all: [string, string][] = menu().map(({ href, words }) => [href, words]);
  const extra: [string, string, boolean][] = [
    ['/viec/da-giao', places.given, true],
    ['/viec/da-xu-ly', places.done, true],
    ['/viec/theo-doi', places.followed, true],
    ['/soan/moi', places.newDraft, may('capture')],
    ['/lich', places.calendar, true],
    ['/thong-ke', places.figures, holds('leader', 'chief_of_office', 'clerk', 'head_of_unit')],
    ['/thong-bao', places.notices, true],
    ['/uy-quyen', places.delegations, true],
    ['/mo-rong-quyen', places.widenings, may('confirm_widenings')],
  ];
  const more = extra.filter(([, , open]) => open).map(([href, words]): [string, string] => [href, words]);
  return [...all, ...more].map(([href, words]) => choice('go', href, words, null, () => go(href)));
}

/** Read from the screen itself: what it shows is what can be done now. */
export function actions(): Choice[] {
  const found = new Map<string, HTMLElement>();
  for (const control of document.querySelectorAll<HTMLElement>('main button:not(:disabled), main a.button, main summary')) {
    const name = (control.getAttribute('aria-label') ?? control.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (name !== '' && name.length <= 80 && control.offsetParent !== null && !found.has(name)) found.set(name, control);
  }
  return Array.from(found, ([name, control]) => choice('actions', name, name, null, () => press(control)));
}

export function help(open: () => void): Choice {
  return choice('go', '?', desk().shortcuts.title, '?', open);
}

export function searchAll(typed: string): Choice {
  return choice('papers', '*', desk().palette.all(typed), t().nav.search, () => go(`/tim?q=${encodeURIComponent(typed)}`));
}

function press(control: HTMLElement): void {
  control.focus();
  control.click();
}
