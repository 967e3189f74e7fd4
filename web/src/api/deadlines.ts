// What is late and what was in time, with the papers behind each figure.
import { API, queryString, send } from './send';
import type { Figures, FigurePaper, Items, Keyset, LateGroup, LateItem, RowsBy, Standing } from './types';

export interface LateFilter {
  unit: string | null;
  assignee: string | null;
  escalated: boolean;
}

export async function listLateGroups(filter: Pick<LateFilter, 'escalated'>): Promise<LateGroup[]> {
  return (await send<Items<LateGroup>>('GET', '/late/groups', { query: { ...filter } })).items;
}

export function listLate(filter: LateFilter, after: string | null, limit: number) {
  return send<Keyset<LateItem>>('GET', '/late', { query: { ...filter, after, limit } });
}

export interface Period {
  from: string;
  to: string;
}

export function getFigures(period: Period, by: RowsBy): Promise<Figures> {
  return send<Figures>('GET', '/statistics/timeliness', { query: { ...period, by } });
}

/** Where the figures are fetched as a sheet. */
export function figuresSheet(period: Period, by: RowsBy): string {
  return `${API}/statistics/timeliness/xlsx${queryString({ ...period, by })}`;
}

export interface Figure {
  by: RowsBy;
  key: string | null;
  standing: Standing | null;
}

export function listFigurePapers(period: Period, figure: Figure, after: string | null, limit: number) {
  return send<Keyset<FigurePaper> & { total: number }>('GET', '/statistics/timeliness/papers', {
    query: { ...period, ...figure, after, limit },
  });
}

