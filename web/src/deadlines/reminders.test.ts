import { describe, expect, it } from 'vitest';
import { Problem } from '../api/send';
import { isRefused, sentOf, typedOf } from './reminders';

const usual = { hours_before: 24, percent_passed: null, on_the_day: true, head_days: 1, chief_days: 3, leader_days: 5 };

describe('amounts', () => {
  it('come back as they were, an empty one as no reminder', () => {
    const { on_the_day: _, ...amounts } = usual;
    expect(typedOf(usual)).toEqual({ hours_before: '24', percent_passed: '', head_days: '1', chief_days: '3', leader_days: '5' });
    expect(sentOf(typedOf(usual))).toEqual(amounts);
  });

  it.each([['-3', 0], ['1,5', 0], ['hai', 0], ['70000', 0], [' 36 ', 36], ['  ', null], ['0', 0]])('«%s» is sent as %s', (typed, sent) => {
    expect(sentOf({ ...typedOf(usual), hours_before: typed }).hours_before).toBe(sent);
  });
});

describe('a refusal', () => {
  const amount = new Problem('calendar.reminder_amount', 422, null, { max: 1000 });
  const percent = new Problem('calendar.reminder_percent', 422, null, {});

  it.each([
    ['hours_before', '0', amount, true],
    ['leader_days', '1001', amount, true],
    ['leader_days', '1000', amount, false],
    ['chief_days', '', amount, false],
    ['percent_passed', '0', amount, false],
    ['percent_passed', '100', percent, true],
    ['hours_before', '0', percent, false],
    ['hours_before', '0', null, false],
    ['hours_before', '0', new Problem('http.unavailable', 503, null, {}), false],
  ] as const)('%s «%s»', (name, typed, refusal, told) => {
    expect(isRefused(name, typed, refusal)).toBe(told);
  });
});
