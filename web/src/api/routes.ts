// The ways of approval of the agency.
import { send } from './send';
import type { RouteDefinition, RouteFault, RoutesView } from './types';

interface Written {
  route: string;
  version: number;
}

export const listRoutes = () => send<RoutesView>('GET', '/routes');
export const beginRoute = (definition: RouteDefinition, key: string) =>
  send<Written>('POST', '/routes', { body: definition, key });
export const writeRoute = (route: string, definition: RouteDefinition, key: string) =>
  send<Written>('PUT', `/routes/${route}`, { body: definition, key });
export const publishRoute = (route: string) => send<void>('POST', `/routes/${route}/publication`, { body: {} });
export const endRoute = (route: string) => send<void>('DELETE', `/routes/${route}`);
export const setNumbersBeforeApproval = (before: boolean) =>
  send<void>('PUT', '/routes/setting', { body: { number_before_approval: before } });

export async function checkRoute(definition: RouteDefinition, signal: AbortSignal): Promise<RouteFault[]> {
  return (await send<{ faults: RouteFault[] }>('POST', '/routes/check', { body: definition, signal })).faults;
}
