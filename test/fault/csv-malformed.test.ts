import { closeSync, mkdirSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectFiles } from '../../main/source/files/inspect.ts'
import { previewStream } from '../../main/source/files/preview-stream.ts'
import { listQuarantine, listSources } from '../../main/sync/store.ts'
import { unwrap } from '../../shared/result.ts'
import type { FileStream } from '../../shared/source/mapping.ts'
import { aSyncedFolder, NOW, OBSERVED, type SyncedFolder } from '../helpers/synced-folder.ts'

const accounts = (path = 'accounts.csv'): FileStream => ({
  name: 'accounts',
  path,
  mapping: {
    record: 'account',
    id: { field: 'account_id', type: 'text' },
    name: { field: 'name', type: 'text' },
    signedUpAt: { field: 'signup_date', type: 'date', format: 'iso' },
    mrr: { field: 'mrr', type: 'money', currency: 'USD' },
    properties: {},
  },
})
const tickets: FileStream = {
  name: 'tickets',
  path: 'tickets.csv',
  mapping: {
    record: 'object',
    kind: 'ticket',
    id: { field: 'ticket_id', type: 'text' },
    account: { by: 'id', field: 'account_id' },
    openedAt: { field: 'opened', type: 'date', format: 'iso' },
    properties: {},
  },
}
const HEADER = 'account_id,name,signup_date,mrr'
const GOOD = `${HEADER}\nA-1,Ada Ltd,2024-01-05,12.50\nA-2,"Bob, Sons",2024-02-01,0\n`
/** Everything that was observed; only the note of the error itself may differ. */
const KEPT = OBSERVED.filter(table => table !== 'stream')

describe('a malformed file', () => {
  let folder: SyncedFolder
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder.dir, name), content)
  beforeEach(async () => {
    folder = aSyncedFolder()
    write('accounts.csv', GOOD)
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-1,2024-03-01\n')
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
  })
  afterEach(() => folder.close())

  /** Syncs the good tickets (changed) and these accounts; answers the error after checking that nothing was kept. */
  const failure = async (content: string | Buffer | null) => {
    if (content !== null) write('accounts.csv', content)
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-1,2024-03-02\nT-2,A-2,2024-03-02\n')
    const before = folder.dump(KEPT)
    const result = await folder.sync({ streams: [accounts(), tickets] })
    if (result.ok) throw new Error('it was read')
    expect(folder.dump(KEPT)).toEqual(before)
    const { what, why, todo } = result.error
    const words = `${what} ${why} ${todo}`
    expect(listSources(folder.read, NOW)[0]?.streams[0]?.error).toBe(words)
    expect((await inspectFiles(['accounts.csv'], folder.dir))[0]?.columns ?? []).toBeInstanceOf(Array)
    return words
  }

  it('with a quote that is never closed names line and column and changes nothing', async () => {
    expect(await failure(`${HEADER}\nA-3,"Cy,2024-01-05,1\nA-4,Di,2024-01-05,1\n`)).toMatch(
      /accounts\.csv.*line 2, column “name”: An opening quote is never closed/,
    )
  })

  it('with text after a closing quote names line and column and changes nothing', async () => {
    expect(await failure(`${GOOD}A-3,"Cy" Ltd,2024-01-05,1\n`)).toMatch(/line 4, column “name”: There is text after/)
  })

  it('with a quote inside a plain cell is not malformed: the quote is a character', async () => {
    write('accounts.csv', `${GOOD}A-3,5" pipes,2024-01-05,1\n`)
    unwrap(await folder.sync({ streams: [accounts()] }))
    expect(folder.count('account', `name = '5" pipes'`)).toBe(1)
  })

  it('far behind its beginning still changes nothing', async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => `N-${n},New ${n},2024-01-05,1`)
    expect(await failure(`${HEADER}\n${rows.join('\n')}\nA-3,"Cy,2024-01-05,1\n`)).toMatch(/line 50002, column “name”/)
  })

  it('without a mapped column names it and changes nothing', async () => {
    expect(await failure('account_id,name,mrr\nA-1,Ada Ltd,12.50\n')).toMatch(
      /signedUpAt from the column “signup_date”, which the file does not have/,
    )
  })

  it('with a NUL byte names line and column and changes nothing', async () => {
    expect(await failure(`${GOOD}A-3,C\0y,2024-01-05,1\n`)).toMatch(/line 4, column “name”: There is a NUL byte/)
  })

  it('of bytes that are not UTF-8 names line and byte and changes nothing', async () => {
    const cyrillic = Buffer.concat([
      Buffer.from(`${GOOD}A-3,`),
      Buffer.from([0xcf, 0xf0, 0xe8]),
      Buffer.from(',2024-01-05,1\n'),
    ])
    expect(await failure(cyrillic)).toMatch(
      /On line 4, byte 95 of the file \(0xCF\) is not UTF-8.*--encoding windows-1252/,
    )
  })

  it('of bytes that can only be Windows-1252 is read as that, also where a person says so', async () => {
    write('accounts.csv', Buffer.from(`${GOOD}A-3,Café \x80,2024-01-05,1\n`, 'latin1'))
    unwrap(await folder.sync({ streams: [accounts()] }))
    expect(folder.count('account', "name = 'Café €'")).toBe(1)
    write('accounts.csv', Buffer.from(`${GOOD}A-3,Crème,2024-01-05,1\n`, 'latin1'))
    unwrap(await folder.sync({ streams: [{ ...accounts(), encoding: 'windows-1252' }] }))
    expect(folder.count('account', "name = 'Crème'")).toBe(1)
    write('accounts.csv', `${GOOD}A-3,Crème brûlée,2024-01-05,1\n`)
    unwrap(await folder.sync({ streams: [{ ...accounts(), encoding: 'windows-1252' }] }))
    expect(folder.count('account', "name = 'Crème brûlée'")).toBe(1)
  })

  it('that is empty, blank, missing, a folder or a workbook says so and changes nothing', async () => {
    expect(await failure('')).toMatch(/The file is empty/)
    expect(await failure('\n\n')).toMatch(/no header/)
    expect(await failure(Buffer.from('PK\u0003\u0004whatever'))).toMatch(/Excel workbook/)
    mkdirSync(join(folder.dir, 'folder'))
    for (const [path, words] of [
      ['folder', /folder/],
      ['nowhere.csv', /no such file/],
    ] as const) {
      const before = folder.dump(KEPT)
      const result = await folder.sync({ streams: [accounts(path), tickets] })
      expect(!result.ok && result.error.why).toMatch(words)
      expect(folder.dump(KEPT)).toEqual(before)
      expect((await inspectFiles([path], folder.dir))[0]).toMatchObject({
        stream: null,
        problem: expect.stringMatching(words),
      })
    }
  })

  it('of one line of a gigabyte ends at the longest record that is read, in memory that stays flat', async () => {
    const path = join(folder.dir, 'accounts.csv')
    const file = openSync(path, 'w')
    const megabyte = Buffer.alloc(1_048_576, 'x')
    for (let n = 0; n < 8; n++) writeSync(file, megabyte)
    closeSync(file)
    const before = process.memoryUsage.rss()
    // The rest is a hole: were it read, it would be a gigabyte of NULs, and the words would be others.
    truncateSync(path, 1_073_741_824)
    expect(await failure(null)).toMatch(
      /line 1, column 1: The record is longer than the 1,048,576 characters allowed, or its end of line is missing/,
    )
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1_048_576)
    expect((await inspectFiles(['accounts.csv'], folder.dir))[0]?.problem).toMatch(/its end of line is missing/)
  })

  for (const [name, bom, swapped] of [
    ['UTF-16LE', '\uFEFF', false],
    ['UTF-16BE', '\uFEFF', true],
    ['UTF-16LE', '', false],
  ] as const)
    it(`of ${name}${bom ? '' : ' without a mark'} is read like any other`, async () => {
      const bytes = Buffer.from(`${bom}${HEADER}\nA-1,Ada Łtd 😀,2024-01-05,12.50\n`, 'utf16le')
      write('accounts.csv', swapped ? bytes.swap16() : bytes)
      const [found] = await inspectFiles(['accounts.csv'], folder.dir)
      expect(found).toMatchObject({ encoding: name, problem: null, rows: [{ name: 'Ada Łtd 😀' }] })
      unwrap(await folder.sync({ streams: [accounts()] }))
      expect(folder.count('account', "name = 'Ada Łtd 😀'")).toBe(1)
    })

  it('with a byte order mark, semicolons or carriage returns alone is read like any other', async () => {
    const [plain, old] = [`\uFEFF${GOOD}`, GOOD.replaceAll('\n', '\r')]
    const semi = `${HEADER.replaceAll(',', ';')}\nA-1;Ada Ltd;2024-01-05;12.50\n`
    for (const content of [plain, old, semi]) {
      write('accounts.csv', content)
      const report = unwrap(await folder.sync({ streams: [accounts()] }))
      expect(report.streams[0]).toMatchObject({ changed: 0, quarantined: 0 })
    }
  })
})

describe('a row that does not fit', () => {
  let folder: SyncedFolder
  beforeEach(() => {
    folder = aSyncedFolder()
  })
  afterEach(() => folder.close())
  const write = (name: string, content: string) => writeFileSync(join(folder.dir, name), content)

  it('is quarantined with line, column and reason, and stops none of the others', async () => {
    write(
      'accounts.csv',
      `${GOOD}A-3,Cy,2024-02-30,1\nA-4,Di,2024-01-05,1.005\n,Ed,2024-01-05,1\nA-6,Fy\nA-1,Other,2024-01-05,1\nA-7,Gus,,\n`,
    )
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-1,2024-03-01\nT-2,A-404,2024-03-01\n')
    const report = unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    expect(report.streams.map(({ name, read, changed, quarantined }) => [name, read, changed, quarantined])).toEqual([
      ['accounts', 8, 3, 5],
      ['tickets', 2, 1, 1],
    ])
    const rows = listQuarantine(folder.read, { sourceId: 1, offset: 0, limit: 10 })
    expect(rows.map(({ stream, line, column, reason }) => [stream, line, column, reason])).toEqual([
      ['accounts', 4, 'signup_date', '“2024-02-30” is not a date written as yyyy-mm-dd.'],
      ['accounts', 5, 'mrr', '“1.005” is not an amount in USD.'],
      ['accounts', 6, 'account_id', 'The id is missing.'],
      ['accounts', 7, null, 'The row has 2 cells, the header 4.'],
      ['accounts', 8, 'account_id', 'The id “A-1” is already used by the record on line 2.'],
      ['tickets', 3, 'account_id', 'No account “A-404” is known.'],
    ])
    expect(JSON.parse(rows[5]?.raw ?? '')).toEqual({ ticket_id: 'T-2', account_id: 'A-404', opened: '2024-03-01' })
    expect(unwrap(await previewStream(accounts(), 10, folder.dir)).rows.map(row => row.error === null)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      true,
      true,
    ])
  })

  it('is refused where its id names a record of another account', async () => {
    write('accounts.csv', GOOD)
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-1,2024-03-01\n')
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-2,2024-03-01\n')
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    const [row] = listQuarantine(folder.read, { offset: 0, limit: 10 })
    expect(row).toMatchObject({ line: 2, column: 'ticket_id', reason: expect.stringContaining('another account') })
  })

  it('leaves the quarantine when its account becomes known, or when the file was corrected', async () => {
    write('accounts.csv', GOOD)
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-9,2024-03-01\nT-2,,2024-03-01\n')
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    expect(folder.count('quarantine')).toBe(2)
    write('accounts.csv', `${GOOD}A-9,Nina,2024-01-05,1\n`)
    unwrap(await folder.sync({ streams: [accounts()] }))
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    expect(folder.count('quarantine')).toBe(1)
    write('tickets.csv', 'ticket_id,account_id,opened\nT-1,A-9,2024-03-01\nT-2,A-1,2024-03-01\n')
    unwrap(await folder.sync({ streams: [accounts(), tickets] }))
    expect(folder.count('quarantine')).toBe(0)
    expect(folder.count('object')).toBe(2)
  })
})
