import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../main/cli/command.ts'
import { tableAskOf } from '../../../main/cli/predict/evaluate-table.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import { chance } from '../../helpers/chance.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

type Options = Parameters<typeof tableAskOf>[1]

const asked = (args: readonly string[], options: Partial<Options>) =>
  tableAskOf(args, { json: false, all: false, 'accept-gone': false, despite: false, ...options })

const home = () => ({ FORESTALL_USER_DATA: tempFolder() })

/** Customers of whom those with few logins leave more often. */
function aFile(strength: number): string {
  const random = chance(4)
  const rows = Array.from({ length: 300 }, (_, at) => {
    const logins = Math.floor(random.uniform() * 20)
    const left = random.uniform() < 0.5 + strength * (10 - logins) * 0.045
    return `c${at},${logins},${at % 3},${left ? 'yes' : 'no'}`
  })
  const file = join(tempFolder(), 'customers.csv')
  writeFileSync(file, ['customer,logins,region,churned', ...rows].join('\n'))
  return file
}

describe('forestall evaluate-table', () => {
  it('reads what is asked', () => {
    const options = { label: 'churned', time: 'at', group: 'who', without: ['a', 'b'], folds: '3', decimal: 'comma' }
    expect(asked(['data.csv'], options)).toEqual({
      ...{ file: resolve('data.csv'), label: 'churned', time: 'at', group: 'who', without: ['a', 'b'] },
      ...{ folds: 3, seed: 1, answers: { decimal: 'comma' } },
    })
    expect(asked([], { file: 'data.csv', label: 'x' }).file).toBe(resolve('data.csv'))
  })

  it.each<[string, string[], Partial<Options>]>([
    ['no file', [], { label: 'x' }],
    ['takes one file', ['a.csv', 'b.csv'], { label: 'x' }],
    ['--label is missing', ['a.csv'], {}],
    ['folds', ['a.csv'], { label: 'x', folds: '1' }],
  ])('is not understood: %s', (why, args, options) => {
    expect(() => asked(args, options)).toThrow(UsageError)
    expect(() => asked(args, options)).toThrow(new RegExp(why))
  })

  it('prints what was found, and ends with 0', async () => {
    const { code, stdout } = await forestallHere(['evaluate-table', aFile(1), '--label', 'churned'], home())
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Usable signal: AUC 0\.\d+ \(0\.\d+–0\.\d+\)/)
    expect(stdout).toMatch(/What drives it\nlogins +\d+\.\d % +more means less risk/)
    expect(stdout).toContain('“customer”: Nearly every row has a value of its own')
  })

  it('says that there is nothing, and ends with 1', async () => {
    const { code, stdout } = await forestallHere(['--json', 'evaluate-table', aFile(0), '--label', 'churned'], home())
    expect(code).toBe(1)
    const report: TableReport = JSON.parse(stdout)
    expect(report).toMatchObject({ signal: 'none', rows: 300 })
    expect(report.headline).toMatch(/^No usable signal/)
  })
})
