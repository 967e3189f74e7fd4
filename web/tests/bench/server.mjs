// The program on fresh demo data, for as long as something is measured on it.
// Setting: PROGRAM, the congvan to measure (default: target/release/congvan).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = process.env.PROGRAM ?? fileURLToPath(new URL('../../../target/release/congvan', import.meta.url));
const READY_MS = 60_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

export async function startOffice() {
  const scratch = await mkdtemp(join(tmpdir(), 'congvan-web-'));
  const data = join(scratch, 'data');
  const log = await open(join(scratch, 'log'), 'a');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const run = (verb) => spawn(PROGRAM, ['--data', data, verb], {
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, CONGVAN_SERVER_LISTEN: `127.0.0.1:${port}` },
  });
  const failed = async (what) => {
    const said = await readFile(join(scratch, 'log'), 'utf8');
    return new Error(`${what}\n${said.split('\n').slice(-30).join('\n')}`);
  };
  const [status] = await once(run('demo'), 'exit');
  if (status !== 0) throw await failed('The demo office could not be made.');
  const server = run('serve');
  const isReady = () => fetch(`${url}/readyz`).then(({ ok }) => ok, () => false);
  for (const until = Date.now() + READY_MS; !(await isReady());) {
    if (server.exitCode !== null || Date.now() > until) throw await failed('The server did not become ready.');
    await new Promise((later) => setTimeout(later, 200));
  }
  const stop = async () => {
    const gone = server.exitCode === null ? once(server, 'exit') : null;
    server.kill();
    await gone;
    await log.close();
    await rm(scratch, { recursive: true, force: true });
  };
  return { url, port, stop };
}
