import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import requestTrackerJson from '../../../../resources/manifests/request-tracker.json' with { type: 'json' }
import { noRequestTracker, type RequestTracker, startRequestTracker } from '../../../helpers/request-tracker.ts'
import { aSyncedSystem, shippedManifest } from '../../../helpers/shipped.ts'

const { manifest, warnings } = shippedManifest(requestTrackerJson)

it('the manifest has no problems', () => expect(warnings).toEqual([]))

// Where none can be started, the reason stands in the name, so that a run says so.
describe.skipIf(noRequestTracker !== null)(`a real Request Tracker ${noRequestTracker ?? ''}`.trim(), () => {
  let rt: RequestTracker
  beforeAll(async () => {
    rt = await startRequestTracker()
  }, 120_000)
  afterAll(() => rt.stop())

  const opened = (subject: string, who: string) =>
    rt.ask('POST', '/ticket', { Queue: 'General', Subject: subject, Requestor: who, Content: 'Hello' }) as Promise<{
      id: string
    }>

  it('gives people and their tickets, and a second sync only what changed', async () => {
    await rt.ask('POST', '/user', {
      Name: 'ada@shop.example',
      EmailAddress: 'ada@shop.example',
      RealName: 'Ada Lovelace',
      Organization: 'Shop GmbH',
      Privileged: 0,
    })
    const first = await opened('Parcel missing', 'ada@shop.example')
    const second = await opened('Wrong size', 'bob@x.example')
    await rt.ask('PUT', `/ticket/${second.id}`, { Status: 'resolved' })
    const now = Date.now()
    const system = aSyncedSystem(manifest, rt, { now, settings: { host: 'own' }, secrets: { token: rt.token } })
    try {
      expect(await system.sync()).toMatchObject({ errors: [] })
      expect(system.rows('SELECT name, email FROM account ORDER BY email')).toEqual([
        { name: 'Shop GmbH', email: 'ada@shop.example' },
        { name: 'bob@x.example', email: 'bob@x.example' },
      ])
      const tickets = () =>
        system.rows(
          `SELECT o.external_id AS id, a.email, o.state, o.closed_at IS NOT NULL AS closed, o.due_at AS due
           FROM object o JOIN account a ON a.id = o.account_id ORDER BY o.external_id`,
        )
      expect(tickets()).toEqual([
        { id: first.id, email: 'ada@shop.example', state: 'new', closed: 0, due: null },
        { id: second.id, email: 'bob@x.example', state: 'solved', closed: 1, due: null },
      ])
      expect(await system.sync(now)).toMatchObject({ changed: 0, errors: [] })
      await rt.ask('PUT', `/ticket/${first.id}`, { Status: 'open' })
      expect(await system.sync(now)).toMatchObject({ changed: 1, errors: [] })
      expect(tickets()[0]).toMatchObject({ state: 'open', closed: 0 })
    } finally {
      system.close()
    }
  })

  it('is asked for what is new in a way that it understands: an hour ahead nothing is', async () => {
    const ahead = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const query = encodeURIComponent(`LastUpdated >= '${ahead}'`)
    expect(await rt.ask('GET', `/tickets?query=${query}`)).toMatchObject({ total: 0 })
  })
})
