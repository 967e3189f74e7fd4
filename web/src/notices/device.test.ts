import { expect, it } from 'vitest';
import { bytes } from './device';

it('reads base64url without padding', () => {
  expect(Array.from(bytes('-_8A'))).toEqual([251, 255, 0]);
  expect(Array.from(bytes('AQ'))).toEqual([1]);
});
