// People, units, jobs and numbers for the administrator.
import { send } from './send';
import type { DeadJob, Items, Made, NewPerson, Person, Status } from './types';

export const listPeople = async () => (await send<Items<Person>>('GET', '/people')).items;
export const addPerson = (person: NewPerson) => send<Made>('POST', '/people', { body: person });
export const endPerson = (id: string) => send<void>('POST', `/people/${id}/end`, { body: {} });
export const addUnit = (name: string, parent: string | null) =>
  send<Made>('POST', '/units', { body: { name, parent } });
export const listDeadJobs = async () => (await send<Items<DeadJob>>('GET', '/jobs/dead')).items;
export const reviveJob = (id: string) => send<void>('POST', `/jobs/${id}/revive`, { body: {} });
export const getStatus = () => send<Status>('GET', '/status');
export const resetPassword = (person: string, password: string) => send<void>('PUT', `/people/${person}/password`, { body: { password } });
