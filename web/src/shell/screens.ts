// The screens, each fetched when first needed.
import type { Component } from 'svelte';

export const screens = {
  work: () => import('../work/WorkPage.svelte'),
  registering: () => import('../registers/RegisteringPage.svelte'),
  registers: () => import('../registers/RegistersPage.svelte'),
  drafts: () => import('../drafts/MinePage.svelte'),
  newDraft: () => import('../drafts/NewPage.svelte'),
  compare: () => import('../drafts/ComparePage.svelte'),
  issuing: () => import('../drafts/IssuingPage.svelte'),
  late: () => import('../deadlines/DatesPage.svelte'),
  list: () => import('../documents/ListPage.svelte'),
  waiting: () => import('../offline/WaitingPage.svelte'),
  upload: () => import('../uploads/UploadPage.svelte'),
  batches: () => import('../batches/BatchesPage.svelte'),
  quality: () => import('../quality/QualityPage.svelte'),
  search: () => import('../search/SearchPage.svelte'),
  reader: () => import('../documents/ReaderPage.svelte'),
  me: () => import('../identity/MePage.svelte'),
  notices: () => import('../notices/NoticesPage.svelte'),
  delegations: () => import('../rights/DelegationsPage.svelte'),
  widenings: () => import('../rights/WideningsPage.svelte'),
  bookSetup: () => import('../registers/SetupPage.svelte'),
  admin: () => import('../admin/AdminPage.svelte'),
};
export type Screen = keyof typeof screens;

/** The screen that the app begins with, where it came with the page: it is shown at once, not after an empty one. */
export const begun: Partial<Record<Screen, Component>> = {};

