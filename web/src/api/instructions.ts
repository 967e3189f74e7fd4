// Templates of instructions, and which of them are meant for papers.
import { send } from './send';
import type { Made, Template, TemplateOffers, TemplatesView, TemplateWish } from './types';

export const listTemplates = () => send<TemplatesView>('GET', '/instructions');
export const keepTemplate = (wish: TemplateWish & { shared: boolean }, key: string) =>
  send<Made>('POST', '/instructions', { body: wish, key });
export const endTemplate = (id: string) => send<void>('DELETE', `/instructions/${id}`);

/** Writes a template anew as it stood at a revision. */
export function rewriteTemplate({ id, revision }: Template, wish: TemplateWish, key: string): Promise<void> {
  return send<void>('PUT', `/instructions/${id}`, { body: wish, etag: `"${revision}"`, key });
}

/** The templates meant for papers, the best first. */
export function offerTemplates(documents: readonly string[]): Promise<TemplateOffers> {
  return send<TemplateOffers>('POST', '/instructions/offers', { body: { documents } });
}
