import type { AccountRecord, ContactRecord, EventRecord, ObjectRecord, OwnerRef } from '../../main/record/record.ts'

/** Names an account by its id at the source. */
export const by = (externalId: string): OwnerRef => ({ by: 'id', externalId })

// Each with nothing known but what a test says.
type Known<Of, Needed extends keyof Of> = Pick<Of, Needed> & Partial<Of>

export const bareAccount = (known: Known<AccountRecord, 'externalId' | 'name'>): AccountRecord => ({
  record: 'account',
  plan: null,
  country: null,
  timeZone: null,
  owner: null,
  signedUpAt: null,
  renewsAt: null,
  churnedAt: null,
  mrrMinor: null,
  currency: null,
  properties: {},
  ...known,
})

export const bareContact = (known: Known<ContactRecord, 'externalId' | 'account'>): ContactRecord => ({
  record: 'contact',
  name: null,
  email: null,
  timeZone: null,
  locale: null,
  consent: null,
  properties: {},
  ...known,
})

export const bareEvent = (known: Known<EventRecord, 'externalId' | 'account' | 'at'>): EventRecord => ({
  record: 'event',
  kind: 'login',
  value: 1,
  properties: {},
  ...known,
})

export const bareObject = (known: Known<ObjectRecord, 'externalId' | 'account' | 'kind'>): ObjectRecord => ({
  record: 'object',
  state: null,
  openedAt: null,
  closedAt: null,
  dueAt: null,
  amountMinor: null,
  currency: null,
  lane: null,
  properties: {},
  ...known,
})
