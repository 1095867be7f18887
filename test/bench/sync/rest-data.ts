import type { ManifestInput } from '../../../shared/source/manifest.ts'

/** Records of a page, as large vendors give them. */
export const PAGE = 200

export interface Size {
  accounts: number
  events: number
}

export const NOW = Date.UTC(2026, 4, 12, 10)

const PLANS = ['free', 'team', 'business', 'enterprise']
const ZONES = ['Europe/Berlin', 'Europe/Lisbon', 'America/New_York', 'Asia/Tokyo']
const KINDS = ['login', 'feature_used', 'payment_succeeded', 'error_seen']

const pad = (n: number) => String(n).padStart(7, '0')
const iso = (ms: number) => new Date(ms).toISOString()

/** The n-th account as the API gives it. */
export const accountJson = (n: number) => ({
  id: `acc_${pad(n)}`,
  object: 'account',
  name: `Account ${n}`,
  created_at: iso(NOW - (n % 1_000) * 86_400_000),
  updated_at: iso(NOW - (n % 1_000_000) * 1_000),
  subscription: {
    plan: PLANS[n % 4],
    renews_at: iso(NOW + (n % 365) * 86_400_000),
    mrr: { amount: 100 * n, currency: 'eur' },
  },
  address: { country: n % 2 === 0 ? 'DE' : 'PT', time_zone: ZONES[n % 4] },
  owner: { id: n % 20, name: `Owner ${n % 20}` },
  industry: 'retail',
  deleted: false,
})
export type AccountJson = ReturnType<typeof accountJson>

/** The n-th event; those of an account stand together, as in most exports. */
export const eventJson = (n: number, { accounts, events }: Size) => ({
  id: `evt_${pad(n)}`,
  object: 'event',
  account: { id: `acc_${pad(Math.floor((n * accounts) / events))}` },
  type: KINDS[n % 4] ?? '',
  created_at: iso(NOW - (n % 1_000_000) * 1_000),
  value: 1 + (n % 7),
  data: { feature_name: `feature_${n % 30}`, error_count: n % 5 },
  request: { id: `req_${pad(n)}`, ip: null },
})
export type EventJson = ReturnType<typeof eventJson>

const paging = {
  kind: 'cursor',
  param: 'after',
  next: 'next',
  more: 'has_more',
  size: { param: 'limit', value: PAGE },
} as const

/** The same API as a manifest. */
export const benchManifest: ManifestInput = {
  manifest: 1,
  id: 'bench',
  name: 'Bench',
  category: 'other',
  gives: ['usage'],
  about: 'A local HTTP source.',
  docs: 'https://bench.example',
  baseUrl: 'https://bench.example',
  secrets: [{ key: 'key', label: 'Key' }],
  auth: { kind: 'bearer', secret: 'key' },
  streams: [
    {
      name: 'accounts',
      request: { path: '/accounts', query: { updated_since: '{since}' } },
      select: 'data',
      paging,
      incremental: { field: 'updated_at' },
      records: [
        {
          record: 'account',
          id: 'id',
          deleted: 'deleted',
          name: 'name',
          plan: 'subscription.plan',
          country: 'address.country',
          timeZone: 'address.time_zone',
          owner: 'owner.name',
          signedUpAt: 'created_at',
          renewsAt: 'subscription.renews_at',
          mrr: { path: 'subscription.mrr.amount', unit: 'minor', currencyPath: 'subscription.mrr.currency' },
          properties: { industry: 'industry' },
        },
      ],
    },
    {
      name: 'events',
      request: { path: '/events', query: { created_since: '{since}' } },
      select: 'data',
      paging,
      incremental: { field: 'created_at' },
      records: [
        {
          record: 'event',
          id: 'id',
          account: 'account.id',
          kind: 'type',
          at: 'created_at',
          value: 'value',
          properties: { feature_name: 'data.feature_name', error_count: 'data.error_count' },
        },
      ],
    },
  ],
}
