// Every key that does something, by the screen it does it on; the sentences stand in the catalogue.
import { desk } from '../messages/desk';

type Screen = keyof ReturnType<typeof desk>['screens'];
type Deed = keyof ReturnType<typeof desk>['does'];

/** Keys that are pressed together stand with a plus; those that do the same stand beside one another. */
export const SHORTCUTS: readonly { screen: Screen; keys: readonly (readonly [readonly string[], Deed])[] }[] = [
  { screen: 'everywhere', keys: [[['Ctrl + K'], 'palette'], [['/'], 'search'], [['?'], 'shortcuts'], [['Ctrl + Enter'], 'send'], [['Esc'], 'close']] },
  { screen: 'inbox', keys: [[['J', 'K'], 'row'], [['Enter'], 'open'], [['X'], 'choose'], [['Shift + X'], 'chooseTo'], [['Ctrl + A'], 'chooseAll'], [['Esc'], 'leaveChoosing']] },
  { screen: 'reader', keys: [[['J', 'K'], 'page'], [['PageDown', 'PageUp'], 'page'], [['+', '-'], 'zoom'], [['B', 'D'], 'act']] },
  { screen: 'registering', keys: [[['Enter'], 'field'], [['Alt + 1…9'], 'take'], [['Ctrl + Enter'], 'register'], [['PageDown', 'PageUp'], 'paper']] },
  { screen: 'issuing', keys: [[['Enter'], 'field'], [['Ctrl + Enter'], 'issue']] },
  { screen: 'compare', keys: [[['J', 'K'], 'change']] },
  { screen: 'batch', keys: [[['←', '→', '↑', '↓'], 'sheet'], [['Alt + ←', 'Alt + →'], 'shift'], [['R'], 'turn'], [['X'], 'remove'], [['S'], 'split'], [['J'], 'join'], [['Ctrl + Z'], 'undo']] },
  { screen: 'keying', keys: [[['PageDown', 'PageUp'], 'page'], [['Ctrl + Enter'], 'send']] },
  { screen: 'stages', keys: [[['Alt + ↑', 'Alt + ↓'], 'stage']] },
  { screen: 'calendar', keys: [[['←', '→', '↑', '↓'], 'day'], [['PageUp', 'PageDown'], 'month']] },
];
