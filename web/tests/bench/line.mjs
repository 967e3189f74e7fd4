// A slow line in front of the server. The browser can slow its pages only, not its service worker, and does not count
// all that it fetches; so the bytes are held here, on their way, for everything that asks.
// As in the profile «slow 4G»: every request waits its latency, and all answers share one pipe.
import { connect, createServer } from 'node:net';

export const SLOW_4G = { latency_ms: 562.5, down_per_s: 180_000, up_per_s: 84_375 };
const PACKET_BYTES = 1460;

/** One way of the line: packets leave at its rate, one connection after the other. */
class Pipe {
  bytes = 0;
  #waiting = new Map();
  #free_at = 0;
  #timer = null;

  constructor(line, rate) {
    this.line = line;
    this.rate = rate;
  }

  take(to, data) {
    if (!this.line.shape && !this.#waiting.has(to)) return this.#hand(to, data);
    const packets = this.#waiting.get(to) ?? [];
    for (let at = 0; at < data.length; at += PACKET_BYTES) packets.push(data.subarray(at, at + PACKET_BYTES));
    this.#waiting.set(to, packets);
    this.#timer ??= setTimeout(() => this.#send(), 0);
  }

  #hand(to, packet) {
    this.bytes += packet.length;
    if (to.writable) to.write(packet);
  }

  #send() {
    this.#timer = null;
    const now = performance.now();
    this.#free_at = Math.max(this.#free_at, now - 20);
    while (this.#waiting.size > 0 && this.#free_at <= now) {
      const [to, packets] = this.#waiting.entries().next().value;
      this.#waiting.delete(to);
      const packet = packets.shift();
      if (packets.length > 0) this.#waiting.set(to, packets);
      this.#hand(to, packet);
      this.#free_at += (packet.length * 1000) / (this.line.shape?.[this.rate] ?? Infinity);
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#send(), Math.max(this.#free_at - now, 1));
  }
}

/** A line to the server at that port; it is as quick as the machine until `shape` is set, and knows what was asked for. */
export async function openLine(port) {
  const line = { shape: null, asked: [] };
  const down = new Pipe(line, 'down_per_s');
  const up = new Pipe(line, 'up_per_s');
  const sockets = new Set();
  const server = createServer((browser) => {
    const office = connect(port, '127.0.0.1');
    for (const socket of [browser, office]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => { browser.destroy(); office.destroy(); });
    }
    browser.on('data', (data) => {
      const [, asked] = /^[A-Z]+ (\S+) HTTP/.exec(data.toString('latin1')) ?? [];
      if (asked) line.asked.push(asked);
      setTimeout(() => up.take(office, data), line.shape?.latency_ms ?? 0);
    });
    office.on('data', (data) => down.take(browser, data));
    browser.on('end', () => office.end());
    office.on('end', () => browser.end());
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return Object.assign(line, {
    url: `http://127.0.0.1:${server.address().port}`,
    received: () => down.bytes,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
}
