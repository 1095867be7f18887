import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aTree } from '../helpers/a-tree.ts'
import { broken, type Found, lowered, type Measure } from '../helpers/house/ceilings.ts'
import { HOUSE } from '../helpers/house/measures.ts'

const find = () => []
const worst: Measure = { name: 'lines in a file', of: 'worst', find }
const all: Measure = { name: 'suppressed checks', of: 'all', find }

describe('a ceiling', () => {
  it('holds at its own height, and names the place that breaks it', () => {
    const found = (count: number): Found[] => [
      { place: 'main/long.ts', count },
      { place: 'main/short.ts', count: 3 },
    ]
    expect(broken(worst, found(300), 300)).toBeNull()
    expect(broken(worst, found(301), 300)).toBe('lines in a file: 301, at most 300 allowed\n  main/long.ts: 301')
  })

  it('over all places names those alone that have more than before, and what they have', () => {
    const found = [
      { place: 'main/known.ts', count: 2 },
      { place: 'main/new.ts', count: 1, what: 'eslint-disable' },
    ]
    expect(broken(all, found, { 'main/known.ts': 2 })).toBe(
      'suppressed checks: 3, at most 2 allowed\n  main/new.ts: 1 (eslint-disable)',
    )
  })

  it('over all places lets a file be moved', () => {
    expect(broken(all, [{ place: 'main/moved.ts', count: 2 }], { 'main/known.ts': 2 })).toBeNull()
  })

  it('of 0 holds where nothing is found', () => {
    expect(broken(all, [], {})).toBeNull()
    expect(broken(all, [{ place: 'main/a.ts', count: 1 }], {})).toContain('main/a.ts')
  })
})

describe('lowering ceilings', () => {
  const today = (lines: number, suppressed: number) => [
    { measure: worst, found: [{ place: 'main/a.ts', count: lines }] },
    { measure: all, found: suppressed === 0 ? [] : [{ place: 'main/b.ts', count: suppressed }] },
  ]
  const held = { 'lines in a file': 300, 'suppressed checks': { 'main/a.ts': 2 } }

  it('takes the numbers of today', () => {
    expect(lowered(today(200, 1), held)).toEqual({
      ceilings: { 'lines in a file': 200, 'suppressed checks': { 'main/b.ts': 1 } },
    })
  })

  it('lowers nothing where one ceiling is broken', () => {
    expect(lowered(today(301, 0), held)).toEqual({ broken: [expect.stringContaining('main/a.ts: 301')] })
  })

  it('gives a ceiling to a measure that has none, and drops one that measures nothing', () => {
    expect(lowered(today(301, 1), { gone: 3 })).toEqual({
      ceilings: { 'lines in a file': 301, 'suppressed checks': { 'main/b.ts': 1 } },
    })
  })
})

describe('the measures of the house', () => {
  const found = (name: string, files: Record<string, string>): Found[] => {
    const measure = HOUSE.find(one => one.name === name)
    if (!measure) throw new Error(`there is no measure ${name}`)
    return measure.find(aTree(files))
  }

  it('count the files that stand directly in a folder, and leave migrations out', () => {
    const files = { 'main/a.ts': '', 'main/b.json': '', 'main/in/c.ts': '', 'main/cache/migrations/0001-x.ts': '' }
    expect(found('files in a folder of main', files)).toEqual([
      { place: 'main', count: 2 },
      { place: 'main/in', count: 1 },
    ])
  })

  it('count lines of the product, not of its tests', () => {
    const files = { 'main/a.ts': 'a\n'.repeat(300), 'shared/b.ts': 'b\n'.repeat(301), 'test/c.ts': 'c\n'.repeat(900) }
    expect(found('lines in a file', files)).toEqual([
      { place: 'shared/b.ts', count: 301 },
      { place: 'main/a.ts', count: 300 },
    ])
    expect(found('files above 300 lines', files)).toEqual([{ place: 'shared/b.ts', count: 1 }])
  })

  it('count suppressed checks in comments, in tests and style sheets too', () => {
    // Put together here, so that this file is not counted for what it says.
    const [line, block] = ['//', '/*']
    const files = {
      'main/a.ts': `${line} biome-ignore lint: why\n${block} eslint-disable */\n`,
      'renderer/b.tsx': `<div>{${block} @ts-expect-error why */}</div>`,
      'renderer/c.css': `${block} biome-ignore lint: why */`,
      'test/d.ts': `const text = 'biome-ignore'\n${line}@ts-expect-error why`,
      'shared/e.ts': "export const text = 'eslint-disable'",
    }
    expect(found('suppressed checks', files)).toEqual([
      { place: 'main/a.ts', count: 2 },
      { place: 'renderer/b.tsx', count: 1 },
      { place: 'renderer/c.css', count: 1 },
      { place: 'test/d.ts', count: 1 },
    ])
  })

  it('call a circle by its files', () => {
    const files = { 'main/a.ts': "import type { B } from './b.ts'", 'main/b.ts': "import './a.ts'" }
    expect(found('circles of imports', files)).toEqual([{ place: 'main/a.ts ⇄ main/b.ts', count: 1 }])
  })
  it('find exports that no file uses, but not the types that they are made of', () => {
    const files = {
      'package.json': '{ "name": "tree", "type": "module" }',
      'knip.json': readFileSync(join(import.meta.dirname, '../../knip.json'), 'utf8'),
      'main/forestall.ts': "import { used } from './a.ts'\nused()",
      'main/a.ts': `
        export interface Shape { side: number }
        export interface Forgotten { side: number }
        export const used = (): Shape => ({ side: inside })
        export const inside = 1
        export const tested = 2`,
      'main/alone.ts': 'export const alone = 3',
      'test/a.test.ts': "import { tested } from '../main/a.ts'\ntested",
    }
    expect(found('exports and files used nowhere', files)).toEqual([
      { place: 'main/a.ts', count: 2, what: 'inside, Forgotten' },
      { place: 'main/alone.ts', count: 1, what: 'the whole file' },
    ])
  })
})
