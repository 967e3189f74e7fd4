// Font size, theme and language of this device, kept in the browser.
import { setLanguage, type Language } from '../messages/index.svelte';

export const SIZES = ['100', '115', '130', '150'] as const;
export type Size = (typeof SIZES)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

class Appearance {
  size = $state<Size>('100');
  theme = $state<Theme>('system');
  language = $state<Language>('vi');
}

export const appearance = new Appearance();
const KEY = 'congvan.appearance';

export function restoreAppearance(): void {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Appearance>;
    if (SIZES.includes(kept.size as Size)) appearance.size = kept.size as Size;
    if (THEMES.includes(kept.theme as Theme)) appearance.theme = kept.theme as Theme;
    if (kept.language === 'en') appearance.language = 'en';
  } catch {
    // Storage switched off or spoiled: the defaults serve.
  }
  show();
}

export function changeAppearance(change: { size?: Size; theme?: Theme; language?: Language }): void {
  Object.assign(appearance, change);
  const { size, theme, language } = appearance;
  try {
    localStorage.setItem(KEY, JSON.stringify({ size, theme, language }));
  } catch {
    // Storage switched off: the choice holds until the page is closed.
  }
  show();
}

function show(): void {
  const root = document.documentElement;
  root.dataset.size = appearance.size;
  if (appearance.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = appearance.theme;
  void setLanguage(appearance.language);
}
