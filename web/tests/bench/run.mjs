// The figures of the web app on a leader's phone with a slow line: one JSON object a line on the standard output, a table
// with smallest and largest on the standard error. Settings: PROGRAM, CHROMIUM, and CONGVAN_BENCH_QUICK for trying.
import { readFile } from 'node:fs/promises';
import { firstScreens } from '../../scripts/first-screens.mjs';
import { openBrowser } from '../journeys/office.mjs';
import { openLine } from './line.mjs';
import { BEFORE, firstPage, inbox, memory, turns } from './measures.mjs';
import { bornDigital, LEADER, pictured, scan, signedIn, submit } from './papers.mjs';
import { cookieOf } from './phone.mjs';
import { startOffice } from './server.mjs';

const QUICK = Boolean(process.env.CONGVAN_BENCH_QUICK);
const TIMES = QUICK ? 2 : 5;
const SCAN_PAGES = QUICK ? 12 : 300;
const LETTER_PAGES = 3;
const TURNS = 30;

const sorted = (values) => values.toSorted((a, b) => a - b);
const share = (values, part) => sorted(values)[Math.min(Math.ceil(values.length * part) - 1, values.length - 1)];
const median = (values) => share(values, 0.5);

function report(name, unit, values, value = median(values)) {
  const round = (figure) => Math.round(figure * 10) / 10;
  console.log(JSON.stringify({ name, value: round(value), unit }));
  const [least, most] = [Math.min(...values), Math.max(...values)].map(round);
  console.error(`${name.padEnd(34)} ${String(round(value)).padStart(9)} ${unit.padEnd(5)} (${least} … ${most}, n = ${values.length})`);
}

async function times(measure) {
  const taken = [];
  for (let time = 0; time < TIMES; time += 1) taken.push(await measure());
  return taken;
}

/** Proportional share of a process in memory, in MB. */
async function pss(process) {
  const rollup = await readFile(`/proc/${process}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)[1]) / 1024;
}

async function handIn(browser, url) {
  const clerk = await signedIn(url, 'vanthu.anphu');
  const leader = await signedIn(url, LEADER);
  const papers = {};
  for (const [name, make] of [['other', bornDigital], ['letter', bornDigital], ['scan', scan]]) {
    papers[name] = await submit(clerk, await make(browser, name === 'scan' ? SCAN_PAGES : LETTER_PAGES));
    await pictured(leader, papers[name], name === 'scan' ? TURNS + 3 : undefined);
    console.error(`${name}: ${papers[name].pages} pages`);
  }
  return papers;
}

const office = await startOffice();
const browser = await openBrowser();
try {
  const papers = await handIn(browser, office.url);
  const line = await openLine(office.port);
  const desk = { browser, line, other: papers.other, state: await cookieOf(browser, line.url, LEADER) };
  for (const [way, before] of Object.entries(BEFORE)) {
    for (const kind of ['letter', 'scan']) {
      const opened = await times(() => firstPage(desk, papers[kind], before));
      report(`web.first_page.${way}.${kind}_ms`, 'ms', opened.map(({ ms }) => ms));
      if (way !== 'cold' || kind !== 'letter') continue;
      report('web.first_page.cold.bytes_kb', 'kB', opened.map(({ kb }) => kb));
      report('web.first_page.cold.requests', 'count', opened.map(({ requests }) => requests));
    }
  }
  report('web.inbox.cold_ms', 'ms', await times(() => inbox(desk)));
  const turned = await turns(desk, papers.scan, TURNS);
  report('web.turn.p95_ms', 'ms', turned, share(turned, 0.95));
  const { empty, full, least } = await memory(desk, papers.scan, pss);
  report('web.memory_mb', 'MB', [full]);
  report('web.memory.under_pressure_mb', 'MB', [least]);
  report('web.memory.empty_page_mb', 'MB', [empty]);
  const screens = await firstScreens();
  report('web.js.leader_kb', 'kB', screens.map(({ bytes }) => bytes / 1000), Math.max(...screens.map(({ bytes }) => bytes)) / 1000);
  line.close();
} finally {
  await browser.close();
  await office.stop();
}
process.exit(0);
