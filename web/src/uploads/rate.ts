// Speed and time left of a transfer, smoothed so that the figures can be read.

const WINDOW_MS = 8000;

export class Rate {
  private marks: { at: number; bytes: number }[] = [];

  /** Notes that `bytes` in all had gone at the moment `at`. */
  note(bytes: number, at: number): void {
    const last = this.marks.at(-1);
    if (last && bytes < last.bytes) this.marks = [];
    this.marks.push({ at, bytes });
    while (this.marks.length > 2 && (this.marks[0]?.at ?? at) < at - WINDOW_MS) this.marks.shift();
  }

  reset(): void {
    this.marks = [];
  }

  /** Bytes per second over the last seconds; null until it can be said. */
  perSecond(): number | null {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (!first || !last || last.at - first.at < 500 || last.bytes === first.bytes) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }

  /** Seconds until `size` is reached. */
  secondsLeft(size: number): number | null {
    const speed = this.perSecond();
    const last = this.marks.at(-1);
    return speed && last ? (size - last.bytes) / speed : null;
  }
}
