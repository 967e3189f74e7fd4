// Starts the web app: appearance first, so that nothing flashes, then the tree.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { restoreAppearance } from './identity/appearance.svelte';
import { afterFirst } from './shell/first';
import { startNavigation } from './shell/navigation.svelte';

restoreAppearance();
// Kept on this device they cost nothing.
void Promise.resolve(navigator.serviceWorker?.controller ? null : afterFirst).then(() => import('./styles/later')).then(({ takeFonts }) => takeFonts(), () => undefined);
startNavigation();

const target = document.getElementById('app');
if (target) mount(App, { target });
