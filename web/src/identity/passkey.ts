// Passkeys of this browser: made, signed in with, and checked here when the server cannot be reached.
import { addPasskey, beginPasskey, beginPasskeySignIn, listPasskeys, signInWithPasskey } from '../api/factors';
import type { Me, Passkey } from '../api/types';
import { fromBase64url, toBase64url } from './base64url';
import { forgetHere, keepHere, keptHere, type KeptPasskey } from './passkeysHere';
import { session } from './session.svelte';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const LOCAL_TIMEOUT_MS = 60_000;

/** Whether passkeys can belong to this page: HTTPS or localhost, and a name rather than an address of numbers. */
export function isPlaceForPasskeys(): boolean {
  return isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
}

/** Whether the browser gives passkeys on this page. */
export function canUsePasskeys(): boolean {
  return isPlaceForPasskeys() && 'PublicKeyCredential' in window;
}

/** The person turned away from the question of the device, or it timed out. */
export function wasCancelled(cause: unknown): boolean {
  return cause instanceof DOMException && (cause.name === 'NotAllowedError' || cause.name === 'AbortError');
}

/** The device has a passkey of this account already. */
export function wasKnown(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'InvalidStateError';
}

/** Makes a passkey on this device for the signed-in person and gives it to the server. */
export async function makePasskey(name: string, me: Me): Promise<Passkey> {
  const options = await beginPasskey();
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64url(options.challenge),
      rp: { id: options.rp_id, name: 'Công văn' },
      user: { id: fromBase64url(options.user_handle), name: me.person.login, displayName: me.person.name },
      pubKeyCredParams: options.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: options.known.map((id) => ({ type: 'public-key', id: fromBase64url(id) })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      attestation: 'none',
      timeout: options.timeout_ms,
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const added = await addPasskey({
    name,
    client_data: toBase64url(response.clientDataJSON),
    attestation_object: toBase64url(response.attestationObject),
  });
  if (isOfDevice(made)) keep(added, me, options.rp_id);
  return added;
}

/** Signs in with a passkey; the one kept on this device for `person` is asked first. */
export async function passkeySignIn(person: string | null, signal?: AbortSignal): Promise<Me> {
  const options = await beginPasskeySignIn();
  const kept = person === null ? [] : keptHere(person);
  const answer = await asksDevice(options.challenge, options.rp_id, options.timeout_ms, kept, signal);
  const response = answer.response as AuthenticatorAssertionResponse;
  const me = await signInWithPasskey({
    credential: toBase64url(answer.rawId),
    client_data: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.authenticatorData),
    signature: toBase64url(response.signature),
    user_handle: response.userHandle ? toBase64url(response.userHandle) : null,
  });
  if (isOfDevice(answer)) void keepAnswered(toBase64url(answer.rawId), me, options.rp_id);
  return me;
}

/** Whether the key lies in this device, not in one that stands beside it. */
function isOfDevice(key: PublicKeyCredential): boolean {
  return key.authenticatorAttachment !== 'cross-platform';
}

function keep({ id, credential, point }: Passkey, me: Me, rpId: string): void {
  if (point) keepHere({ id, person: me.person.id, credential, rpId, point });
}

/** Signing out takes everything away that is kept here; the key that has just opened the account comes back. */
async function keepAnswered(credential: string, me: Me, rpId: string): Promise<void> {
  if (keptHere(me.person.id).some((key) => key.credential === credential)) return;
  const own = await listPasskeys().catch(() => []);
  const answered = own.find((key) => key.credential === credential);
  if (answered) keep(answered, me, rpId);
}

async function asksDevice(
  challenge: string, rpId: string, timeout: number, kept: KeptPasskey[], signal?: AbortSignal,
): Promise<PublicKeyCredential> {
  return (await navigator.credentials.get({
    ...(signal && { signal }),
    publicKey: {
      challenge: fromBase64url(challenge),
      rpId,
      allowCredentials: kept.map(({ credential }) => ({ type: 'public-key', id: fromBase64url(credential) })),
      userVerification: 'required',
      timeout,
    },
  })) as PublicKeyCredential;
}

/** Whether `unlockHere` can ask: the person under the lock has used a passkey of this very device. */
export function canUnlockHere(): boolean {
  return canUsePasskeys() && keptOfOwner().length > 0;
}

function keptOfOwner(): KeptPasskey[] {
  return session.me ? keptHere(session.me.person.id) : [];
}

/** Asks the device for a passkey that the person under the lock has used on it, and checks the answer without the server. */
export async function unlockHere(signal?: AbortSignal): Promise<boolean> {
  const kept = keptOfOwner();
  const first = kept[0];
  if (!canUsePasskeys() || !first) return false;
  const challenge = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  const answer = await asksDevice(challenge, first.rpId, LOCAL_TIMEOUT_MS, kept, signal);
  const key = kept.find(({ credential }) => credential === toBase64url(answer.rawId));
  return key !== undefined && (await isRight(answer.response as AuthenticatorAssertionResponse, key, challenge));
}

/** Forgets a passkey that was removed. */
export const forgetPasskey = forgetHere;

async function isRight(response: AuthenticatorAssertionResponse, key: KeptPasskey, challenge: string): Promise<boolean> {
  const said = JSON.parse(new TextDecoder().decode(response.clientDataJSON)) as Record<string, unknown>;
  if (said.type !== 'webauthn.get' || said.challenge !== challenge || said.origin !== location.origin) return false;
  const data = new Uint8Array(response.authenticatorData);
  const site = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key.rpId));
  if (toBase64url(data.slice(0, 32)) !== toBase64url(site)) return false;
  const flags = data[32] ?? 0;
  if (!(flags & PRESENT) || !(flags & VERIFIED)) return false;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', response.clientDataJSON));
  const signed = new Uint8Array([...data, ...hash]);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const publicKey = await crypto.subtle.importKey('raw', fromBase64url(key.point), algorithm, false, ['verify']);
  const signature = rawSignature(new Uint8Array(response.signature));
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, signed);
}

/** A signature as passkeys write it (DER: two integers) in the form WebCrypto reads (32 bytes each). */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const number = der.slice(at + 2, at + 2 + length);
    const digits = number.slice(Math.max(0, number.length - 32));
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  return raw;
}
