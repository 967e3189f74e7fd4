// What the navigation offers to this person, on wide screens above and on phones below.
import type { IconName } from '../controls/Icon.svelte';
import { holds, may } from '../identity/session.svelte';
import { t } from '../messages/index.svelte';
import type { RouteName } from './route';

export interface MenuItem {
  route: RouteName;
  href: string;
  icon: IconName;
  words: string;
  /** Only on wide screens: phones have room for what everybody needs. */
  wide?: true;
}

export function menu(): MenuItem[] {
  const { nav } = t();
  const items: MenuItem[] = [
    { route: 'work', href: '/viec', icon: 'work', words: nav.work },
    { route: 'list', href: '/van-ban', icon: 'papers', words: nav.list },
    { route: 'search', href: '/tim', icon: 'search', words: nav.search },
  ];
  if (may('capture')) items.push({ route: 'drafts', href: '/soan', icon: 'papers', words: nav.drafts, wide: true });
  if (holds('clerk')) items.push({ route: 'registering', href: '/den/hang-doi', icon: 'papers', words: nav.registering, wide: true }, { route: 'issuing', href: '/di/cho-so', icon: 'papers', words: nav.issuing, wide: true });
  const keeps = holds('clerk', 'chief_of_office', 'archivist');
  if (keeps) items.push({ route: 'registers', href: '/so', icon: 'papers', words: nav.registers, wide: true });
  if (holds('leader', 'chief_of_office', 'clerk', 'head_of_unit')) items.push({ route: 'late', href: '/tre-han', icon: 'work', words: nav.late, wide: true });
  if (may('capture')) items.push({ route: 'upload', href: '/tai-len', icon: 'upload', words: nav.upload });
  if (keeps) items.push({ route: 'batches', href: '/quet', icon: 'upload', words: nav.batches, wide: true }, { route: 'quality', href: '/chat-luong', icon: 'upload', words: nav.quality, wide: true });
  const admin: MenuItem = { route: 'admin', href: '/quan-tri', icon: 'admin', words: nav.admin };
  if (may('administer')) items.push(admin);
  else if (holds('chief_of_office', 'archivist')) items.push({ ...admin, wide: true });
  items.push({ route: 'me', href: '/toi', icon: 'person', words: nav.me });
  return items;
}
