import { describe, expect, it } from 'vitest'
import { keyedBy } from '../../../main/measure/report/canonical.ts'
import { verifyReport, writtenReport } from '../../../main/measure/report/report.ts'
import { unwrap } from '../../../shared/result.ts'
import { type ReportFormat, reviewReportSchema } from '../../../shared/review/report.ts'
import { csvCell } from '../../../shared/text/csv-cell.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

const MOMENT = { now: NOON, wall: NOON, program: '1.0.0' }
const HOSTILE = '</script><script>alert(1)</script><!--'

function aShop(id = 'one') {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db)
  db.prepare(`INSERT INTO setting VALUES ('workspace', ?) ON CONFLICT DO UPDATE SET value = excluded.value`).run(
    JSON.stringify({ id, name: 'Shop' }),
  )
  aPlaybook(db, { id: 'playbook-0', name: HOSTILE })
  addHistory(db, { accounts: 300, interventions: 700, days: 300, effects: [-0.12, 0.1], seed: 5, heldOut: 0.4 })
  return cache
}

const write = (format: ReportFormat, names = false, { read } = aShop()) =>
  writtenReport(read, { from: NOON - 250 * DAY, to: NOON, format, names }, MOMENT)
const verify = (text: string, { read } = aShop()) => unwrap(verifyReport(read, text, '1.0.0'))
const figureOf = (check: ReturnType<typeof verify>, name: string) => check.figures.find(({ figure }) => figure === name)

describe('verifying a report', () => {
  it.each([
    ['html', false],
    ['html', true],
    ['json', false],
    ['json', true],
  ] as const)('agrees in every figure with the workspace that wrote it (%s, names %s)', (format, names) => {
    const check = verify(write(format, names))
    expect(check).toMatchObject({ belongs: true, altered: false, agrees: true, changes: [] })
    expect(check.figures.filter(({ verdict }) => verdict !== 'agrees')).toEqual([])
    expect(check.figures.length).toBeGreaterThan(20)
  })

  it('finds a number that was changed in the file, and names the figure', () => {
    const report = reviewReportSchema.parse(JSON.parse(write('json')))
    const effect = report.figures.effects.find(({ dimension }) => dimension === 'all')
    if (!effect) return expect.fail('no effect of all')
    effect.assigned.treated.contacts += 1
    const check = verify(JSON.stringify(report))
    expect(check).toMatchObject({ belongs: true, altered: true, agrees: false })
    expect(check.figures.filter(({ verdict }) => verdict === 'differs').map(({ figure }) => figure)).toEqual([
      'effects / all:',
    ])
    expect(figureOf(check, 'effects / all:')?.examples).toEqual([
      {
        at: 'effects / all: / assigned / treated / contacts',
        reported: String(effect.assigned.treated.contacts),
        recomputed: String(effect.assigned.treated.contacts - 1),
      },
    ])
  })

  it.each([
    ['a definition', (text: string) => text.replace('Recalled starts are left out.', 'Recalled starts count.')],
    ['a snapshot', (text: string) => text.replace('"unpriced": 0', '"unpriced": 7')],
    ['a judgement in the cohort', (text: string) => text.replace('"proposal": "quiet"', '"proposal": "avoided"')],
    ['the seal', (text: string) => text.replace(/"seal": "./, '"seal": "x')],
  ])('finds that %s was changed in the file', (_, change) => {
    const text = write('json')
    const changed = change(text)
    expect(changed).not.toBe(text)
    expect(verify(changed)).toMatchObject({ altered: true, agrees: false })
  })

  it('finds that a number was changed in a table of the page, although its data are as they were', () => {
    const page = write('html')
    const changed = page.replace(/<td>(\d+) of (\d+)<\/td>/, '<td>0 of $2</td>')
    expect(changed).not.toBe(page)
    expect(verify(changed)).toMatchObject({ altered: true, agrees: false, changes: [] })
    expect(verify(page.replace(/<p hidden.*<\/p>\n/, ''))).toMatchObject({ altered: true, agrees: false })
    expect(verify(page.replaceAll('\n', '\r\n'))).toMatchObject({ altered: false, agrees: true })
  })

  it('finds a field that was added to the data', () => {
    const more = { ...JSON.parse(write('json')), note: 'approved' }
    expect(verify(JSON.stringify(more))).toMatchObject({ altered: true, agrees: false })
  })

  it('finds an outcome that has changed in the workspace since, and says which data changed', () => {
    const other = aShop()
    const text = write('html', false, other)
    other.connection
      .prepare(
        `UPDATE outcome SET induced_at = ? WHERE intervention_id =
           (SELECT intervention_id FROM exposure WHERE arm = 'treatment' AND ghost = 0 AND exposed_at IS NOT NULL
             AND assigned_at BETWEEN ? AND ? LIMIT 1)`,
      )
      .run(NOON, NOON - 200 * DAY, NOON - 30 * DAY)
    const check = verify(text, other)
    expect(check).toMatchObject({ belongs: true, altered: false, agrees: false })
    expect(figureOf(check, 'induced')?.verdict).toBe('differs')
    expect(check.changes.join(' ')).toMatch(
      /^The starts behind the figures have changed: (\d+) rows in the report, \1 now/,
    )
  })

  it('says that a definition and the program have changed, although the figures agree', () => {
    const other = aShop()
    const { connection } = other
    const version = connection.prepare(
      `INSERT INTO playbook_version VALUES ('playbook-0', 1, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition`,
    )
    version.run('{"changed":1}')
    const first = writtenReport(other.read, { from: NOON - 250 * DAY, to: NOON, format: 'json', names: false }, MOMENT)
    version.run('{"changed":2}')
    const check = unwrap(verifyReport(other.read, first, '1.1.0'))
    expect(check).toMatchObject({ agrees: true, altered: false })
    expect(check.changes).toEqual([
      'The definition of playbook playbook-0, version 1 has changed.',
      'The report was made by version 1.0.0; this is 1.1.0.',
    ])
  })

  it('refuses a report of another workspace with the same data', () => {
    expect(verify(write('html'), aShop('two'))).toMatchObject({
      belongs: false,
      altered: null,
      agrees: false,
      figures: [],
    })
  })

  it.each(['', 'hello', '{}', '[]', 'null', '<html></html>', '{"format":"forestall-review-report"}'])(
    'says of %j that it is no report',
    text => {
      expect(verifyReport(aShop().read, text, '1.0.0')).toMatchObject({
        ok: false,
        error: { kind: 'invalid', what: 'This file is not a report of Forestall.' },
      })
    },
  )
})

describe('the file of a report', () => {
  it.each(['html', 'json', 'csv'] as const)('holds no name, id or address of an account or a person (%s)', format => {
    const text = write(format)
    expect(text).not.toMatch(/Account \d|test:\d|@example|\b(maya|sam|ines)\b/)
    expect(text).not.toContain('"one"')
    expect(text).toContain(keyedBy('one').person('maya'))
  })

  it.each(['html', 'json', 'csv'] as const)('names accounts and people where that is asked for (%s)', format => {
    expect(write(format, true)).toMatch(/Account \d[\s\S]*\bmaya\b|\bmaya\b[\s\S]*Account \d/)
  })

  it('has pseudonyms that another workspace does not share', () => {
    expect(keyedBy('one').account('test:1')).not.toBe(keyedBy('two').account('test:1'))
    expect(keyedBy('one').account('test:1')).toBe(keyedBy('one').account('test:1'))
  })

  it('is a page without references, in which hostile text stays text', () => {
    const page = write('html')
    expect(page).not.toMatch(/alert\(1\)<\/script>|<script>|<!--|(src|href)=|url\(|@import/)
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page.match(/<\/script/g)).toHaveLength(1)
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)')
  })

  it('has every figure in its CSV', () => {
    const lines = write('csv').split('\r\n')
    expect(lines[0]).toBe('part,place,value')
    const report = reviewReportSchema.parse(JSON.parse(write('json')))
    const all = report.figures.effects.find(({ dimension }) => dimension === 'all')
    expect(lines).toContain(`figures,effects / all: / assigned / treated / starts,${all?.assigned.treated.starts}`)
  })
})

describe('a cell of the CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n=1'])(
    'begins with an apostrophe where a spreadsheet would compute it: %j',
    text => {
      expect(csvCell(text).replace(/^"/, '')).toBe(`'${text}${/[\t\r\n]/.test(text) ? '"' : ''}`)
    },
  )

  it('keeps negative numbers as numbers, and quotes what needs it', () => {
    expect([csvCell(-0.5), csvCell(null), csvCell(true), csvCell('a,"b"')]).toEqual(['-0.5', '', 'true', '"a,""b"""'])
  })
})
