import { describe, expect, it } from 'vitest'
import { examine } from '../../../main/doctor/examine.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

describe('the doctor, of streams that failed', () => {
  const failed = (config: object) => {
    const { read, connection } = aCache()
    connection
      .prepare("INSERT INTO source (id, slug, kind, name, config) VALUES (7, 's7', 'files', 'Shop', ?)")
      .run(JSON.stringify(config))
    connection.prepare("INSERT INTO stream (source_id, name, error) VALUES (7, 'orders', 'It broke.')").run()
    const { findings } = examine({ db: read, now: NOON, lacking: [], hasRate: () => true })
    return findings.filter(({ check }) => check === 'lagging_streams').map(({ what }) => what)
  }

  it('names those that are still read, and no other', () => {
    const said = ['orders of Shop was not read to its end: It broke.']
    expect(failed({ streams: [{ name: 'orders' }] })).toEqual(said)
    expect(failed({ streams: ['orders'] })).toEqual(said)
    expect(failed({})).toEqual(said)
    expect(failed({ streams: [{ name: 'clients' }] })).toEqual([])
  })
})
