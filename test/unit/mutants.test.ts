import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ending } from '../mutants/endless.ts'
import { EQUIVALENT } from '../mutants/equivalent.ts'
import { generate } from '../mutants/generate.ts'
import { HEARTS } from '../mutants/hearts.ts'
import { digestOf } from '../mutants/kept.ts'
import { applied, locate, ROOT, sourceOf } from '../mutants/mutant.ts'
import { reportOf } from '../mutants/report.ts'

const faults = (source: string) => generate('heart.ts', source).map(mutant => applied(source, mutant))

describe('the faults of a heart', () => {
  it('change one operator, constant, condition or exit each', () => {
    expect(faults('a < b')).toEqual(['a <= b'])
    expect(faults('a && !b')).toEqual(['a || !b', 'a && b'])
    expect(faults('f(1)')).toEqual(['f(2)', 'f(0)'])
    expect(faults('f(0, true)')).toEqual(['f(1, true)', 'f((-1), true)', 'f(0, false)'])
    expect(faults('a ? b : c')).toEqual(['a ? c : b'])
    expect(faults('for (;;) { if (a) break }')).toEqual(['for (;;) { ; }'])
    expect(faults('list.some(f)')).toEqual(['list.every(f)'])
  })

  it('leave types, texts that are put together, and signs alone', () => {
    for (const source of ['type A = 1', "const a = 'b' + c", '(a as 1)', 'f(a ? -1 : 1)']) {
      const made = faults(source).filter(text => text !== 'f(a ? 1 : -1)' && text !== 'f(a ? 1 : 1)')
      expect(made).toEqual([])
    }
  })

  it('say where they are', () => {
    expect(generate('heart.ts', 'const a = 1\nconst b = c > d\n').at(-1)).toMatchObject({
      ...{ file: 'heart.ts', line: 2, before: 'const b = c > d', after: 'const b = c >= d' },
    })
  })
})

describe('a loop that goes round for ever', () => {
  const run = (source: string) => new Function(`${ending(source)}; return n`)()

  it('throws, and one that ends gives what it gave', () => {
    expect(() => run('let n = 0; for (;;) n++')).toThrow('round for ever')
    expect(() => run('let n = 0; while (true) { n++ }')).toThrow('round for ever')
    expect(run('let n = 0; for (const a of [1, 2]) for (const b of [3, 4]) n += a * b')).toBe(21)
    expect(run('let n = 0; do n++; while (n < 5)')).toBe(5)
  })

  it('keeps its lines', () => {
    const source = 'while (a)\n  b()\nfor (;;) {\n  c()\n}'
    expect(
      ending(source)
        .split('\n')
        .slice(0, 5)
        .map(line => line.trim().at(0)),
    ).toEqual(['w', '{', 'f', 'c', '}'])
    expect(ending('a()')).toBe('a()')
  })
})

describe('the list of hearts', () => {
  it('has every heart of the table in ARCHITECTURE.md', () => {
    const table = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split('## Imports')[0] ?? ''
    const rows = table.split('\n').filter(line => line.startsWith('| `'))
    const named = rows.flatMap(line =>
      [...(line.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    )
    expect(named.length).toBeGreaterThan(12)
    const isHeart = (name: string) => HEARTS.some(({ file }) => file.includes(`/${name}`))
    // `meter-rows` stands for `meter/rows`, `known-by` for itself.
    const missing = named.filter((name = '') => !isHeart(name) && !isHeart(name.replace('-', '/')))
    expect(missing).toEqual([])
  })

  it('names files and tests that exist, and no heart twice', () => {
    expect(HEARTS.flatMap(({ file, tests }) => [file, ...tests]).filter(path => !existsSync(join(ROOT, path)))).toEqual(
      [],
    )
    expect(new Set(HEARTS.map(({ file }) => file)).size).toBe(HEARTS.length)
  })
})

describe('a reason for which no test notices a fault', () => {
  it.each(EQUIVALENT)('is about a fault that is made: $file $replace', stated => {
    const made = applied(sourceOf(stated.file), locate(stated))
    const source = sourceOf(stated.file)
    expect(generate(stated.file).map(mutant => applied(source, mutant))).toContain(made)
  })

  it('is refused where its text is not there exactly once', () => {
    const at = (find: string) => () => locate({ file: 'heart.ts', find, replace: '' }, 'one two two')
    expect(at('three')).toThrow('no longer holds')
    expect(at('two')).toThrow('more than once')
    expect(at('one')()).toMatchObject({ from: 0, to: 3 })
  })
})

describe('what is kept of the hearts', () => {
  const heart = { file: 'main/a.ts', tests: ['test/a.test.ts', 'test/b.test.ts'] }
  const texts: Record<string, string> = { 'main/a.ts': 'a', 'test/a.test.ts': 'b', 'test/b.test.ts': 'c' }
  const digest = (changed: Record<string, string> = {}, of = heart) =>
    digestOf(of, path => changed[path] ?? texts[path] ?? '')

  it('is out of date once the code of the heart or of one of its tests changes, or a test is left out', () => {
    expect(digest({ 'main/a.ts': '// why\na' })).toBe(digest())
    const others = [
      digest({ 'main/a.ts': 'A' }),
      digest({ 'test/b.test.ts': 'C' }),
      digest({}, { ...heart, tests: ['test/a.test.ts'] }),
    ]
    expect(others).not.toContain(digest())
  })

  const [first, second] = HEARTS
  if (!first || !second) throw new Error('there are no hearts')
  const [fault] = generate(first.file)
  if (!fault) throw new Error('no fault is made')
  const tried = (of: string) => ({ commit: 'c0ffee', digest: of, tried: 9, surviving: [fault] })

  it('counts hearts that changed as they were, and says which they are', () => {
    const report = reportOf([first, second], new Map([[first.file, tried('of another text')]]))
    expect(report).toMatchObject({ tried: 9, hearts: 1, stale: [first.file, second.file] })
    expect(report.surviving).toEqual([{ ...fault, why: null }])
  })

  it('is not tried again while nothing changed', () => {
    const kept = new Map([[first.file, tried(digestOf(first))]])
    expect(reportOf([first, second], kept).stale).toEqual([second.file])
  })
})
