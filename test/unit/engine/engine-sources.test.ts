import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import type { Engine } from '../../../main/engine/engine.ts'
import { type Connected, SourceFailure } from '../../../main/record/page.ts'
import { pauseSource, scheduleSource, updateSource } from '../../../main/sync/commands.ts'
import { listSources } from '../../../main/sync/store.ts'
import { fail, unwrap } from '../../../shared/result.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { aKind, anEngine, aRestSource } from '../../helpers/scheduled.ts'
import { inPages, recordsOf, type ScriptedStream, scripted } from '../../helpers/scripted-source.ts'
import { accountRecord, aTruth, cachedSets, expectedSets } from '../../helpers/sync-truth.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

const one = accountRecord('A1', { name: 'One', plan: 'Pro' })
const away = new SourceFailure({ kind: 'unavailable', what: 'It is away.', why: 'It answered 503.', todo: '' })

const status = (engine: Engine, id = 1) =>
  listSources(engine.read, engine.clock.now()).find(source => source.id === id) ?? expect.fail(`no source ${id}`)

const plain = (before: () => void | Promise<void> = () => {}): Connected =>
  scripted([{ name: 'accounts', record: 'account', fresh: [{ records: [one] }], before }])

describe('the schedule of connected sources', () => {
  it('reads a new source automatically, and again when its interval has passed', async () => {
    let opened = 0
    const { engine, time } = await anEngine({
      rest: aKind(() => {
        opened++
        return plain()
      }),
    })
    await aRestSource(engine, 'Billing')
    await until(() => status(engine).nextAt !== null)
    expect(status(engine)).toMatchObject({ scheduleMs: 5 * MINUTE, nextAt: time.now + 5 * MINUTE, failures: 0 })
    expect(opened).toBe(1)
    time.now += 4 * MINUTE
    time.now += 2 * MINUTE
    await until(() => (status(engine).nextAt ?? 0) > time.now)
    expect(opened).toBe(2)
  })

  it('backs off from a source that fails, as it wants, and says why', async () => {
    let healthy = false
    const wish = new SourceFailure(away.failure, { retryAfterMs: 2 * HOUR })
    const { engine, time } = await anEngine({
      rest: aKind(() =>
        plain(() => {
          if (!healthy) throw wish
        }),
      ),
    })
    await aRestSource(engine, 'Billing')
    await until(() => status(engine).failures === 1)
    expect(status(engine)).toMatchObject({ retryAt: time.now + 2 * HOUR, error: 'It is away. It answered 503.' })
    healthy = true
    time.now += 2 * HOUR
    await until(() => status(engine).failures === 0)
    expect(status(engine)).toMatchObject({ retryAt: null, error: null, nextAt: time.now + 5 * MINUTE })
  })

  it('heeds one stream that asks for patience, and reads the others meanwhile', async () => {
    const wish = new SourceFailure(
      { kind: 'refused', what: 'Too many questions.', why: '', todo: '' },
      { retryAfterMs: HOUR, scope: 'stream' },
    )
    const impatient: ScriptedStream = {
      name: 'tickets',
      record: 'object',
      fresh: [{}],
      before: () => {
        throw wish
      },
    }
    const { engine, time } = await anEngine({
      rest: aKind(() => scripted([impatient, { name: 'accounts', record: 'account', fresh: [{ records: [one] }] }])),
    })
    await aRestSource(engine, 'Billing')
    await until(() => status(engine).nextAt !== null)
    expect(status(engine)).toMatchObject({ failures: 0, retryAt: time.now + HOUR, error: 'Too many questions.' })
    expect(engine.read.get(query<{ n: number }>('SELECT count(*) AS n FROM account'))?.n).toBe(1)
  })

  it('closes while sources are read and others wait, and goes on when it is opened again', async () => {
    const dir = tempFolder()
    const stuck = aKind(() => plain(() => new Promise<void>(() => {})))
    const first = await anEngine({ rest: stuck }, { dir })
    for (const name of ['One', 'Two']) await aRestSource(first.engine, name)
    await until(() => first.engine.tasks.list().filter(task => task.state === 'running').length === 2)
    const waiting = first.engine.sync(await aRestSource(first.engine, 'Three'))
    await first.engine.close()
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
    const second = await anEngine({ rest: aKind(() => plain()) }, { dir, create: null })
    await until(() => [1, 2, 3].every(id => status(second.engine, id).nextAt !== null))
    expect(status(second.engine)).toMatchObject({ failures: 0, error: null })
  })

  it('is not read by two processes at once', async () => {
    const dir = tempFolder()
    let letGo: () => void = () => {}
    let reached = false
    const slow = aKind(() =>
      plain(() => {
        reached = true
        return new Promise<void>(resolve => {
          letGo = resolve
        })
      }),
    )
    const first = await anEngine({ rest: slow }, { dir, background: false })
    const id = await aRestSource(first.engine, 'Billing')
    const second = await anEngine({ rest: aKind(() => plain()) }, { dir, create: null, background: false })
    const reading = first.engine.sync(id)
    await until(() => reached)
    expect(await second.engine.sync(id)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    letGo()
    unwrap(await reading)
    unwrap(await second.engine.sync(id))
  })

  it('survives a source that has a bug', async () => {
    const { engine, time } = await anEngine({
      rest: aKind(() =>
        plain(() => {
          throw new TypeError('undefined is not a function')
        }),
      ),
    })
    await aRestSource(engine, 'Billing')
    await until(() => status(engine).failures === 1)
    expect(status(engine)).toMatchObject({ retryAt: expect.any(Number) })
    expect(status(engine).error).toContain('Forestall ran into an internal error.')
    expect(status(engine).retryAt).toBeGreaterThan(time.now)
  })

  it('leaves a paused source alone until it goes on; a person may read it anyway', async () => {
    let opened = 0
    const { engine } = await anEngine(
      {
        rest: aKind(() => {
          opened++
          return plain()
        }),
      },
      { background: false },
    )
    const id = await aRestSource(engine, 'Billing')
    const paused = unwrap(await engine.decide(pauseSource, { sourceId: id, paused: true }))
    expect(await engine.sync(undefined)).toMatchObject({ ok: false, error: { why: 'Every source is paused.' } })
    expect(opened).toBe(0)
    unwrap(await engine.sync(id))
    expect(opened).toBe(1)
    unwrap(await engine.undo(paused.journalId))
    expect(status(engine).paused).toBe(false)
    unwrap(await engine.sync(undefined))
    expect(opened).toBe(2)
  })

  it('never reads a source twice at once, and is not held up by a slow one', async () => {
    let running = 0
    let most = 0
    let letGo: () => void = () => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    const slow = () =>
      plain(async () => {
        most = Math.max(most, ++running)
        await gate
        running--
      })
    const { engine } = await anEngine({
      rest: aKind(config => ((config as { manifest: string }).manifest === 'slow' ? slow() : plain())),
    })
    const id = await aRestSource(engine, 'Slow')
    await until(() => running === 1)
    const [first, second] = [engine.sync(id), engine.sync(id)]
    await aRestSource(engine, 'Quick')
    await aRestSource(engine, 'Other')
    await until(() => [2, 3].every(other => status(engine, other).nextAt !== null))
    expect(status(engine, id).nextAt).toBeNull()
    letGo()
    expect(unwrap(await first)).toEqual(unwrap(await second))
    expect(most).toBe(1)
  })

  it('reads history in the background, and lets fresh data of others go first', async () => {
    const truth = aTruth(10)
    const { accounts, events } = recordsOf(truth)
    const pages = inPages(events, 3).map(records => ({ records }))
    const order: string[] = []
    let slowly: () => Promise<void> = async () => {}
    const withHistory = () =>
      scripted([
        { name: 'accounts', record: 'account', fresh: [{ records: accounts }] },
        {
          name: 'events',
          record: 'event',
          priority: 1,
          fresh: [{}],
          history: pages,
          before: async (ask, page) => {
            order.push(`${ask.part} ${page}`)
            if (ask.part === 'backfill') await slowly()
          },
        },
      ])
    const other = () => plain(() => void order.push('other'))
    const { engine } = await anEngine({
      rest: aKind(config => ((config as { manifest: string }).manifest === 'long' ? withHistory() : other())),
    })
    slowly = async () => {
      slowly = async () => {}
      await aRestSource(engine, 'Other')
      await aRestSource(engine, 'Another')
    }
    await aRestSource(engine, 'Long')
    await until(() => status(engine).streams.some(stream => stream.name === 'events' && stream.syncedAt !== null))
    await until(() => !status(engine).streams.some(stream => stream.historyLeft))
    expect(cachedSets(engine.read).events).toEqual(expectedSets(truth).events)
    expect(order.indexOf('other')).toBeLessThan(order.indexOf('backfill 9'))
  })

  it('reads all of the history where nothing runs in the background', async () => {
    const truth = aTruth(4)
    const { accounts, events } = recordsOf(truth)
    const connected = scripted([
      { name: 'accounts', record: 'account', fresh: [{ records: accounts }] },
      { name: 'events', record: 'event', priority: 1, fresh: [{}], history: [{ records: events }] },
    ])
    const { engine } = await anEngine({ rest: aKind(() => connected) }, { background: false })
    await aRestSource(engine, 'Billing')
    unwrap(await engine.sync(undefined))
    expect(cachedSets(engine.read).events).toEqual(expectedSets(truth).events)
  })
})

describe('the settings of connected sources', () => {
  const idle = { background: false }
  const need = { name: 'api_key', label: 'API key', optional: false }

  it('are held to the schema of their kind, with the place in their JSON', async () => {
    const { engine } = await anEngine({}, idle)
    const id = await aRestSource(engine, 'Billing')
    const refused = await engine.decide(updateSource, { sourceId: id, name: 'Billing', config: { manifest: 7 } })
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'invalid', why: expect.stringContaining('At manifest:') },
    })
    const secret = { manifest: 'x', settings: {}, apiKey: 'sk_live_1' }
    expect(await engine.decide(updateSource, { sourceId: id, name: 'Billing', config: secret })).toMatchObject({
      ok: false,
    })
  })

  it('when they change, everything is read again by them', async () => {
    let asked: (string | null)[] = []
    const { engine } = await anEngine(
      {
        rest: aKind(() =>
          scripted([
            {
              name: 'accounts',
              record: 'account',
              fresh: [{ records: [one] }, {}, {}],
              before: ask => void asked.push(ask.cursor),
            },
          ]),
        ),
      },
      idle,
    )
    const id = await aRestSource(engine, 'Billing')
    unwrap(await engine.sync(id))
    asked = []
    const config = { manifest: 'billing', settings: { shop: 'other' } }
    unwrap(await engine.decide(updateSource, { sourceId: id, name: 'Billing', config }))
    unwrap(await engine.sync(id))
    expect(asked[0]).toBeNull()
    expect(status(engine).streams[0]).toMatchObject({ rows: 1 })
  })

  it('when they change while it is read, nothing more is written by the old ones, and it is read by the new ones', async () => {
    let letGo: () => void = () => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    let asked: (string | null)[] = []
    const named = (name: string) => accountRecord('A1', { name, plan: 'Pro' })
    const { engine } = await anEngine({
      rest: aKind(config => {
        const { shop = 'old' } = (config as { settings: { shop?: string } }).settings
        return scripted([
          {
            name: 'accounts',
            record: 'account',
            fresh: [{ records: [named(shop)] }, {}],
            before: async (ask, page) => {
              asked.push(`${shop} ${ask.cursor}`)
              if (shop === 'old' && page === 1) await gate
            },
          },
        ])
      }),
    })
    const id = await aRestSource(engine, 'Billing')
    await until(() => asked.length === 2)
    asked = []
    const config = { manifest: 'billing', settings: { shop: 'new' } }
    unwrap(await engine.decide(updateSource, { sourceId: id, name: 'Billing', config }))
    letGo()
    await until(() => status(engine).nextAt !== null)
    expect(asked[0]).toBe('new null')
    expect(status(engine)).toMatchObject({ failures: 0, error: null })
    expect(cachedSets(engine.read, id).accounts).toEqual(['A1 | new | Pro | alive'])
  })

  it('name the streams that count: one that is not chosen any more makes nothing look old', async () => {
    const streams = ['accounts', 'others'].map(name => ({ name, record: 'account', fresh: [{}] }) as const)
    const { engine, time } = await anEngine(
      {
        rest: aKind(config =>
          scripted(streams.filter(({ name }) => (config as { streams?: string[] }).streams?.includes(name) ?? true)),
        ),
      },
      idle,
    )
    const id = await aRestSource(engine, 'Billing')
    unwrap(await engine.sync(id))
    expect(status(engine).streams.map(({ name }) => name)).toEqual(['accounts', 'others'])
    const config = { manifest: 'billing', settings: {}, streams: ['accounts'] }
    unwrap(await engine.decide(updateSource, { sourceId: id, name: 'Billing', config }))
    time.now += HOUR
    unwrap(await engine.sync(id))
    expect(status(engine)).toMatchObject({ syncedAt: time.now, streams: [{ name: 'accounts', lagMs: 0 }] })
  })

  it('take another interval, and the old one back', async () => {
    const { engine } = await anEngine({}, idle)
    const id = await aRestSource(engine, 'Billing')
    unwrap(await engine.decide(scheduleSource, { sourceId: id, scheduleMs: HOUR }))
    expect(status(engine).scheduleMs).toBe(HOUR)
    unwrap(await engine.undo(undefined))
    expect(status(engine).scheduleMs).toBe(5 * MINUTE)
    expect(await engine.decide(scheduleSource, { sourceId: id, scheduleMs: 10 })).toMatchObject({ ok: false })
  })

  it('keep credentials apart: said to be missing or there, used, never told', async () => {
    const key = 'sk_live_0123456789'
    let used: string | null = null
    const { engine } = await anEngine(
      {
        rest: aKind(
          async (_, { secrets }) => {
            used = await secrets.get('api_key')
            return fail('refused', 'It said no.', `The key ${used} is not known.`, 'Check it.')
          },
          [need],
        ),
      },
      idle,
    )
    const id = await aRestSource(engine, 'Billing')
    const { sourceAccess } = engine
    const test = async (secrets: Record<string, string> = {}) =>
      unwrap(await sourceAccess.test({ sourceId: id, secrets }))
    expect(await test()).toEqual({ ok: false, message: 'Missing: API key.', missing: ['api_key'], streams: [] })
    expect(await test({ api_key: 'typed-only' })).toMatchObject({ ok: false, missing: [] })
    expect(used).toBe('typed-only')
    expect(await sourceAccess.setSecret(id, 'apikey', key)).toMatchObject({ ok: false })
    unwrap(await sourceAccess.setSecret(id, 'api_key', key))
    expect(unwrap(await sourceAccess.secrets(id))).toEqual([{ ...need, set: true }])
    expect((await test()).message).toBe('It said no. The key ••• is not known. Check it.')
    expect(used).toBe(key)
    await engine.sync(id)
    const everything = ['source', 'stream', 'journal', 'setting'].flatMap(table =>
      engine.read.all(query(`SELECT * FROM ${table}`)),
    )
    expect(JSON.stringify(everything)).not.toContain(key)
    expect(status(engine).error).toContain('•••')
    await sourceAccess.forget(id)
    expect(unwrap(await sourceAccess.secrets(id))).toEqual([{ ...need, set: false }])
  })
})
