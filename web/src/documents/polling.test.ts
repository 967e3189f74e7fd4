import { beforeEach, describe, expect, it, vi } from 'vitest';
import { whileLookedAt } from './polling';

let visible: DocumentVisibilityState;
const show = (state: DocumentVisibilityState) => {
  visible = state;
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  visible = 'visible';
  const spy = vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible);
  return () => {
    spy.mockRestore();
    vi.useRealTimers();
  };
});

describe('asking again', () => {
  it('happens every two seconds while something moves, and ends when it is told to', async () => {
    const ask = vi.fn(async () => true);
    const stop = whileLookedAt(ask);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(ask).toHaveBeenCalledTimes(5);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(5);
  });

  it('becomes seldom while nothing moves', async () => {
    const ask = vi.fn(async () => false);
    const stop = whileLookedAt(ask);
    await vi.advanceTimersByTimeAsync(120_000);
    // After 2, 6, 14, 30, 60, 90 and 120 seconds.
    expect(ask).toHaveBeenCalledTimes(7);
    stop();
  });

  it('rests while nobody looks', async () => {
    const ask = vi.fn(async () => true);
    const stop = whileLookedAt(ask);
    show('hidden');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).not.toHaveBeenCalled();
    show('visible');
    await vi.advanceTimersByTimeAsync(2100);
    expect(ask).toHaveBeenCalledTimes(1);
    stop();
  });
});
