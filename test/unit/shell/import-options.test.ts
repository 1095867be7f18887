import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answeredStream, answerNotes } from '../../../main/cli/import/import-answers.ts'
import type { InspectedFile, SourceStatus, SyncReport } from '../../../shared/model/source.ts'
import { fileStreamSchema } from '../../../shared/source/mapping.ts'
import { forestallHere, forestallJsonHere } from '../../helpers/cli-here.ts'
import { putEmptyWorkspace } from '../../helpers/empty-workspace.ts'

const DATES = 'account_id,name,joined\nA1,Ada,01/02/2024\nA2,Bob,03/04/2024\n'

describe('importing a file again with other options', () => {
  let dir: string
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'forestall-options-'))
    await putEmptyWorkspace(join(dir, 'ws'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const run = (...args: string[]) => forestallHere(['--workspace', join(dir, 'ws'), ...args])
  const signedUp = () => {
    const db = new Database(join(dir, 'ws', 'workspace.db'), { readonly: true })
    const at = db.prepare("SELECT signed_up_at FROM account WHERE name = 'Ada'").pluck().get() as number
    db.close()
    return new Date(at).toISOString().slice(0, 10)
  }

  it('makes an account’s revenue of numbers that were without a currency', async () => {
    const path = file('customers.csv', 'id,name,mrr,seats\n1,Ada,12.50,3\n2,Bob,7.00,4\n')
    await run('import', path)
    const amounts = () => {
      const db = new Database(join(dir, 'ws', 'workspace.db'), { readonly: true })
      const found = db.prepare('SELECT mrr_minor, currency FROM account ORDER BY id').raw().all()
      db.close()
      return found
    }
    expect(amounts()).toEqual([
      [null, null],
      [null, null],
    ])
    expect((await run('import', path, '--currency', 'EUR')).stdout).toContain('“mrr”: read as amounts of EUR')
    expect(amounts()).toEqual([
      [1_250, 'EUR'],
      [700, 'EUR'],
    ])
  })

  it('takes effect, and says so', async () => {
    const path = file('accounts.csv', DATES)
    await run('import', path, '--date-order', 'dmy')
    expect(signedUp()).toBe('2024-02-01')
    const { stdout, code } = await run('import', path, '--date-order', 'mdy')
    expect({ stdout, code }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('“joined”: read with the month first'),
    })
    expect(stdout).toMatch(/accounts\s+2\s+2\s+0\s+0/)
    expect(signedUp()).toBe('2024-01-02')
  })

  it('says of an option that changes nothing why it does', async () => {
    const path = file('accounts.csv', 'account_id,name,joined\nA1,Ada,2024-01-31\n')
    const report = await forestallJsonHere<SyncReport & { notes: string[] }>([
      ...['--workspace', join(dir, 'ws'), 'import', path, '--date-order', 'dmy', '--encoding', 'windows-1252'],
    ])
    expect(report.notes).toEqual([
      expect.stringContaining('--date-order dmy changed nothing'),
      expect.stringContaining('accounts.csv is UTF-8'),
    ])
  })

  it('refuses what a mapping says beside the mapping', async () => {
    const path = file('accounts.csv', DATES)
    const map = file(
      'map.json',
      JSON.stringify({ mapping: 1, streams: [{ name: 'a', mapping: { record: 'account', id: 'account_id' } }] }),
    )
    const { code, stderr } = await run('import', path, '--map', map, '--decimal', 'comma')
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--decimal cannot be used with --map'),
    })
  })

  it('keeps every stream of a file that a mapping reads twice', async () => {
    const path = file('accounts.csv', 'account_id,name,mail\nA1,Ada,ada@example.com\n')
    const stream = (name: string, mapping: object) => ({ name, path: 'accounts.csv', mapping })
    const streams = [
      stream('companies', { record: 'account', id: 'account_id', name: 'name' }),
      stream('people', { record: 'contact', id: 'mail', account: 'account_id', email: 'mail' }),
    ]
    await run('import', path, '--map', file('map.json', JSON.stringify({ mapping: 1, streams })))
    await run('import', path)
    const [source] = await forestallJsonHere<SourceStatus[]>(['--workspace', join(dir, 'ws'), 'call', 'source.list'])
    expect(source?.streams.map(({ name }) => name).sort()).toEqual(['companies', 'people'])
  })

  it('names the columns of a file whose rows nobody can tell', async () => {
    const { code, stderr } = await run('import', file('liste.csv', 'Bezeichnung;Wert\n1;Ada\n1;Bob\n'))
    expect(code).toBe(1)
    expect(stderr).toContain('Bezeichnung, Wert')
    expect(stderr).toContain('--map')
  })
})

describe('a kept mapping that is answered again', () => {
  const kept = fileStreamSchema.parse({
    name: 'orders',
    path: '/orders.csv',
    mapping: [
      { record: 'account', id: 'who', signedUpAt: { field: 'joined', type: 'date', format: 'iso' } },
      {
        ...{ record: 'object', kind: 'order', id: 'no', account: 'who' },
        amount: { field: 'total', type: 'money', currency: 'EUR', decimal: 'point' },
        stays: [{ state: { const: 'paid' }, since: { field: 'paid', type: 'date', format: 'dmy' } }],
        properties: { paid: { field: 'paid', type: 'text' } },
      },
    ],
  })
  const file = (answered: InspectedFile['answered']) =>
    ({ path: '/orders.csv', encoding: 'UTF-8', answered }) as unknown as InspectedFile
  const asked = file([
    { column: 'paid', kind: 'date-order' },
    { column: 'total', kind: 'decimal' },
  ])

  it('changes the columns that left it open, wherever they are read as what was asked', () => {
    const { mapping } = answeredStream(kept, asked, { dateOrder: 'mdy', decimal: 'comma' })
    expect(mapping).toMatchObject([
      { signedUpAt: { format: 'iso' } },
      {
        amount: { decimal: 'comma' },
        stays: [{ since: { format: 'mdy' } }],
        properties: { paid: { field: 'paid', type: 'text' } },
      },
    ])
    expect(JSON.stringify(mapping)).not.toContain('"type":"text","format"')
  })

  it('stays as it is without an answer, and takes what the bytes do not tell', () => {
    expect(answeredStream(kept, file([]), {})).toEqual(kept)
    expect(answeredStream(kept, file([]), { header: 3, encoding: 'windows-1252' })).toEqual({
      ...kept,
      ...{ header: 3, encoding: 'windows-1252' },
    })
  })

  it('is told what the answer did', () => {
    expect(answerNotes({ dateOrder: 'mdy' }, [asked])).toEqual([
      '“paid”: read with the month first, as --date-order says',
    ])
    expect(answerNotes({}, [asked])).toEqual([])
  })
})
