// The running search: the newest question wins, answers that come late are dropped.
import { search, type SearchQuery } from '../api/search';
import { asProblem, wasAborted, type Problem } from '../api/send';
import type { FacetName, FacetValue, Hit, SearchAnswer } from '../api/types';

const PAGE = 20;
type Ask = typeof search;

export class Results {
  hits = $state.raw<Hit[]>([]);
  total = $state<number | null>(null);
  tookUs = $state(0);
  facets = $state.raw<Record<FacetName, FacetValue[]> | null>(null);
  note = $state.raw<SearchAnswer['note']>(null);
  next = $state<string | null>(null);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The question the hits on the screen answer. */
  query = $state.raw<SearchQuery | null>(null);

  private running: AbortController | null = null;

  constructor(private readonly ask: Ask = search) {}

  async run(query: SearchQuery): Promise<void> {
    await this.fetch(query, null, (answer) => {
      this.hits = answer.items;
      this.total = answer.total;
      this.tookUs = answer.took_us;
      this.facets = answer.facets;
      this.note = answer.note;
      this.query = query;
    });
  }

  async more(): Promise<void> {
    if (!this.query || this.next === null || this.loading) return;
    await this.fetch(this.query, this.next, (answer) => {
      const known = new Set(this.hits.map((hit) => hit.document.id));
      this.hits = [...this.hits, ...answer.items.filter((hit) => !known.has(hit.document.id))];
    });
  }

  clear(): void {
    this.running?.abort();
    this.running = null;
    this.loading = false;
    this.hits = [];
    this.total = this.next = this.facets = this.note = this.problem = this.query = null;
  }

  private async fetch(query: SearchQuery, after: string | null, take: (answer: SearchAnswer) => void): Promise<void> {
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    this.loading = true;
    try {
      const answer = await this.ask(query, { after, limit: PAGE, facets: after === null }, mine.signal);
      if (this.running !== mine) return;
      take(answer);
      this.next = answer.next;
      this.problem = null;
    } catch (cause) {
      if (this.running === mine && !wasAborted(cause)) this.problem = asProblem(cause);
    } finally {
      if (this.running === mine) this.loading = false;
    }
  }
}

/** Kept while a paper is read, so that the way back shows the same hits at the same place. */
export const results = new Results();
