// Fetching ahead: the papers that wait for the person, the most urgent first and then by due date, with what deciding on
// them needs, so that they open at once and without a network. The service worker keeps what passes through it.
import { pageImage } from '../api/documents';
import { API } from '../api/send';
import type { DocumentView, InboxItem, Keyset, PageSize } from '../api/types';
import { budget, labels } from './copies';

/** Papers fetched whole; more than a day's work, less than a phone's memory. */
const PAPERS = 40;
/** Of long papers only so many pages: the rest comes while one reads. */
const PAGES = 40;
/** First the first pages of the papers in front, then everything. */
const IN_FRONT = 8;
/** Fetching ends at this share of the budget; what was read beside it needs room too. */
const SHARE = 0.8;
/** What starting and deciding need beside the papers. */
const YEAR = new Date().getFullYear();
const DESK = ['/session', '/inbox/counts', '/colleagues', `/calendar?year=${YEAR}`, `/calendar?year=${YEAR + 1}`, '/kinds', '/units'];

let running = false;

/** Fetches what is not kept yet; one run at a time, and none where the person saves data. */
export async function fetchAhead(): Promise<void> {
  const saves = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData;
  if (running || saves || !navigator.serviceWorker.controller) return;
  running = true;
  try {
    await run();
  } catch {
    // Without a network there is nothing to fetch; the next event or start tries again.
  } finally {
    running = false;
  }
}

async function run(): Promise<void> {
  for (const path of DESK) await get(path).catch(() => null);
  const list = await get<Keyset<InboxItem>>('/inbox?box=waiting&limit=50');
  const papers = list.items.map(({ document }) => document.id).filter((id, at, all) => all.indexOf(id) === at).slice(0, PAPERS);
  const plans: Plan[] = [];
  for (const [at, id] of papers.entries()) {
    const plan = await planOf(id);
    if (!plan) continue;
    plans.push(plan);
    if (at < IN_FRONT) await fetchPages(plan, plan.pages.slice(0, 1), false);
  }
  for (const plan of plans) await fetchPages(plan, plan.pages.slice(0, PAGES), true);
}

interface Plan {
  file: string;
  pages: PageSize[];
}

/** The paper as it is now, and the file a reader opens. */
async function planOf(id: string): Promise<Plan | null> {
  const paper = await get<DocumentView>(`/documents/${id}`);
  await get(`/documents/${id}/work`);
  if (paper.direction === 'outgoing') await get(`/drafts/${id}`).catch(() => null);
  if (!paper.first_file) return null;
  const { items } = await get<{ items: PageSize[] }>(`/files/${paper.first_file}/pages`);
  return { file: paper.first_file, pages: items };
}

/** Pictures and, where asked, texts that are not kept yet. */
async function fetchPages({ file, pages }: Plan, wanted: readonly PageSize[], texts: boolean): Promise<void> {
  const all = await labels();
  const used = all.reduce((sum, { bytes }) => sum + bytes, 0);
  if (pages.length === 0 || used > (await budget()) * SHARE) return;
  const kept = new Set(all.map(({ url }) => url));
  for (const { number, turn, has_text } of wanted) {
    const picture = pageImage(file, number, 910, turn);
    if (!kept.has(picture)) await (await reach(picture)).arrayBuffer();
    const words = `${API}/files/${file}/pages/${number}`;
    if (texts && has_text && !kept.has(words)) await (await reach(words)).arrayBuffer();
  }
}

const reach = (url: string): Promise<Response> => fetch(url, { credentials: 'same-origin', priority: 'low' });

async function get<T>(path: string): Promise<T> {
  const response = await reach(API + path);
  // A copy says that the server cannot be reached: there is nothing to fetch ahead.
  if (!response.ok || response.headers.has('X-Kept-At')) throw new Error(`${path} was not answered by the server`);
  return (await response.json()) as T;
}
