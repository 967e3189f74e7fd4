// The person who sits here: session, devices, sign-ins, password, tokens.
import { send } from './send';
import type { Items, MadeToken, Me, Scope, Session, SignIn, Token } from './types';

export const signIn = (login: string, password: string, code?: string) =>
  send<Me>('POST', '/session', { body: { login, password, code } });
export const getMe = () => send<Me>('GET', '/session', { stale: true });
export const signOut = () => send<void>('DELETE', '/session');
export const listSessions = async () => (await send<Items<Session>>('GET', '/sessions')).items;
export const endSession = (id: string) => send<void>('DELETE', `/sessions/${id}`);
export const listSignIns = async () => (await send<Items<SignIn>>('GET', '/sign-ins')).items;
export const changePassword = (current: string, next: string) =>
  send<void>('PUT', '/session/password', { body: { current, new: next } });
export const listTokens = async () => (await send<Items<Token>>('GET', '/tokens')).items;
export const makeToken = (name: string, scopes: Scope[], expires_on: string) =>
  send<MadeToken>('POST', '/tokens', { body: { name, scopes, expires_on } });
export const revokeToken = (id: string) => send<void>('DELETE', `/tokens/${id}`);
