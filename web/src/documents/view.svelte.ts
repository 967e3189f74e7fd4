// How this person likes to see papers; kept on the device.
export const KEY = 'congvan.reader';

export class View {
  night = $state(false);
  /** Two pages side by side where there is room. */
  two = $state(false);
  /** Without the empty paper at both sides, on phones. */
  trim = $state(true);
  /** Which of the sizes of the text view. */
  text = $state(1);
  /** Of pages; held until the app is closed. */
  zoom = $state(1);
}

export const view = new View();

try {
  Object.assign(view, JSON.parse(localStorage.getItem(KEY) ?? '{}'));
} catch {
  // Storage switched off or spoiled: the defaults serve.
}

/** A strip of a page from top to bottom: where it begins and how wide it is, as shares of the page's width. */
export interface Strip {
  from: number;
  width: number;
}

/** What is shown of a page whose margins are trimmed: the text of decree 30 and a little more; base.css knows it, too. */
export const TRIMMED: Strip = { from: 0.12, width: 0.82 };
