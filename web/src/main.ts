// Starts the web app: appearance first, so that nothing flashes, then the tree.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { restoreAppearance } from './identity/appearance.svelte';
import { afterFirst } from './shell/first';
import { place, startNavigation } from './shell/navigation.svelte';
import { begun, screens, type Screen } from './shell/screens';

restoreAppearance();
// Kept on this device they cost nothing.
void Promise.resolve(navigator.serviceWorker?.controller ? null : afterFirst).then(() => import('./styles/later')).then(({ takeFonts }) => takeFonts(), () => undefined);
startNavigation();

const NAMED_MS = 150;
const name = document.getElementById('given') ? place.route.name : 'notFound';
if (name in screens) {
  const coming = screens[name as Screen]().then((screen) => (begun[name as Screen] = screen.default));
  await Promise.race([coming, new Promise((late) => setTimeout(late, NAMED_MS))]).catch(() => undefined);
}

const target = document.getElementById('app');
if (target) mount(App, { target });
