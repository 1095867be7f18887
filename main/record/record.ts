/** How a record names its account: by the account's id at the source, or through an object or contact that belongs to it. */
export type OwnerRef =
  | { by: 'id'; externalId: string }
  | { by: 'object'; kind: string; externalId: string }
  | { by: 'contact'; externalId: string }

export type PropertyValue = string | number | boolean | null
export type Properties = Record<string, PropertyValue>

/** Every record may carry its properties already written as JSON (nulls kept), which then count instead of `properties`. */
interface WithJson {
  propertiesJson?: string
}

export interface AccountRecord extends WithJson {
  record: 'account'
  externalId: string
  name: string
  plan: string | null
  country: string | null
  timeZone: string | null
  owner: string | null
  signedUpAt: number | null
  renewsAt: number | null
  churnedAt: number | null
  /** Monthly recurring revenue in minor units. */
  mrrMinor: number | null
  currency: string | null
  /** The account's own web or mail domain as its source has it, such as `example.com`. */
  domain?: string | null
  /** The account's own address, such as the one bills go to. */
  email?: string | null
  /** The id that the account has in another source, where this one knows it. */
  externalRef?: string | null
  properties: Properties
}

export interface ContactRecord extends WithJson {
  record: 'contact'
  externalId: string
  account: OwnerRef
  name: string | null
  email: string | null
  timeZone: string | null
  locale: string | null
  consent: boolean | null
  properties: Properties
}

export interface EventRecord extends WithJson {
  record: 'event'
  externalId: string
  account: OwnerRef
  kind: string
  at: number
  value: number | null
  properties: Properties
}

export interface ObjectRecord extends WithJson {
  record: 'object'
  externalId: string
  account: OwnerRef
  kind: string
  state: string | null
  /** When the present state began, UTC ms, where the source says so. */
  stateSince?: number | null
  openedAt: number | null
  closedAt: number | null
  dueAt: number | null
  amountMinor: number | null
  currency: string | null
  lane: string | null
  /** Who began a ticket, in the source's words or as `shared/ticket.ts` names it. */
  author?: string | null
  /** Its account's monthly revenue is the sum of what its objects add; how much this one does is among its properties. */
  addsToMrr?: boolean
  properties: Properties
  /** Its states so far where the source knows them: what it says then counts instead of what syncs happen to see. */
  stays?: readonly SourceStay[]
}

/** A stay of an object in a state, as a source knows it: [since, until), `until` null while it lasts. UTC ms. */
export interface SourceStay {
  state: string
  since: number
  until: number | null
}

/** A record of a source in the cache's terms: parsed, typed, not yet matched to an account. */
export type SyncRecord = AccountRecord | ContactRecord | EventRecord | ObjectRecord

/** Where a record came from, so that what does not fit can be shown and tried again. */
export interface Sourced {
  record: SyncRecord
  /** 1 is the first line of the file. */
  line: number
  /** Which of its stream's mappings it came by. Absent: the only one. */
  by?: number
  /** Which one it is of a file's lines of the same content, where nothing else names it. Absent: the first. */
  nth?: number
  /** The row as it was read, JSON, for the quarantine. */
  raw: string
}
