import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { FEW_BYTES, type ParseClient, startParser } from '../../../main/sync/files/parse-client.ts'
import type { RowBatch } from '../../../main/sync/files/parse-protocol.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { threadsStarted } from '../../helpers/threads-started.ts'

const logins = (path: string): FileStream => ({
  name: 'logins',
  path,
  mapping: {
    record: 'event',
    id: { field: 'id', type: 'text' },
    account: { field: 'customer' },
    kind: { const: 'login' },
    at: { field: 'at', type: 'date', format: 'unix_s' },
    properties: {},
  },
})

/** A file of `rows` logins, of `size` bytes where that is said. */
function aFile(rows: number, { size = 0, packed = false } = {}): FileStream {
  const lines = Array.from({ length: rows }, (_, n) => `L-${n},A-${n % 7},${n % 50 === 9 ? 'soon' : 1_709_251_200 + n}`)
  const text = `id,customer,at\n${lines.join('\n')}\n`
  const path = join(tempFolder(), 'logins.csv')
  // Blank lines are no rows.
  writeFileSync(path, packed ? gzipSync(text) : text.padEnd(size, '\n'))
  return logins(path)
}

async function parsed<T>(few: number | undefined, work: (parser: ParseClient) => Promise<T>): Promise<T> {
  const parser = startParser(new AbortController().signal, few)
  try {
    return await work(parser)
  } finally {
    await parser.close()
  }
}

/** Everything that a parser says about a file, in order. */
const all = (stream: FileStream, few?: number) =>
  parsed(few, async parser => {
    const met: number[] = []
    const checked = await parser.check(stream.path, stream, bytes => met.push(bytes))
    const batches: RowBatch[] = []
    const reading = parser.read(stream.path, stream, 0, 100)
    for (;;) {
      const next = await reading.next()
      if (next.done) return { met, checked, batches, read: next.value }
      batches.push(next.value)
    }
  })

it('a small file is parsed without a thread, one of a byte more in a thread', async () => {
  expect(await threadsStarted(() => all(aFile(20, { size: FEW_BYTES })))).toBe(0)
  expect(await threadsStarted(() => all(aFile(20, { size: FEW_BYTES + 1 })))).toBe(1)
})

it('a packed file is parsed in a thread, because nobody knows how much it holds', async () => {
  expect(await threadsStarted(() => all(aFile(20, { packed: true })))).toBe(1)
})

it('both places say the same about a file', async () => {
  const stream = aFile(2_000)
  const here = await all(stream, Number.POSITIVE_INFINITY)
  expect(here).toEqual(await all(stream, 0))
  expect(here.batches.flatMap(batch => batch.misfits)).toHaveLength(40)
  expect(here.batches.flatMap(batch => batch.rows)).toHaveLength(1_960)
})

it.each([0, Number.POSITIVE_INFINITY])('a file that is given up half-way is let go of (%s)', async few => {
  // More batches than may be handed out at once, so that parsing waits for somebody to take one.
  const stream = aFile(2_000)
  const first = await parsed(few, async parser => {
    const reading = parser.read(stream.path, stream, 0, 10)
    return (await reading.next()).value
  })
  expect(first).toMatchObject({ rows: { length: 10 } })
})

it.each([0, Number.POSITIVE_INFINITY])('what is wrong with a file is said in either place (%s)', async few => {
  const stream = aFile(3)
  writeFileSync(stream.path, 'id,customer,at\nL-1,"A-1,3\n')
  await expect(parsed(few, parser => parser.check(stream.path, stream, () => {}))).rejects.toMatchObject({
    failure: { kind: 'invalid', why: expect.stringContaining('never closed') },
  })
})

it.each([0, Number.POSITIVE_INFINITY])('a reading that is cancelled says so (%s)', async few => {
  const stop = new AbortController()
  const stream = aFile(2_000)
  const parser = startParser(stop.signal, few)
  onTestFinished(() => parser.close())
  const reading = parser.read(stream.path, stream, 0, 10)
  await reading.next()
  stop.abort()
  await expect(reading.next()).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
})
