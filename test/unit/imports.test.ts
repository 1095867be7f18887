import { describe, expect, it } from 'vitest'
import { aTree } from '../helpers/a-tree.ts'
import { hiddenImports } from '../helpers/hidden-imports.ts'
import { circles, doorViolations, readImports } from '../helpers/imports.ts'

/** Targets of `main/a.ts` with this text. */
const targets = (text: string): string[] => readImports(aTree({ 'main/a.ts': text })).map(({ to }) => to)

describe('reading imports', () => {
  it('finds every way of naming another file', () => {
    const text = `
      import one, { type Two } from './import.ts'
      import type { Three } from './type.ts'
      import './effect.ts'
      import table from '../resources/table.json' with { type: 'json' }
      export { four } from './re-export.ts'
      export type { Five } from './re-export-type.ts'
      export * from './all.ts'
      export * as six from './namespace.ts'
      export const seven = async () => await import('./dynamic.ts')
      export const eight: import('./type-of.ts').Eight = 8
      export type Nine = typeof import('./typeof.ts')`
    expect(targets(text).sort()).toEqual([
      'main/all.ts',
      'main/dynamic.ts',
      'main/effect.ts',
      'main/import.ts',
      'main/namespace.ts',
      'main/re-export-type.ts',
      'main/re-export.ts',
      'main/type-of.ts',
      'main/type.ts',
      'main/typeof.ts',
      'resources/table.json',
    ])
  })

  it('keeps the name of a package', () => {
    expect(targets("import { z } from 'zod'\nimport { join } from 'node:path'")).toEqual(['zod', 'node:path'])
  })

  it('takes neither comments nor strings for imports', () => {
    const text = `
      // import './line.ts'
      /* import './block.ts' */
      export const text = "import './text.ts'"
      export const template = \`
import x from './template.ts'
\``
    expect(targets(text)).toEqual([])
  })

  it('takes no import that is made up at run time for one', () => {
    expect(targets('export const load = (name: string) => import(name)')).toEqual([])
  })

  it('finds code that is named from where its file is, by the name of its source', () => {
    const entry = "import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'"
    expect(targets(`export const at = new URL(${entry}, import.meta.url)`)).toEqual(['main/worker.ts'])
    expect(targets(`const entry = ${entry}\nexport const at = new URL(entry, import.meta.url)`)).toEqual([
      'main/worker.ts',
    ])
    expect(targets('export const at = new URL(`../shared/b.mjs`, import.meta.url)')).toEqual(['shared/b.mts'])
    expect(targets("export const page = new URL('../out/sample', import.meta.url)")).toEqual([])
    expect(targets("export const text = './worker.ts'")).toEqual([])
  })

  it('counts a file that is named twice once', () => {
    expect(targets("import type { A } from './b.ts'\nimport { b } from './b.ts'")).toEqual(['main/b.ts'])
  })

  it('reads JSX and goes into folders of every place', () => {
    const root = aTree({
      'renderer/parts/a.tsx': "import { B } from '../b.tsx'\nexport const A = () => <B />",
      'shared/deep/er/c.ts': "export * from '../d.ts'",
      'test/e.ts': "import '../main/f.ts'",
    })
    expect(readImports(root)).toEqual([
      { file: 'renderer/parts/a.tsx', to: 'renderer/b.tsx' },
      { file: 'shared/deep/er/c.ts', to: 'shared/deep/d.ts' },
    ])
  })

  it('refuses a file that it cannot read', () => {
    const root = aTree({ 'main/a.ts': 'import {' })
    expect(() => readImports(root)).toThrow(/^main\/a\.ts: /)
  })
})

describe('a way past the reader of imports', () => {
  const hidden = (text: string) => hiddenImports(aTree({ 'main/a.ts': text }), 'main/a.ts')

  it.each([
    ['by require', "import { createRequire } from 'node:module'\ncreateRequire('/')('./b.ts')", ['node:module']],
    ['by require under another name', "import { createRequire as load } from 'module'", ['node:module']],
    ['by all of its module', "import * as all from 'node:module'", ['node:module']],
    ['by its module, handed on', "export { createRequire } from 'node:module'", ['node:module']],
    ['by its module, loaded late', "const { createRequire } = await import('node:module')", ['node:module']],
    ['by the require of a build', "require('./b.ts')", ['require']],
    ['by an old import', "import b = require('./b.ts')", ['import = require()']],
    ['by the process', "process.getBuiltinModule('module')", ['getBuiltinModule']],
    ['by the process, spelt out', "process['getBuiltinModule']('module')", ['getBuiltinModule']],
    ['by a name that is made up', 'export const b = (name: string) => import(name)', ['import(…)']],
    ['by a place that is made up', "new URL('./b' + '.ts', import.meta.url)", ['import.meta']],
    ['by a place that is handed in', 'export const at = (b: string) => new URL(b, import.meta.url)', ['import.meta']],
    ['by a folder', "join(import.meta.dirname, '..', 'b.ts')", ['import.meta']],
    ['by resolving', "import.meta.resolve('./b.ts')", ['import.meta']],
    ['by the place under another name', 'const here = import.meta.url', ['import.meta']],
  ])('is found %s', (_, text, found) => {
    expect(hidden(text)).toEqual(found)
  })

  it('is none that is written out', () => {
    const text = `
      import { b } from './b.ts'
      const late = () => import(\`./c.ts\`)
      const entry = import.meta.url.endsWith('.ts') ? './d.ts' : './d.js'
      const worker = new URL(entry, import.meta.url)
      const page = new URL('https://example.com')
      const at = new URL('/path', page)
      const asked = { module: 'node:module' }`
    expect(hidden(text)).toEqual([])
  })
})

describe('circles', () => {
  const found = (files: Record<string, string>) => circles(readImports(aTree(files)))

  it('finds one that types alone make', () => {
    const files = {
      'main/a.ts': "import type { B } from './b.ts'\nexport type A = B",
      'main/b.ts': "export type B = import('./a.ts').A",
    }
    expect(found(files)).toEqual([['main/a.ts', 'main/b.ts']])
  })

  it('follows re-exports and dynamic imports', () => {
    const files = {
      'main/a.ts': "export * from '../shared/b.ts'",
      'shared/b.ts': "export const load = () => import('../renderer/c.tsx')",
      'renderer/c.tsx': "import { a } from '../main/a.ts'",
      'renderer/outside.tsx': "import { a } from '../main/a.ts'",
    }
    expect(found(files)).toEqual([['main/a.ts', 'renderer/c.tsx', 'shared/b.ts']])
  })

  it('puts circles that share a file together, and keeps others apart', () => {
    const files = {
      'main/a.ts': "import './b.ts'\nimport './c.ts'",
      'main/b.ts': "import './a.ts'",
      'main/c.ts': "import './a.ts'\nimport './d.ts'",
      'main/d.ts': "import './e.ts'",
      'main/e.ts': "import './d.ts'",
    }
    expect(found(files)).toEqual([
      ['main/a.ts', 'main/b.ts', 'main/c.ts'],
      ['main/d.ts', 'main/e.ts'],
    ])
  })

  it('finds one that goes through the entry of a thread', () => {
    const files = {
      'main/a.ts': "export type Task = 1\nexport const entry = new URL('./a-worker.ts', import.meta.url)",
      'main/a-worker.ts': "import type { Task } from './a.ts'",
    }
    expect(found(files)).toEqual([['main/a-worker.ts', 'main/a.ts']])
  })

  it('finds a file that imports itself', () => {
    expect(found({ 'main/a.ts': "import type { A } from './a.ts'" })).toEqual([['main/a.ts']])
  })

  it('finds none where two ways lead to one file', () => {
    const files = { 'main/a.ts': "import './b.ts'\nimport './c.ts'", 'main/b.ts': "import './c.ts'", 'main/c.ts': '' }
    expect(found(files)).toEqual([])
  })
})

describe('doors', () => {
  const violations = (file: string, to: string) => doorViolations([{ file, to }]).length

  it('let everybody in, and be seen from inside', () => {
    expect(violations('main/engine/open.ts', 'main/signal/door.ts')).toBe(0)
    expect(violations('main/signal/evaluate/run.ts', 'main/signal/detect.ts')).toBe(0)
  })

  it('are violated by every import that goes past them', () => {
    expect(violations('main/engine/open.ts', 'main/signal/detect.ts')).toBe(1)
    expect(violations('main/queue/rank.ts', 'main/signal/detect.ts')).toBe(1)
    expect(violations('main/engine/open.ts', 'main/signal/evaluate/door.ts')).toBe(1)
    expect(violations('renderer/app.tsx', 'main/predict/train.ts')).toBe(1)
  })

  it('are there for stages only', () => {
    expect(violations('main/engine/open.ts', 'main/cache/open.ts')).toBe(0)
    expect(violations('main/engine/open.ts', 'main/signals.ts')).toBe(0)
  })

  it('hold for the entry of a thread, too', () => {
    expect(violations('main/engine/train-worker.ts', 'main/predict/train.ts')).toBe(1)
  })
})
