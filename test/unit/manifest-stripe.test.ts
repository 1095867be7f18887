import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkManifest } from '../../main/source/manifest-check.ts'
import stripeJson from '../../resources/manifests/stripe.json' with { type: 'json' }
import { aLoopbackServer, json, type Loopback } from '../helpers/loopback.ts'
import { contractFile, type Prism, startPrism } from '../helpers/prism.ts'
import { drained, opened, streamOf } from '../helpers/rest.ts'

const { manifest, problems } = checkManifest(stripeJson)
const contract = contractFile('stripe.json')

it('the manifest has no problems', () => expect(problems).toEqual([]))

describe.skipIf(!contract)('Stripe, as its contract has it (needs the contracts beside the repository)', () => {
  let prism: Prism
  let front: Loopback
  /** Prism keeps no state and its lists go on for ever: a list ends here after its first page. */
  beforeAll(async () => {
    prism = await startPrism(contract ?? '')
    front = await aLoopbackServer((ask, res) => {
      const { authorization = '' } = ask.headers
      fetch(prism.url + ask.url.pathname + ask.url.search, { headers: { authorization } })
        .then(async answer => {
          const value = (await answer.json()) as Record<string, unknown>
          json(res, 'has_more' in value ? { ...value, has_more: false } : value, answer.status)
        })
        .catch(error => json(res, { error: { message: String(error) } }, 500))
    })
  })
  afterAll(async () => {
    await front.stop()
    prism.stop()
  })

  const open = (key: string | null) => {
    if (!manifest) throw new Error('no manifest')
    const { source, secrets } = opened(manifest, front, { now: Date.UTC(2024, 8, 1) })
    if (key !== null) secrets.set('api_key', key)
    return source
  }

  it('every stream makes only requests that are allowed and reads all that is answered', async () => {
    const source = open('rk_test_1')
    for (const stream of source.streams) {
      const { records, misfits, pages } = await drained(stream)
      expect(pages.length, stream.name).toBeGreaterThan(0)
      expect(misfits, stream.name).toEqual([])
      for (const record of records) expect(record.externalId, stream.name).not.toBe('')
    }
    await source.close()
  })

  it('history is read too', async () => {
    const source = open('rk_test_1')
    const stream = streamOf(source, 'charges')
    const { pages } = await drained(stream, { most: 1 })
    const history = await drained(stream, { part: 'backfill', anchor: pages[0]?.cursor ?? null, most: 3 })
    expect(history.pages).toHaveLength(3)
    await source.close()
  })

  it('says what is wrong without a key', async () => {
    const source = open(null)
    const test = await source.test(new AbortController().signal)
    expect(test).toMatchObject({ ok: false, message: expect.stringContaining('Enter the credentials') })
    await source.close()
  })
})
