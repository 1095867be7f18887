import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { query, statement } from '../../../main/cache/db.ts'
import {
  commandsByName,
  type Decision,
  decide,
  defineCommand,
  listJournal,
  Rollback,
  replay,
  undo,
  verifyJournal,
} from '../../../main/cache/journal.ts'
import { fail, ok } from '../../../shared/result.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'

/** The smallest command with a way back: a setting that remembers what it was. */
const put = defineCommand({
  name: 'test.put',
  args: z.strictObject({ key: z.string(), value: z.string().nullable() }),
  apply: (tx, { key, value }) => {
    const before = tx.get(query<{ value: string }>('SELECT value FROM setting WHERE key = ?', [key]))?.value ?? null
    if (value === null) tx.run(statement('DELETE FROM setting WHERE key = ?', [key]))
    else tx.run(statement('INSERT OR REPLACE INTO setting VALUES (?, ?)', [key, value]))
    return ok({ value: before, undo: { command: 'test.put', args: { key, value: before } } })
  },
})
const halfWay = defineCommand({
  name: 'test.half-way',
  args: z.strictObject({}),
  apply: tx => {
    tx.run(statement("INSERT INTO setting VALUES ('half', '1')"))
    return fail('refused', 'Not today.', 'The rule says so.', 'Ask a lead.')
  },
})
const final = defineCommand({
  name: 'test.final',
  args: z.strictObject({}),
  apply: () => ok({ value: null, undo: null }),
})
const commands = commandsByName([put, halfWay, final])

let count = 0
const by = (actor = 'ingrid', device = 'desk'): Decision => ({ id: `d${++count}`, actor, device, at: 1_000 + count })
const settings = query<{ key: string; value: string }>('SELECT key, value FROM setting ORDER BY key')
const decidePut = ({ writer }: TestCache, key: string, value: string | null, decision = by()) =>
  writer.write('user', tx => decide(tx, put, { key, value }, decision))

/** A chain as `verifyJournal` tells it, and a journal that consists of it. */
const whole = (device: string, rows: number) => ({ device, rows, intact: true, brokenAt: null })
const brokenAfter = (device: string, rows: number, brokenAt: number) => ({ device, rows, intact: false, brokenAt })
const alone = ({ device, ...chain }: ReturnType<typeof whole> | ReturnType<typeof brokenAfter>) => ({
  ...chain,
  erased: 0,
  chains: [{ device, ...chain }],
})

describe('the chain of decisions', () => {
  it('is intact after decisions, and empty before', async () => {
    const cache = aCache()
    expect(verifyJournal(cache.read)).toEqual({ rows: 0, intact: true, brokenAt: null, erased: 0, chains: [] })
    for (const key of ['a', 'b', 'c']) await decidePut(cache, key, '1')
    expect(verifyJournal(cache.read)).toEqual(alone(whole('desk', 3)))
  })

  it.each([
    ['actor', "UPDATE journal SET actor = 'somebody else' WHERE seq = 2"],
    ['time', 'UPDATE journal SET at = at + 1 WHERE seq = 2'],
    ['command', "UPDATE journal SET command = 'test.final' WHERE seq = 2"],
    ['argument', `UPDATE journal SET args = replace(args, '"1"', '"2"') WHERE seq = 2`],
    ['way back', 'UPDATE journal SET undo = NULL WHERE seq = 2'],
    ['link', "UPDATE journal SET undoes = 'd0' WHERE seq = 2"],
    ['version', 'UPDATE journal SET version = 3 WHERE seq = 2'],
    ['hash', "UPDATE journal SET hash = '' WHERE seq = 2"],
  ])('breaks where somebody changed the %s', async (_, sql) => {
    const cache = aCache()
    for (const key of ['a', 'b', 'c']) await decidePut(cache, key, '1')
    cache.connection.exec(sql)
    expect(verifyJournal(cache.read)).toEqual(alone(brokenAfter('desk', 1, 2)))
  })

  it('breaks where somebody removed a row, even the first', async () => {
    for (const [seq, brokenAt] of [
      [1, 2],
      [2, 3],
    ]) {
      const cache = aCache()
      for (const key of ['a', 'b', 'c']) await decidePut(cache, key, '1')
      cache.connection.exec(`DELETE FROM journal WHERE seq = ${seq}`)
      expect(verifyJournal(cache.read)).toMatchObject({ intact: false, brokenAt })
    }
  })

  it('breaks where a row was replaced by one with the same number', async () => {
    const cache = aCache()
    for (const key of ['a', 'b']) await decidePut(cache, key, '1')
    const other = aCache()
    await decidePut(other, 'forged', '1')
    const row = listJournal(other.read, 1, 0)[0]
    cache.connection
      .prepare('UPDATE journal SET id = ?, at = ?, args = ?, undo = ?, hash = ? WHERE seq = 1')
      .run(row?.id, row?.at, JSON.stringify(row?.args), JSON.stringify(row?.undo), row?.hash)
    expect(verifyJournal(cache.read)).toMatchObject({ intact: false, brokenAt: 2 })
  })
})

describe('the chains of two devices', () => {
  /** Rows 1, 3, 4 and 6 are of the desk, 2 and 5 of the train. */
  async function aSharedJournal(): Promise<TestCache> {
    const cache = aCache()
    for (const device of ['desk', 'train', 'desk', 'desk', 'train', 'desk'])
      await decidePut(cache, 'a', '1', by('ingrid', device))
    return cache
  }

  it('verify side by side', async () => {
    const { read } = await aSharedJournal()
    const chains = [whole('desk', 4), whole('train', 2)]
    expect(verifyJournal(read)).toEqual({ rows: 6, intact: true, brokenAt: null, erased: 0, chains })
  })

  it('do not depend on how the rows of one lie between those of the other', async () => {
    const { read, connection } = await aSharedJournal()
    // As if the train had handed in its rows later: both of them after those of the desk.
    connection.exec(
      'UPDATE journal SET seq = -CASE seq WHEN 1 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 3 WHEN 6 THEN 4 WHEN 2 THEN 5 ELSE 6 END',
    )
    connection.exec('UPDATE journal SET seq = -seq')
    expect(verifyJournal(read)).toMatchObject({ rows: 6, intact: true })
  })

  it('name the device from whose middle somebody removed a row', async () => {
    const { read, connection } = await aSharedJournal()
    connection.exec('DELETE FROM journal WHERE seq = 3')
    const chains = [brokenAfter('desk', 1, 4), whole('train', 2)]
    expect(verifyJournal(read)).toEqual({ rows: 2, intact: false, brokenAt: 4, erased: 0, chains })
  })

  it('show a row that was moved to the other device, in both', async () => {
    const { read, connection } = await aSharedJournal()
    connection.exec("UPDATE journal SET device = 'train' WHERE seq = 4")
    const chains = [brokenAfter('desk', 2, 6), brokenAfter('train', 1, 4)]
    expect(verifyJournal(read)).toEqual({ rows: 3, intact: false, brokenAt: 4, erased: 0, chains })
  })

  it('show a row that was moved to a device of which there was none', async () => {
    const { read, connection } = await aSharedJournal()
    connection.exec("UPDATE journal SET device = 'phone' WHERE seq = 1")
    const chains = [brokenAfter('phone', 0, 1), whole('train', 2), brokenAfter('desk', 0, 3)]
    expect(verifyJournal(read)).toEqual({ rows: 0, intact: false, brokenAt: 1, erased: 0, chains })
  })

  it('leave a gap when a whole chain is removed', async () => {
    const { read, connection } = await aSharedJournal()
    connection.exec("DELETE FROM journal WHERE device = 'train'")
    expect(verifyJournal(read)).toEqual({ rows: 1, intact: false, brokenAt: 3, erased: 0, chains: [whole('desk', 4)] })
  })
})

describe('a refused decision', () => {
  it('leaves neither an effect nor a row', async () => {
    const { writer, read } = aCache()
    const refused = await writer.write('user', tx => decide(tx, halfWay, {}, by())).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Rollback)
    expect((refused as Rollback).result).toMatchObject({ ok: false, error: { kind: 'refused', what: 'Not today.' } })
    expect(read.all(settings)).toEqual([])
    expect(listJournal(read, 10, 0)).toEqual([])
  })

  it('is one whose arguments do not fit: the command never sees them', async () => {
    const { writer, read } = aCache()
    const wrong = { key: 1 } as unknown as { key: string; value: string }
    const refused = await writer.write('user', tx => decide(tx, put, wrong, by())).catch((error: unknown) => error)
    expect((refused as Rollback).result).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    expect(read.all(settings)).toEqual([])
  })

  it('takes the decisions before it in the same transaction along', async () => {
    const { writer, read } = aCache()
    await writer
      .write('user', tx => {
        decide(tx, put, { key: 'a', value: '1' }, by())
        decide(tx, halfWay, {}, by())
      })
      .catch(() => {})
    expect(listJournal(read, 10, 0)).toEqual([])
    expect(read.all(settings)).toEqual([])
  })
})

describe('taking back', () => {
  it('applies the inverse, as a decision of its own', async () => {
    const cache = aCache()
    await decidePut(cache, 'a', '1')
    await decidePut(cache, 'a', '2')
    const undone = await cache.writer.write('user', tx => undo(tx, commands, by(), undefined))
    expect(undone).toEqual(ok({ undone: 'test.put' }))
    expect(cache.read.all(settings)).toEqual([{ key: 'a', value: '1' }])
    expect(listJournal(cache.read, 1, 0)[0]).toMatchObject({
      command: 'test.put',
      undoes: listJournal(cache.read, 1, 1)[0]?.id,
    })
    expect(verifyJournal(cache.read).intact).toBe(true)
  })

  it('goes back step by step, and never over somebody else’s decision', async () => {
    const cache = aCache()
    await decidePut(cache, 'a', '1', by('ingrid'))
    await decidePut(cache, 'b', '1', by('sam'))
    await decidePut(cache, 'c', '1', by('ingrid'))
    const back = () => cache.writer.write('user', tx => undo(tx, commands, by('ingrid'), undefined))
    await back()
    await back()
    expect(cache.read.all(settings)).toEqual([{ key: 'b', value: '1' }])
    expect(await back()).toMatchObject({ ok: false, error: { kind: 'not_found' } })
  })

  it('never goes over what the same person decided in another console, and says where that was', async () => {
    const cache = aCache()
    const back = (device: string, id?: string) =>
      cache.writer.write('user', tx => undo(tx, commands, by('ingrid', device), id))
    await decidePut(cache, 'a', '1', by('ingrid', 'desk'))
    const elsewhere = by('ingrid', 'desk · web')
    await decidePut(cache, 'b', '1', elsewhere)
    expect(await back('desk')).toMatchObject({ ok: true })
    expect(cache.read.all(settings)).toEqual([{ key: 'b', value: '1' }])
    expect(await back('desk')).toMatchObject({
      ok: false,
      error: { kind: 'not_found', why: expect.stringContaining('desk · web') },
    })
    // Named, it is the decision that the person sees.
    expect(await back('desk', elsewhere.id)).toMatchObject({ ok: true })
    expect(cache.read.all(settings)).toEqual([])
    expect(await back('desk · web')).toMatchObject({ error: { why: 'You have no decision left to undo.' } })
  })

  it('refuses to take the same decision back twice', async () => {
    const cache = aCache()
    const decision = by()
    await decidePut(cache, 'a', '1', decision)
    await cache.writer.write('user', tx => undo(tx, commands, by(), decision.id))
    const again = await cache.writer.write('user', tx => undo(tx, commands, by(), decision.id))
    expect(again).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  })

  it('says so where there is no way back', async () => {
    const { writer } = aCache()
    const decision = by()
    await writer.write('user', tx => decide(tx, final, {}, decision))
    const refused = await writer.write('user', tx => undo(tx, commands, by(), decision.id))
    expect(refused).toMatchObject({ ok: false, error: { why: 'This decision cannot be undone.' } })
  })
})

describe('replaying', () => {
  it('gives the same state and the same hashes', async () => {
    const first = aCache()
    for (const [key, value] of [
      ['a', '1'],
      ['b', '2'],
      ['a', null],
    ] as const)
      await decidePut(first, key, value)
    await first.writer.write('user', tx => undo(tx, commands, by(), undefined))
    const rows = listJournal(first.read, 100, 0).reverse()

    const second = aCache()
    await second.writer.write('bulk', tx => replay(tx, rows, commands))
    expect(second.read.all(settings)).toEqual(first.read.all(settings))
    expect(listJournal(second.read, 100, 0)).toEqual(listJournal(first.read, 100, 0))
    expect(verifyJournal(second.read)).toEqual(alone(whole('desk', 4)))
  })
})
