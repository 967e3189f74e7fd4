// Steps of size, and the choices of a view written down on the device.
import { KEY, view, type View } from './view.svelte';

/** Sizes of the text view, in rem. */
export const TEXT_SIZES = [1, 1.12, 1.3, 1.5, 1.75, 2.1];
const ZOOMS = [0.75, 1, 1.25, 1.5, 2, 2.5];

export function changeView(change: Partial<View>): void {
  Object.assign(view, change);
  const { night, two, trim, text } = view;
  try {
    localStorage.setItem(KEY, JSON.stringify({ night, two, trim, text }));
  } catch {
    // Storage switched off: the choice holds until the page is closed.
  }
}

/** The size of the text or of the pages, as people read it. */
export function percent(asText: boolean): string {
  return `${Math.round((asText ? (TEXT_SIZES[view.text] ?? 1) : view.zoom) * 100)} %`;
}

/** Whether a step further there is no other size. */
export function isLast(asText: boolean, step: number): boolean {
  const at = asText ? view.text : ZOOMS.indexOf(view.zoom);
  return (asText ? TEXT_SIZES : ZOOMS)[at + step] === undefined;
}

export function resize(asText: boolean, step: number): void {
  if (isLast(asText, step)) return;
  if (asText) changeView({ text: view.text + step });
  else view.zoom = ZOOMS[ZOOMS.indexOf(view.zoom) + step] ?? 1;
}
