// The page of the app with the copies that its first screen asks for inside it, as the server writes its answers in: the
// screen stands without asking anything. What the server says now is asked for once it stands.
import { findCopy } from '../offline/copies';
import { screenFiles, shellPage } from './shell';

const API = '/api/v1';
/** The width in pixels in which the reader shows a page. */
export const WIDTH_PX = 910;

interface Paper {
  first_file: string | null;
}

/** The page for an address; null where the screen needs more than is kept. A list of work is asked for, not remembered. */
export async function keptPage({ pathname, searchParams }: URL): Promise<Response | null> {
  const shell = await shellPage();
  const paper = /^\/vb\/([\w-]+)$/.exec(pathname)?.[1];
  if (!shell || (!paper && pathname !== '/' && pathname !== '/viec')) return null;
  const answers = new Answers();
  const coming = paper ? answers.paper(paper, searchParams) : '';
  const [me, picture] = await Promise.all([answers.take('/session'), coming]);
  if (!me || picture === null) return null;
  const files = screenFiles(paper ? 'reader' : 'work').map((file) => `<link rel="modulepreload" crossorigin href="${file}">`);
  const image = picture ? `<link rel="preload" as="image" fetchpriority="high" href="${picture}">` : '';
  const given = `<script type="application/json" id="given">${answers.text()}</script>`;
  const [head = '', body = ''] = (await shell.text()).split('</head>');
  const headers = new Headers(shell.headers);
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return new Response(`${head}${image}${files.join('')}${given}</head>${body}`, { headers });
}

class Answers {
  private readonly kept: Record<string, unknown> = {};

  /** The copy of an answer, put into the page. */
  async take<T>(path: string): Promise<T | null> {
    const copy = await findCopy(API + path).catch(() => null);
    if (!copy) return null;
    const data = JSON.parse(new TextDecoder().decode(copy.body)) as T;
    this.kept[path] = { data, etag: copy.etag };
    return data;
  }

  /** The paper with the pages of the file that the reader opens; gives the address of the picture looked at first. */
  async paper(id: string, place: URLSearchParams): Promise<string | null> {
    const paper = await this.take<Paper>(`/documents/${id}`);
    if (!paper) return null;
    const file = paper.first_file;
    if (!file || place.has('tep')) return '';
    const pages = await this.take<{ items: { turn?: number }[] }>(`/files/${file}/pages`);
    const number = Number(place.get('trang') ?? 1);
    const page = pages?.items[number - 1];
    return page ? `${API}/files/${file}/pages/${number}/image?width=${WIDTH_PX}${page.turn ? `&amp;turn=${page.turn}` : ''}` : '';
  }

  /** Data only, which no browser runs. */
  text(): string {
    return JSON.stringify(this.kept).replaceAll('<', '\\u003c');
  }
}
