import type { Trial } from '../case.ts'
import { saidIn } from '../connected.ts'
import { messagesTo } from '../desk.ts'
import { quarantined } from '../recorded-tap.ts'
import { type Answers, shipped } from '../shipped.ts'

const TODAY = '2024-07-10T09:00:00Z'
const OLD = '2023-01-01T00:00:00Z'
const NAMES = ['Customer wrote', 'Desk wrote'] as const
/** Whether the ticket of each holds a message back. */
const RIGHT = { 'Customer wrote': 'refuse', 'Desk wrote': 'pass' }

interface Desk extends Pick<Trial, 'name' | 'source' | 'input'> {
  manifest: string
  settings: Readonly<Record<string, string>>
  secret: string
  answers: Answers
}

/** A trial of a helpdesk with two companies: one wrote to us, the other we wrote to. */
const deskTrial = ({ manifest, settings, secret, answers, ...trial }: Desk): Trial => ({
  kind: 'I',
  ...trial,
  right: RIGHT,
  run: () =>
    shipped({ manifest, settings, secret, answers }, async source => {
      const report = await source.sync()
      const seen = await messagesTo(source.client, NAMES)
      return {
        got: Object.fromEntries(NAMES.map(name => [name, seen.get(name)?.check('open_ticket').status])),
        said: [...saidIn([report]), ...(await quarantined(source))],
      }
    }),
})

const freshdesk: Answers = (path, query) => {
  if (path.endsWith('/companies'))
    return NAMES.map((name, n) => ({ id: n + 1, name, created_at: OLD, updated_at: OLD }))
  const tickets = [1, 10].map((source, n) => ({
    id: 100 + n,
    company_id: n + 1,
    requester_id: 7,
    status: 2,
    source,
    subject: 'About your order',
    created_at: TODAY,
    updated_at: TODAY,
  }))
  return path.endsWith('/tickets') && query.get('filter') === null ? tickets : []
}

const hubspot: Answers = path => {
  const page = (results: readonly object[]) => ({ results })
  if (path.endsWith('/companies/search'))
    return page(NAMES.map((name, n) => ({ id: String(n + 1), properties: { name, createdate: OLD }, updatedAt: OLD })))
  const of = /\/tickets\/10(\d)$/.exec(path)?.[1]
  if (of !== undefined) return { associations: { companies: { results: [{ id: String(Number(of) + 1) }] } } }
  if (!path.endsWith('/tickets/search')) return page([])
  const sources = [{ source_type: 'EMAIL', hs_object_source: 'INTEGRATION' }, { hs_object_source: 'INTEGRATION' }]
  const properties = { subject: 'About your order', createdate: TODAY, hs_lastmodifieddate: TODAY }
  return page(
    sources.map((source, n) => ({ id: `10${n}`, properties: { ...properties, ...source }, updatedAt: TODAY })),
  )
}

const zendesk: Answers = path => {
  const end = { end_of_stream: true, count: 0 }
  if (path.endsWith('/organizations'))
    return { ...end, organizations: NAMES.map((name, n) => ({ id: n + 1, name, created_at: OLD, updated_at: OLD })) }
  if (!path.endsWith('/tickets/cursor')) return { ...end, users: [] }
  const tickets = [7, 90].map((submitter_id, n) => ({
    id: 100 + n,
    organization_id: n + 1,
    requester_id: 7,
    submitter_id,
    status: 'open',
    via: { channel: 'api' },
    subject: 'About your order',
    created_at: TODAY,
    updated_at: TODAY,
    generated_timestamp: Date.parse(TODAY) / 1_000,
  }))
  return { ...end, tickets }
}

/** Helpdesks each say in their own way who began a ticket. */
export const trials: readonly Trial[] = [
  deskTrial({
    name: 'Freshdesk: an outbound e-mail of ours is not their contact',
    source: 'https://developers.freshdesk.com/api/#tickets, source 10',
    input: 'tickets of source 1 and of source 10',
    manifest: 'freshdesk',
    settings: { subdomain: 'own' },
    secret: 'api_key',
    answers: freshdesk,
  }),
  deskTrial({
    name: 'HubSpot: a ticket that an integration made, without a source of contact, is not theirs',
    source: 'https://developers.hubspot.com/docs/api-reference/crm-tickets-v3/guide',
    input: 'tickets with source_type EMAIL and without one, both by an integration',
    manifest: 'hubspot',
    settings: { currency: 'EUR' },
    secret: 'access_token',
    answers: hubspot,
  }),
  deskTrial({
    name: 'Zendesk: a ticket that an agent opened for a customer is not theirs',
    source: 'https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/, submitter_id',
    input: 'submitter 7 and submitter 90, requester 7',
    manifest: 'zendesk',
    settings: { subdomain: 'own', email: 'me@desk.example' },
    secret: 'api_token',
    answers: zendesk,
  }),
  {
    kind: 'D',
    name: 'HubSpot: what a mapping takes for granted about a state is said beside its rows',
    source: 'https://developers.hubspot.com/docs/api-reference/crm-tickets-v3/guide, hs_pipeline_stage',
    input: 'two tickets without a close date, whose stages nobody reads',
    right: { rows: 2, stages: ['assumed'] },
    says: /assumed: A ticket with a close date is solved, every other one is open/,
    run: () =>
      shipped(
        { manifest: 'hubspot', settings: { currency: 'EUR' }, secret: 'access_token', answers: hubspot },
        async source => {
          const { streams } = await source.sync()
          const assumed = streams.flatMap(({ columns = [] }) => columns.flatMap(column => column.assumed ?? []))
          const rows = assumed.reduce((sum, one) => sum + one.rows, 0)
          const [status] = await source.client.source.list()
          const kept = (status?.streams ?? []).flatMap(({ columns }) => columns.flatMap(column => column.assumed ?? []))
          return {
            got: { rows, stages: kept.map(({ what }) => what.split(':')[0] ?? '') },
            said: kept.map(({ what }) => what),
          }
        },
      ),
  },
]
