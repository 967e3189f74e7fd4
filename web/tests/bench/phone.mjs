// The leader's phone: its screen, its slow processor, and the clock in the page that says when a page can be read.
import { OFFICE } from '../journeys/office.mjs';

const SCREEN = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2.625, isMobile: true, hasTouch: true };
const SLOWER = 6;

/**
 * Runs in the page: `readable()` and `listed()` are the milliseconds since the navigation, `turned` those since a key;
 * page 1 can be read from the frame on in which it was painted, where it stands before the app does (a picture, whose frame
 * the browser tells) or where the app draws it (then the frame after is taken);
 * `kept(file, pages)` waits until so many pages were fetched ahead.
 */
function clock() {
  const shown = async (number) => {
    const picture = document.querySelector(`[data-page="${number}"] canvas[role=img]`);
    if (!picture?.width) return false;
    const { top, bottom } = picture.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const until = async (holds) => {
    while (!(await holds())) await new Promise((later) => setTimeout(later, 10));
    return performance.now();
  };
  const keptPages = (file) => new Promise((told, failed) => {
    const opening = indexedDB.open('congvan-kept');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('labels').objectStore('labels').getAllKeys();
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => {
        opening.result.close();
        told(asked.result.filter((url) => url.includes(`/files/${file}/pages/`) && url.includes('/image')).length);
      };
    };
  });
  const fetchedAhead = async (file, pages) => {
    // Opened before the app has made it, it would be an empty one.
    while (!(await indexedDB.databases()).some(({ name }) => name === 'congvan-kept') || (await keptPages(file)) < pages) await new Promise((later) => setTimeout(later, 500));
  };
  const looked = new Promise((told) => {
    const look = (list) => {
      const page = list.getEntries().find(({ url }) => /\/pages\/1\/image/.test(url));
      if (page) told(page.renderTime);
    };
    new PerformanceObserver(look).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  const drawn = until(() => shown(1)).then(() => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() => told(performance.now())))));
  const painted = Promise.race([looked, drawn]).then((at) => (globalThis.benchClock.stood = at));
  globalThis.benchClock = {
    kept: fetchedAhead,
    readable: () => painted,
    stood: null,
    listed: () => until(() => document.querySelector('.tasks a')),
    turned: null,
  };
  addEventListener('keydown', (event) => {
    const asked = event.timeStamp;
    const wanted = Number(new URL(location.href).searchParams.get('trang') ?? 1) + 1;
    globalThis.benchClock.turned = until(() => shown(globalThis.benchClock.next ?? wanted)).then((at) => at - asked);
  }, { capture: true });
}

/** A phone that has `state` (the cookie of who is signed in) and nothing else. */
export async function takePhone(browser, url, state) {
  const context = await browser.newContext({ ...SCREEN, locale: 'vi-VN', baseURL: url, storageState: state });
  await context.addInitScript(clock);
  return context;
}

/** A page of the phone, as slow as its processor is. */
export async function openSlow(context) {
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return page;
}

/** The cookie of somebody who signed in: taken on a phone that is thrown away. */
export async function cookieOf(browser, url, login) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/dang-nhap');
  await page.evaluate((body) => fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }), { login, password: OFFICE.password });
  const { cookies } = await context.storageState();
  await context.close();
  return { cookies, origins: [] };
}
