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
