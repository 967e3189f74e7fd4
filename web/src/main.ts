// Starts the web app: appearance first, so that nothing flashes, then the tree.
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { restoreAppearance } from './identity/appearance.svelte';
import { startNavigation } from './shell/navigation.svelte';

restoreAppearance();
startNavigation();

const target = document.getElementById('app');
if (target) mount(App, { target });
