// The quality of digitisation: what wants looking at, samples keyed unseen, rates of errors, the forecast.
import { API, Problem, problemOf, queryString, send } from './send';
import type { Items, Keyset, KeyedField, QualityForecast, QualityRates, QualitySample, QualityWork, SampleDifference, Shelf } from './types';

export interface WorkFilter {
  batch: string | null;
  unit: string | null;
}

export function listQualityWork(filter: WorkFilter, after: string | null) {
  return send<Keyset<QualityWork>>('GET', '/quality/work', { query: { ...filter, after, limit: 30 } });
}

export interface SampleFrame {
  from: string;
  to: string;
  certainty: number;
  margin: number;
}

export function getSampleSize(frame: SampleFrame): Promise<{ population: number; size: number }> {
  return send('GET', '/quality/sample-size', { query: { ...frame } });
}

export const drawSample = (frame: SampleFrame) => send<{ id: string }>('POST', '/quality/samples', { body: frame });

export async function listSamples(): Promise<QualitySample[]> {
  return (await send<Keyset<QualitySample>>('GET', '/quality/samples')).items;
}

export interface TakenItem {
  number: number;
  pages: number;
}

export async function takeItem(sample: string): Promise<TakenItem | null> {
  return (await send<{ item: TakenItem | null }>('POST', `/quality/samples/${sample}/take`, { body: {} })).item;
}

/** The picture of a page of a paper that was taken; it does not say which paper it is. */
export function itemImage(sample: string, item: number, page: number): string {
  return `${API}/quality/samples/${sample}/items/${item}/pages/${page}/image${queryString({ width: 1240 })}`;
}

export type Keyed = Record<KeyedField, string | null>;

export function keyItem(sample: string, item: number, keyed: Keyed): Promise<void> {
  return send('POST', `/quality/samples/${sample}/items/${item}/keying`, { body: keyed });
}

export async function listDifferences(sample: string): Promise<SampleDifference[]> {
  return (await send<Items<SampleDifference>>('GET', `/quality/samples/${sample}/differences`)).items;
}

export type Judgement = { judgement: 'registered' | 'keyed' } | { judgement: 'third'; value: string };

export function judgeItem(sample: string, item: number, field: KeyedField, judgement: Judgement): Promise<void> {
  return send('POST', `/quality/samples/${sample}/items/${item}/judgement`, { body: { field, ...judgement } });
}

export interface RateQuestion {
  from: string;
  to: string;
  by: string;
  certainty: number;
}

/** Over samples, or over every suggestion that somebody settled. */
export function getRates(of: 'registered' | 'suggested', question: RateQuestion, margin: number): Promise<QualityRates> {
  if (of === 'suggested') return send('GET', '/quality/suggestions', { query: { ...question } });
  return send('GET', '/quality/rates', { query: { ...question, margin } });
}

export interface Plan {
  pages: number;
  days: number;
  cores: number;
  hours: number;
  core_hour: number;
}

export const getForecast = (plan: Plan) => send<QualityForecast>('GET', '/quality/forecast', { query: { ...plan } });

export async function getShelf(batch: string): Promise<Shelf | null> {
  return (await send<{ shelf: Shelf | null }>('GET', `/batches/${batch}/shelf-list`)).shelf;
}

/** Sends a list as it is: the server finds out how it is written. */
export async function putShelfList(batch: string, file: File): Promise<void> {
  const init: RequestInit = { method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: file, credentials: 'same-origin' };
  const response = await fetch(`${API}/batches/${batch}/shelf-list`, init).catch(() => {
    throw new Problem('web.offline', 0, null, {});
  });
  if (!response.ok) throw problemOf(response.status, await response.text());
}

export const shelfAddress = (batch: string, form: 'csv' | 'xlsx') => `${API}/batches/${batch}/shelf-list/${form}`;

export const batchReport = (batch: string) => `${API}/batches/${batch}/report`;
