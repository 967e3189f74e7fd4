// Passkeys and codes: adding, listing, removing, signing in.
import { send } from './send';
import type { Code, Items, Me, NewCode, Passkey, PasskeyAnswer, PasskeyChallenge, PasskeyOptions, PasskeyWish } from './types';

export const listPasskeys = async () => (await send<Items<Passkey>>('GET', '/passkeys')).items;
export const beginPasskey = () => send<PasskeyOptions>('POST', '/passkeys/options', { body: {} });
export const addPasskey = (wish: PasskeyWish) => send<Passkey>('POST', '/passkeys', { body: wish });
export const removePasskey = (id: string) => send<void>('DELETE', `/passkeys/${id}`);
export const beginPasskeySignIn = () => send<PasskeyChallenge>('POST', '/session/passkey/options', { body: {} });
export const signInWithPasskey = (answer: PasskeyAnswer) => send<Me>('POST', '/session/passkey', { body: answer });
export const getCode = () => send<Code>('GET', '/totp');
export const beginCode = () => send<NewCode>('POST', '/totp', { body: {} });
export const confirmCode = (code: string) => send<void>('PUT', '/totp', { body: { code } });
export const removeCode = (proof: { code: string } | { password: string }) => send<void>('POST', '/totp/removal', { body: proof });
export const clearFactors = (person: string) => send<void>('DELETE', `/people/${person}/factors`);
