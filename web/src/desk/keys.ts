// What the keys of the whole app open; fetched with the first of them.
import { mount, unmount, type Component } from 'svelte';
import { go } from '../shell/navigation.svelte';

/** Puts the cursor in the search box of the screen, or opens the search. */
export function search(): void {
  const boxes = document.querySelectorAll<HTMLInputElement>('input[data-search]');
  const box = Array.from(boxes).find((input) => input.offsetParent !== null);
  if (box) box.select();
  else go('/tim');
}

/** Fetches beforehand what a key opens: whoever types at once loses no letter. */
export const ready = () => Promise.all([import('./Palette.svelte'), import('./Shortcuts.svelte')]);

export const palette = () => open(() => import('./Palette.svelte'));
export const shortcuts = () => open(() => import('./Shortcuts.svelte'));

let opening = false;

/** Shows a dialog inside the shell, so that it is covered with it when the device locks. */
async function open(load: () => Promise<{ default: Component<{ onclose: () => void }> }>): Promise<void> {
  const target = document.querySelector('.shell');
  if (opening || !target || document.querySelector('dialog[open]')) return;
  opening = true;
  try {
    const { default: Dialog } = await load();
    const shown: object = mount(Dialog, { target, props: { onclose: () => void unmount(shown) } });
  } finally {
    opening = false;
  }
}
