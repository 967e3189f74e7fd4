// Papers, their files and pages.
import { API, ask, send, type Answer } from './send';
import type {
  DocumentEvent, DocumentView, Fields, Items, Kind, PageSize, PageText, Suggestions, Unit,
} from './types';

export function getDocument(id: string, stale = false): Promise<Answer<DocumentView>> {
  return ask<DocumentView>('GET', `/documents/${id}`, { stale });
}

export function editDocument(id: string, fields: Fields, etag: string | null): Promise<Answer<DocumentView>> {
  return ask<DocumentView>('PATCH', `/documents/${id}`, { body: fields, etag });
}

/** What was read for the fields of a paper, and where. */
export function listSuggestions(id: string): Promise<Suggestions> {
  return send<Suggestions>('GET', `/documents/${id}/suggestions`);
}

export async function listEvents(id: string): Promise<DocumentEvent[]> {
  return (await send<Items<DocumentEvent>>('GET', `/documents/${id}/events`)).items;
}

export async function listPages(file: string): Promise<PageSize[]> {
  return (await send<Items<PageSize>>('GET', `/files/${file}/pages`, { stale: true })).items;
}

export function getPage(file: string, number: number): Promise<PageText> {
  return send<PageText>('GET', `/files/${file}/pages/${number}`);
}

/** The picture of a page, turned to stand upright where it was scanned lying. */
export function pageImage(file: string, number: number, width: 240 | 910 | 1240, turn = 0): string {
  return `${API}/files/${file}/pages/${number}/image?width=${width}${turn ? `&turn=${turn}` : ''}`;
}

export function fileContent(file: string, inline = false): string {
  return `${API}/files/${file}/content${inline ? '?inline=true' : ''}`;
}

/** A copy of a registered incoming paper with the stamp «ĐẾN» on its first page. */
export function arrivalCopy(file: string): string {
  return `${API}/files/${file}/arrival-copy`;
}

/** A copy of a scan whose words can be found. */
export const searchableCopy = (file: string) => `${API}/files/${file}/searchable`;

let kinds: Promise<Kind[]> | null = null;

/** The kinds of papers; asked once, again only after a failure. */
export function listKinds(): Promise<Kind[]> {
  kinds ??= send<Items<Kind>>('GET', '/kinds').then(({ items }) => items, (cause: unknown) => {
    kinds = null;
    throw cause;
  });
  return kinds;
}

export async function listUnits(): Promise<Unit[]> {
  return (await send<Items<Unit>>('GET', '/units')).items;
}
