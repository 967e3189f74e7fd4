import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url';
import { rawSignature } from './passkey';

describe('bytes of passkeys', () => {
  it('are written without signs that addresses do not like, and read back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const text = toBase64url(bytes);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(fromBase64url(text)).toEqual(bytes);
  });

  it('have short and long numbers of a signature put in their places', () => {
    const short = new Uint8Array(31).fill(7);
    const long = new Uint8Array(32).fill(0xf0);
    const der = Uint8Array.from([0x30, 68, 0x02, 31, ...short, 0x02, 33, 0, ...long]);
    expect(rawSignature(der)).toEqual(Uint8Array.from([0, ...short, ...long]));
  });
});
