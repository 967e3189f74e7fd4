// What the navigation offers to this person, on wide screens above and on phones below.
import type { IconName } from '../controls/Icon.svelte';
import { may } from '../identity/session.svelte';
import { t } from '../messages/index.svelte';
import type { RouteName } from './route';

export interface MenuItem {
  route: RouteName;
  href: string;
  icon: IconName;
  words: string;
}

export function menu(): MenuItem[] {
  const { nav } = t();
  const items: MenuItem[] = [
    { route: 'work', href: '/viec', icon: 'work', words: nav.work },
    { route: 'list', href: '/van-ban', icon: 'papers', words: nav.list },
    { route: 'search', href: '/tim', icon: 'search', words: nav.search },
  ];
  if (may('capture')) items.push({ route: 'upload', href: '/tai-len', icon: 'upload', words: nav.upload });
  if (may('administer')) items.push({ route: 'admin', href: '/quan-tri', icon: 'admin', words: nav.admin });
  items.push({ route: 'me', href: '/toi', icon: 'person', words: nav.me });
  return items;
}
