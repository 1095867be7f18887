import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../helpers/temp-folder.ts'
import { childrenCpuIn } from '../helpers/whole/cpu.ts'
import { endToEndTimes, slowest, unitTimes } from '../helpers/whole/times.ts'

/** Puts what a runner reported where it would. */
function write(root: string, file: string, report: object): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), JSON.stringify(report))
}

it('names the slowest unit files first, as many as are wanted', () => {
  const root = tempFolder()
  const took = (name: string, ms: number) => ({ name: join(root, name), startTime: 5_000, endTime: 5_000 + ms })
  const testResults = [took('test/a.test.ts', 200), took('test/b.test.ts', 12_300), took('test/c.test.ts', 4_000)]
  write(root, 'out/test/unit.json', { testResults })
  expect(slowest(unitTimes(root), 2)).toEqual(['    12.3 s  test/b.test.ts', '     4.0 s  test/c.test.ts'])
})

it('adds up what an end-to-end file took in every project, retries and groups included', () => {
  const spec = (...durations: number[]) => ({ tests: [{ results: durations.map(duration => ({ duration })) }] })
  const root = tempFolder()
  write(root, 'test-results/e2e.json', {
    suites: [
      { file: 'keys.spec.ts', specs: [spec(1_000, 500)], suites: [{ file: 'keys.spec.ts', specs: [spec(250)] }] },
      { file: 'keys.spec.ts', specs: [spec(3_000)] },
      { file: 'web.spec.ts', specs: [spec(100)] },
    ],
  })
  expect([...endToEndTimes(root)]).toEqual([
    ['test/e2e/keys.spec.ts', 4.75],
    ['test/e2e/web.spec.ts', 0.1],
  ])
})

it('reads the processor’s time of ended children beside any name of the process', () => {
  const fields = ['S', ...Array.from({ length: 12 }, () => '7'), '1250', '250', '20', '0']
  expect(childrenCpuIn(`4711 (a (strange) name) ${fields.join(' ')}`)).toBe(15)
})
