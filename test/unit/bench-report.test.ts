import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Report, readReport } from '../bench/house/report.ts'
import { aTree } from '../helpers/a-tree.ts'

const NODE = process.execPath
const report: Report<{ tried: number }> = {
  file: 'out/report.json',
  schema: z.object({ tried: z.number() }),
  command: [NODE, '-e', `require('node:fs').writeFileSync('out/report.json', '{ "tried": 7 }')`],
}

const SECONDS = { 'main/a.ts': 1, 'shared/b.json': 1, 'out/report.json': 2, 'test/c.ts': 3 }

/** A tree with a report that is newer than its code; `changed` was changed after all of it. */
function aReported(changed?: keyof typeof SECONDS): string {
  const root = aTree({ 'main/a.ts': '', 'shared/b.json': '', 'test/c.ts': '', 'out/report.json': '{ "tried": 3 }' })
  for (const [file, at] of Object.entries(SECONDS)) utimesSync(join(root, file), at, file === changed ? 4 : at)
  return root
}

describe('a report of another command', () => {
  it('is read where it is newer than the code', () => {
    const root = aReported()
    expect(readReport(root, report, true)).toEqual({ found: { tried: 3 } })
  })

  it.each(['main/a.ts', 'shared/b.json'] as const)('is not read where it is older than %s', changed => {
    const root = aReported(changed)
    expect(readReport(root, report, false)).toEqual({
      why: expect.stringContaining(`out/report.json is older than ${changed}`),
    })
  })

  it('is written first where it is older than the code', () => {
    expect(readReport(aReported('main/a.ts'), report, true)).toEqual({ found: { tried: 7 } })
  })

  it('gives no number where it does not exist, but says what writes it', () => {
    const root = aTree({ 'main/a.ts': '' })
    const why = 'out/report.json does not exist; `npm run mutants` writes it'
    expect(readReport(root, { ...report, command: ['npm', 'run', 'mutants'] }, false)).toEqual({ why })
    expect(existsSync(join(root, 'out'))).toBe(false)
  })

  it('gives no number where its command writes nothing', () => {
    const root = aTree({ 'main/a.ts': '' })
    const why = expect.stringContaining('which ended with 3')
    expect(readReport(root, { ...report, command: [NODE, '-e', 'process.exit(3)'] }, true)).toEqual({ why })
  })

  it('counts although its command fails', () => {
    const root = aReported('main/a.ts')
    const [program, flag, code] = report.command
    const failing = { ...report, command: [program, flag ?? '', `${code}; process.exit(1)`] } as const
    expect(readReport(root, failing, true)).toEqual({ found: { tried: 7 } })
  })

  it('must have the form that was agreed', () => {
    const root = aTree({ 'out/report.json': '{ "tried": "many" }' })
    expect(() => readReport(root, report, false)).toThrow(/tried/)
  })
})
