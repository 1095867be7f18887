import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../../../main/predict/table/read-table.ts'
import { type PredictTableAskInput, tableAskSchema } from '../../../../shared/predict/table-ask.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const read = (lines: readonly string[], ask: Partial<PredictTableAskInput> = {}) => {
  const file = join(tempFolder(), 'table.csv')
  writeFileSync(file, lines.join('\n'))
  return readTable(tableAskSchema.parse({ file, label: 'churned', ...ask }), () => {})
}

const many = (row: (n: number) => string, n = 40) => Array.from({ length: n }, (_, at) => row(at))

describe('a table', () => {
  it('becomes numbers, categories, yes or no and ages of dates, with gaps', async () => {
    const { examples, positive, leftOut } = await read([
      'seats,plan,active,signed_up,mrr,churned',
      '5,basic,yes,2024-01-01,€10.50,yes',
      ',pro,no,2024-01-11,€20.00,no',
      '7,,yes,2024-01-31,€10.50,no',
    ])
    const byName = new Map(examples.table.columns.map(column => [column.name, column]))
    expect(byName.get('seats')).toMatchObject({ kind: 'number', values: Float64Array.of(5, Number.NaN, 7) })
    expect(byName.get('plan')).toMatchObject({
      kind: 'category',
      codes: Int32Array.of(0, 1, -1),
      names: ['basic', 'pro'],
    })
    expect(byName.get('active')).toMatchObject({ values: Float64Array.of(1, 0, 1) })
    expect(byName.get('signed_up')).toMatchObject({ values: Float64Array.of(30, 20, 0) })
    expect(byName.get('mrr')).toMatchObject({ values: Float64Array.of(10.5, 20, 10.5) })
    expect([...examples.labels]).toEqual([1, 0, 0])
    expect(positive).toBe('yes')
    expect(leftOut).toEqual([])
  })

  it('leaves out identifiers, constants and blank columns, and says so', async () => {
    const rows = many(n => `${1000 + n},c-${n},x,,${n % 7},${n % 2 === 0 ? 'yes' : 'no'}`)
    const { examples, unused } = await read(['row,customer,same,nothing,seats,churned', ...rows])
    expect(examples.table.columns.map(({ name }) => name)).toEqual(['seats'])
    expect(unused.map(({ column, why }) => [column, /identifier|same|blank/.exec(why)?.[0]])).toEqual([
      ['row', 'identifier'],
      ['customer', 'identifier'],
      ['same', 'same'],
      ['nothing', 'blank'],
    ])
  })

  it('names line and column of cells that it cannot read, and counts them as missing', async () => {
    const rows = many(n => `${n === 3 ? 'lots' : (n * 7) % 11},${n % 2 === 0 ? 'yes' : 'no'}`, 200)
    const { examples, leftOut } = await read(['seats,churned', ...rows, 'one,two,three'])
    expect(leftOut).toMatchObject([
      { column: 'seats', rows: 1, examples: [{ line: 5, text: 'lots' }] },
      { column: null, rows: 1, examples: [{ line: 202 }] },
    ])
    const [seats] = examples.table.columns
    expect(seats?.kind === 'number' && seats.values[3]).toBeNaN()
  })

  it('leaves out rows without a label or a moment', async () => {
    const { examples, times, leftOut } = await read(
      ['at,seats,churned', '2024-01-01,1,yes', ',2,no', '2024-01-03,3,', '2024-01-04,4,no'],
      { time: 'at' },
    )
    expect([...examples.labels]).toEqual([1, 0])
    expect([...(times ?? [])]).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 4)])
    expect(leftOut.map(({ column, examples }) => [column, examples[0]?.line])).toEqual([
      ['at', 3],
      ['churned', 4],
    ])
  })

  it('counts dates that lie after the moment of their row', async () => {
    const { later, examples } = await read(
      ['at,cancelled,churned', '2024-01-02,2024-01-05,yes', '2024-01-02,2024-01-01,no', '2024-01-03,,no'],
      { time: 'at' },
    )
    expect(later).toEqual([{ column: 'cancelled', rows: 1 }])
    expect(examples.table.columns[0]).toMatchObject({ values: Float64Array.of(-3, 1, Number.NaN) })
    expect(DAY).toBe(86_400_000)
  })

  it('keeps groups of one name together, and rows without one apart', async () => {
    const { groups } = await read(['who,seats,churned', 'a,1,yes', 'b,2,no', 'a,3,no', ',4,no', ',5,no'], {
      group: 'who',
    })
    expect([...(groups ?? [])]).toEqual([0, 1, 0, 3, 4])
  })

  it('takes one value against the others where it is named', async () => {
    const { examples, positive } = await read(['seats,churned', '1,left', '2,stays', '3,moved'], { positive: 'left' })
    expect([[...examples.labels], positive]).toEqual([[1, 0, 0], 'left'])
  })

  it.each([
    ['several spellings of one answer', ['Yes', 'no', 'YES', 'No'], [1, 0, 1, 0], 'Yes, YES'],
    ['ones and zeros that a tool wrote as decimals', ['1.0', '0.0', '1.0'], [1, 0, 1], '1.0'],
  ])('takes %s for yes and no', async (_, cells, labels, yes) => {
    const { examples, positive } = await read(['seats,churned', ...cells.map((cell, row) => `${row},${cell}`)])
    expect([[...examples.labels], positive]).toEqual([labels, yes])
  })

  it('names a column without a header by its place, and proposes the value that most likely means yes', async () => {
    const { examples } = await read(['seats,,churned', '1,5,yes', '2,6,no', '3,7,no'])
    expect(examples.table.columns.map(({ name }) => name)).toEqual(['seats', 'column 2'])
    const todoOf = async (cells: readonly string[]) =>
      (await read(['seats,churned', ...cells.map((cell, row) => `${row},${cell}`)]).catch(
        (error: unknown) => error,
      )) as {
        failure: { todo: string }
      }
    expect((await todoOf(['no', 'maybe', 'yes'])).failure.todo).toContain('--positive "yes"')
    expect((await todoOf(['stays', 'stays', 'left'])).failure.todo).toContain('--positive "left"')
  })

  it.each<[string, string[], Partial<PredictTableAskInput>, string, string]>([
    [
      'no such column',
      ['a,churned', '1,yes', '2,no'],
      { label: 'left' },
      'There is no column “left”.',
      '“a”, “churned”',
    ],
    [
      'a label of several words',
      ['a,churned', '1,left', '2,stays'],
      {},
      'The label “churned” is not yes or no.',
      '“left” (line 2), “stays” (line 3)',
    ],
    [
      'a label of many values',
      ['a,churned', ...many(n => `${n % 3},v${n}`)],
      {},
      'The label “churned” has too many values.',
      'by line 22',
    ],
    [
      'a label of one kind',
      ['a,churned', '1,no', '2,no'],
      {},
      'The label “churned” is negative in every row.',
      'All 2 rows',
    ],
    ['no other column', ['churned', 'yes', 'no'], {}, 'No column is left to predict from.', 'no other column'],
    [
      'a time that is none',
      ['a,b,churned', '1,x,yes', '2,y,no'],
      { time: 'b' },
      'The column “b” is no time.',
      'read as text',
    ],
    [
      'a value that no row has',
      ['a,churned', '1,Left', '2,stays'],
      { positive: 'left' },
      'No row has “left” in “churned”.',
      '“Left” (line 2), “stays” (line 3)',
    ],
    [
      'rows of one group',
      ['who,a,churned', 'x,1,yes', 'x,2,no'],
      { group: 'who' },
      'All rows have the same “who”.',
      'nothing to judge by',
    ],
    [
      'rows of one moment',
      ['at,a,churned', '2024-01-01,1,yes', '2024-01-01,2,no'],
      { time: 'at' },
      'All rows have the same moment in “at”.',
      'no row is later',
    ],
    ['no rows', ['a,churned'], {}, 'No row of the file can be used.', 'no rows'],
  ])('says what is wrong with %s', async (_, lines, ask, what, why) => {
    const thrown = await read(lines, ask).catch((error: unknown) => error)
    expect(thrown).toMatchObject({
      failure: { what: expect.stringContaining(what), why: expect.stringContaining(why) },
    })
  })
})
