import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCheckpoints, startCheckpointer } from '../../../main/cache/checkpoint/checkpoint.ts'
import { LARGE_LOG } from '../../../main/cache/checkpoint/large-log.ts'
import { query, statement, type WriteDb } from '../../../main/cache/db.ts'
import { createWriter, type Priority } from '../../../main/cache/writer.ts'
import { FailureError, fail } from '../../../shared/result.ts'
import { aCache } from '../../helpers/cache.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { startChild } from '../../helpers/child.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const put = (key: string) => (tx: WriteDb) => tx.run(statement("INSERT INTO setting VALUES (?, '1')", [key]))
const keys = query<{ key: string }>('SELECT key FROM setting ORDER BY key')

describe('the writer', () => {
  it('runs queued jobs by priority, and in order within one', async () => {
    const { writer } = aCache()
    const order: string[] = []
    const jobs: [Priority, string][] = [
      ['bulk', 'b1'],
      ['steady', 's1'],
      ['bulk', 'b2'],
      ['user', 'u1'],
      ['steady', 's2'],
      ['user', 'u2'],
    ]
    await Promise.all(jobs.map(([priority, name]) => writer.write(priority, () => order.push(name))))
    expect(order).toEqual(['u1', 'u2', 's1', 's2', 'b1', 'b2'])
  })

  it('commits for the disk without waiting for it, and says when it is there', async () => {
    const { writer, read } = aCache()
    const first = await writer.durably(put('a'))
    // Committed already, while the flush may still run; a second one does not wait for the first.
    expect(read.all(keys)).toEqual([{ key: 'a' }])
    const second = await writer.durably(put('b'))
    await Promise.all([first.flushed, second.flushed])
    expect(read.all(keys)).toEqual([{ key: 'a' }, { key: 'b' }])
    const broken = writer.durably(() => {
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    expect(read.all(keys)).toHaveLength(2)
  })

  it('tells who asked, and nobody else, when the disk does not take it', async () => {
    const { connection, read, dir } = aCache()
    // A log that cannot be opened stands for a disk that does not answer.
    const writer = createWriter(connection, join(dir, 'elsewhere.db'), () => {})
    const { flushed } = await writer.durably(put('a'))
    await expect(flushed).rejects.toThrow()
    expect(read.all(keys)).toEqual([{ key: 'a' }])
  })

  it('lets a person who comes in the middle of a load overtake everything that still waits', async () => {
    const { writer } = aCache()
    const order: string[] = []
    let arrived: Promise<unknown> = Promise.resolve()
    const load = Array.from({ length: 50 }, (_, n) =>
      writer.write('bulk', () => {
        order.push(`b${n}`)
        // As an incoming message would: between this batch and the next.
        if (n === 9) setImmediate(() => (arrived = writer.write('user', () => order.push('user'))))
      }),
    )
    await Promise.all(load)
    await arrived
    expect(order.indexOf('user')).toBeGreaterThan(9)
    expect(order.indexOf('user')).toBeLessThanOrEqual(11)
  })

  it('hands the value of the job back after the commit', async () => {
    const { writer, read } = aCache()
    const id = await writer.write('user', put('a'))
    expect(id.changes).toBe(1)
    expect(read.all(keys)).toEqual([{ key: 'a' }])
  })

  it('leaves nothing of a job that throws, tells nobody, and goes on', async () => {
    const { writer, read, notices } = aCache()
    const failing = writer.write('user', tx => {
      put('a')(tx)
      throw new Error('a bug')
    })
    await expect(failing).rejects.toThrow('a bug')
    expect(read.all(keys)).toEqual([])
    expect(notices).toEqual([])
    await writer.write('user', put('b'))
    expect(read.all(keys)).toEqual([{ key: 'b' }])
  })

  it('says which tables a commit changed: no more, no fewer', async () => {
    const { writer, notices } = aCache()
    await writer.write('steady', tx => {
      put('a')(tx)
      tx.run(statement('INSERT INTO dirty SELECT 1'))
      tx.run(statement("UPDATE playbook SET version = 2 WHERE id = 'none'"))
    })
    await writer.write('steady', tx => tx.get(keys))
    expect(notices).toEqual([['dirty', 'setting']])
  })

  it('does not carry the tables of a failed job over to the next notice', async () => {
    const { writer, notices } = aCache()
    await writer
      .write('steady', tx => {
        tx.run(statement('INSERT INTO dirty SELECT 1'))
        throw new Error('a bug')
      })
      .catch(() => {})
    await writer.write('steady', put('a'))
    expect(notices).toEqual([['setting']])
  })

  it('commits what a person decided durably, and loads quickly', async () => {
    const { writer, connection } = aCache()
    const level = () => connection.pragma('synchronous', { simple: true })
    const FULL = 2
    const NORMAL = 1
    expect(await writer.write('bulk', level)).toBe(NORMAL)
    expect(await writer.write('user', level)).toBe(FULL)
    expect(await writer.write('steady', level)).toBe(NORMAL)
  })

  it('turns what the disk did into words, and passes a failure on as it is', async () => {
    const { writer } = aCache()
    const failure = fail('refused', 'No.', 'Because.', 'Nothing.')
    const refused = writer.write('user', () => {
      if (!failure.ok) throw new FailureError(failure.error)
    })
    await expect(refused).rejects.toMatchObject({ failure: { kind: 'refused' } })
    const full = writer.write('user', () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    })
    await expect(full).rejects.toMatchObject({ failure: { kind: 'io', what: 'There is no space left on the disk.' } })
  })

  it('is idle when nothing is queued', async () => {
    const { writer } = aCache()
    let finished = 0
    for (let n = 0; n < 5; n++) void writer.write('bulk', () => finished++)
    await writer.idle()
    expect(finished).toBe(5)
  })

  it('makes loads wait while it is held, and nobody else', async () => {
    const { writer } = aCache()
    const order: string[] = []
    writer.hold(true)
    const load = writer.write('bulk', () => order.push('bulk'))
    await writer.write('user', () => order.push('user'))
    await writer.write('steady', () => order.push('steady'))
    expect(order).toEqual(['user', 'steady'])
    writer.hold(false)
    await load
    expect(order).toEqual(['user', 'steady', 'bulk'])
  })

  it('is not idle while a load is held back', async () => {
    const { writer } = aCache()
    const order: string[] = []
    writer.hold(true)
    void writer.write('bulk', () => order.push('bulk'))
    const idle = writer.idle().then(() => order.push('idle'))
    await writer.write('user', () => order.push('user'))
    writer.hold(false)
    await idle
    expect(order).toEqual(['user', 'bulk', 'idle'])
  })
})

describe('the checkpoint thread', () => {
  it('copies a large log while a load goes on, and lets it begin again', async () => {
    const { writer, connection, file } = aCache()
    const stop = startCheckpointer(file, writer)
    const log = () => {
      const [row] = connection.pragma('wal_checkpoint(NOOP)') as { log: number }[]
      return row?.log ?? 0
    }
    const page = 'x'.repeat(4_000)
    let longest = 0
    let begunAnew = false
    // Far more than the log may hold at once, were it never emptied; ends as soon as it was.
    for (let n = 0; n < 3_000 && !begunAnew; n++) {
      await writer.write('bulk', tx => {
        for (let row = 0; row < 100; row++)
          tx.run(statement('INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)', [`${n}-${row}`, page]))
      })
      const length = log()
      begunAnew = length < longest
      longest = Math.max(longest, length)
    }
    await stop()
    expect(begunAnew).toBe(true)
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('starts with the first large log, once, and not after it was closed', async () => {
    const { writer, connection, file } = aCache()
    const started: string[] = []
    const start = () => {
      started.push('start')
      return async () => void started.push('stop')
    }
    const [checkpoints, closed] = [createCheckpoints(file, writer, start), createCheckpoints(file, writer, start)]
    await closed.close()
    connection.pragma('wal_autocheckpoint = 0')
    await writer.write('bulk', put('small'))
    checkpoints.look()
    expect(started).toEqual([])
    const page = 'x'.repeat(LARGE_LOG / 64)
    await writer.write('bulk', tx => {
      for (let row = 0; row < 64; row++)
        tx.run(statement('INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)', [`${row}`, page]))
    })
    for (const one of [checkpoints, checkpoints, closed]) one.look()
    expect(started).toEqual(['start'])
    await checkpoints.close()
    expect(started).toEqual(['start', 'stop'])
  })

  it('keeps the process alive while a load waits for it', async () => {
    const child = startChild('loading-child', [tempFolder()])
    expect(await child.line()).toBe('finished')
  })

  it('leaves the writer free when it ends', async () => {
    const { writer, file } = aCache()
    const held: boolean[] = []
    const stop = startCheckpointer(file, { hold: on => held.push(on) })
    await stop()
    expect(held).toEqual([false])
    await writer.write('bulk', put('a'))
  })
})

describe('a file that another program holds', () => {
  function heldCache() {
    const cache = aCache()
    const other = new Database(cache.file, { timeout: 0 })
    onTestFinished(() => void other.close())
    const heard: boolean[] = []
    const writer = createWriter(cache.connection, cache.file, () => {}, { onHeld: held => heard.push(held) })
    const hold = () => other.exec('BEGIN EXCLUSIVE')
    const letGo = () => other.exec('COMMIT')
    return { ...cache, writer, heard, hold, letGo }
  }
  const heldOnce = (heard: boolean[]) => expect.poll(() => heard.length).toBeGreaterThan(0)

  it('is read without waiting, and what is decided meanwhile is written in its order once it is free', async () => {
    const { writer, read, heard, hold, letGo } = heldCache()
    hold()
    const order: string[] = []
    const jobs = (['bulk', 'user', 'user'] as const).map((priority, n) =>
      writer.write(priority, tx => {
        put(`k${n}`)(tx)
        order.push(`${priority} ${n}`)
      }),
    )
    await heldOnce(heard)
    expect(read.all(keys)).toEqual([])
    expect(order).toEqual([])
    letGo()
    await Promise.all(jobs)
    expect(order).toEqual(['user 1', 'user 2', 'bulk 0'])
    expect(heard).toEqual([true, false])
  })

  it('does not make a job begin twice that failed for its own reason', async () => {
    const { writer } = heldCache()
    let begun = 0
    const failing = writer.write('user', () => {
      begun++
      throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' })
    })
    await expect(failing).rejects.toThrow('Another program holds the workspace')
    expect(begun).toBe(1)
  })
})

it('a workspace that another program holds says so, and answers screens meanwhile', async () => {
  const { dir, call } = await aWorkspace()
  const other = new Database(join(dir, 'workspace.db'), { timeout: 0 })
  onTestFinished(() => void other.close())
  other.exec('BEGIN EXCLUSIVE')
  const decided = call.workspace.setGuardrails({ holdout: 0.5 })
  await expect
    .poll(async () => (await call.task.list()).map(({ kind, state }) => `${kind} ${state}`))
    .toContain('held running')
  expect((await call.workspace.guardrails()).holdout).not.toBe(0.5)
  other.exec('COMMIT')
  await decided
  expect((await call.workspace.guardrails()).holdout).toBe(0.5)
  expect((await call.task.list()).find(({ kind }) => kind === 'held')?.state).toBe('done')
})
