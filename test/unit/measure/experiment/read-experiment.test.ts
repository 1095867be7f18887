import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readExperimentAccounts } from '../../../../main/measure/experiment/read-experiment-accounts.ts'
import { readExperimentFile } from '../../../../main/measure/experiment/read-experiment-file.ts'
import type { TableAsk } from '../../../../main/measure/experiment/table-builder.ts'
import { FailureError } from '../../../../shared/result.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { anAccount, anEvent, NOON } from '../../../helpers/builders.ts'
import { aCache } from '../../../helpers/cache.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

function aFile(lines: readonly string[], name = 'experiment.csv', encoding: BufferEncoding = 'utf8'): string {
  const path = join(tempFolder(), name)
  writeFileSync(path, `${lines.join('\n')}\n`, encoding)
  return path
}

const read = (path: string, ask: Partial<TableAsk>) =>
  readExperimentFile(path, { arm: 'arm', metrics: [], answers: {}, ...ask }, () => {})

const refused = async (path: string, ask: Partial<TableAsk>) => {
  const error = await read(path, ask).catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error('it was not refused')
}

describe('an experiment in a file', () => {
  it('has its shares, numbers and amounts read as the cells tell', async () => {
    const path = aFile([
      'customer;arm;contacted;orders;revenue;paid',
      'C1;control;yes;3;1.240,50 EUR;1',
      'C2;mail;no;0;12,00 EUR;0',
      'C3;mail;No;12;-3,50 EUR;1',
    ])
    const metrics = [{ column: 'contacted' }, { column: 'orders' }, { column: 'revenue' }, { column: 'paid' }]
    const table = await read(path, { unit: 'customer', metrics })
    expect(table).toMatchObject({
      rows: 3,
      names: ['control', 'mail'],
      arms: [0, 1, 1],
      units: ['C1', 'C2', 'C3'],
      lines: [2, 3, 4],
      leftOut: [],
    })
    expect(table.metrics.map(({ kind, currency, values }) => [kind, currency, values])).toEqual([
      ['share', null, [1, 0, 0]],
      ['number', null, [3, 0, 12]],
      ['money', 'EUR', [124_050, 1_200, -350]],
      ['share', null, [1, 0, 1]],
    ])
  })

  it('counts what it does not understand, with two examples and what to do', async () => {
    const path = aFile([
      'arm,orders,note',
      'control,3,',
      'mail,many,',
      'mail,lots,',
      'mail,several,',
      ',4,',
      'N/A,5,',
      'control,,',
      'control,2',
      ...Array.from({ length: 40 }, () => 'control,1,'),
    ])
    const { rows, arms, leftOut, metrics } = await read(path, { metrics: [{ column: 'orders' }] })
    expect([rows, arms.length, metrics[0]?.values.filter(Number.isNaN).length]).toEqual([48, 45, 4])
    expect(leftOut).toEqual([
      {
        column: 'orders',
        rows: 3,
        what: '3 cells of “orders” are not a number.',
        todo: expect.stringContaining('Correct these cells'),
        examples: [
          { line: 3, text: 'many' },
          { line: 4, text: 'lots' },
        ],
      },
      expect.objectContaining({ column: 'arm', rows: 2, what: '2 rows have nothing in “arm”.' }),
      expect.objectContaining({ column: 'orders', rows: 1, what: '1 cell of “orders” is blank.' }),
      expect.objectContaining({ column: null, rows: 1, examples: [{ line: 9, text: 'control,2' }] }),
    ])
  })

  it('in Windows-1252 or NDJSON is read like any import', async () => {
    const western = aFile(['arm;clicks', 'Müller;1', 'control;2'], 'west.csv', 'latin1')
    expect((await read(western, { metrics: [{ column: 'clicks' }] })).names).toEqual(['Müller', 'control'])
    const nested = aFile(['{"group":{"arm":"a"},"n":1.5}', '{"group":{"arm":"b"},"n":2}'], 'units.ndjson')
    const table = await read(nested, { arm: 'group.arm', metrics: [{ column: 'n' }] })
    expect([table.names, table.metrics[0]?.values]).toEqual([
      ['a', 'b'],
      [1.5, 2],
    ])
  })

  it('asks for the decimal mark and for the currency where cells do not tell', async () => {
    const path = aFile(['arm,spend', 'control,1.500', 'mail,2.300'])
    expect((await refused(path, { metrics: [{ column: 'spend' }] })).what).toContain('can be read in two ways')
    const metrics = [{ column: 'spend', kind: 'money' as const }]
    expect((await refused(path, { metrics, answers: { decimal: 'point' } })).what).toContain('currency of “spend”')
    const euros = [{ column: 'spend', currency: 'EUR' }]
    const table = await read(path, { metrics: euros, answers: { decimal: 'comma' } })
    expect(table.metrics[0]).toMatchObject({ kind: 'money', values: [150_000, 230_000] })
  })

  it('leaves out amounts in another currency', async () => {
    const path = aFile(['arm,spend', 'control,5.00 EUR', 'mail,7.00 USD'])
    const { metrics, leftOut } = await read(path, { metrics: [{ column: 'spend', currency: 'EUR' }] })
    expect(metrics[0]?.values).toEqual([500, Number.NaN])
    expect(leftOut).toMatchObject([{ what: '1 cell of “spend” is not an amount in EUR.' }])
  })

  it('is refused where columns are missing, are no metric, or hold too many arms', async () => {
    const path = aFile(['arm,name', ...Array.from({ length: 30 }, (_, n) => `a${n},Ada ${n}`)])
    expect((await refused(path, { metrics: [{ column: 'orders' }] })).why).toBe('The columns are “arm”, “name”.')
    expect((await refused(path, { metrics: [{ column: 'name' }] })).what).toBe('The column “name” is no metric.')
    expect((await refused(aFile(['arm,orders']), { metrics: [{ column: 'orders' }] })).why).toBe(
      'Every cell of this column is blank, or the file has no rows.',
    )
    expect((await refused(path, {})).what).toBe('The column of arms has too many values.')
    expect((await refused(join(tempFolder(), 'none.csv'), {})).why).toBe('There is no such file.')
  })
})

describe('an experiment among accounts', () => {
  it('counts events since it began, and before it in the same length of time', () => {
    const { read: db, connection } = aCache()
    const since = NOON - 10 * DAY
    for (const [arm, before, after] of [
      ['control', 1, 3],
      ['mail', 2, 0],
      [null, 5, 5],
    ] as const) {
      const id = anAccount(connection, { churnedAt: arm === 'mail' ? NOON - DAY : null })
      const properties = arm === null ? {} : { campaign: arm, seats: 4 }
      connection.prepare('UPDATE account SET properties = ? WHERE id = ?').run(JSON.stringify(properties), id)
      for (let n = 0; n < before; n++) anEvent(connection, id, 'ticket', since - 1 - n * DAY)
      anEvent(connection, id, 'ticket', since - 10 * DAY - 1)
      for (let n = 0; n < after; n++) anEvent(connection, id, 'ticket', since + n * DAY)
      anEvent(connection, id, 'ticket', NOON)
    }
    const metrics = [
      { column: 'events:ticket', pre: 'events:ticket' },
      { column: 'churned' },
      { column: 'mrr' },
      { column: 'properties.seats' },
    ]
    const table = readExperimentAccounts(db, { arm: 'campaign', metrics }, { since, until: NOON }, () => {})
    expect(table).toMatchObject({ rows: 2, rowName: 'account', names: ['control', 'mail'], leftOut: [] })
    expect(table.metrics.map(({ kind, currency, values, before }) => [kind, currency, values, before])).toEqual([
      ['number', null, [3, 0], [1, 2]],
      ['share', null, [0, 1], null],
      ['money', 'EUR', [10_000, 10_000], null],
      ['number', null, [4, 4], null],
    ])
  })

  it('takes no account for assigned because every object has something of the attribute’s name', () => {
    const { read: db, connection } = aCache()
    anAccount(connection, {})
    for (const arm of ['constructor', 'hasOwnProperty', '__proto__', 'properties.toString'])
      expect(readExperimentAccounts(db, { arm, metrics: [] }, { since: 0, until: NOON }, () => {}).rows).toBe(0)
  })
})
