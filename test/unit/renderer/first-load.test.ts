import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import { expect, it } from 'vitest'
import { ROOT } from '../../helpers/electron.ts'

interface Arrow {
  from: string
  to: string
  names: string[]
}

const nameOf = (specifier: ESTree.ImportDeclaration['specifiers'][number]): string =>
  specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' ? specifier.imported.name : '*'

/** What a file of ours imports for its first line: no types, and nothing that `import()` fetches later. */
function arrowsOf(from: string): Arrow[] {
  const arrows: Arrow[] = []
  new Visitor({
    ImportDeclaration: ({ importKind, source, specifiers }) => {
      const names = specifiers.filter(one => !('importKind' in one) || one.importKind !== 'type').map(nameOf)
      if (importKind === 'type' || (specifiers.length > 0 && names.length === 0)) return
      const to = source.value.startsWith('.') ? join(dirname(from), source.value) : source.value
      arrows.push({ from, to, names })
    },
  }).visit(parseSync(from, readFileSync(join(ROOT, from), 'utf8')).program)
  return arrows
}

/** Every arrow between the files of the page that are loaded before the first screen. */
function firstLoad(): Arrow[] {
  const files = new Set(['renderer/main.tsx'])
  const arrows: Arrow[] = []
  for (const file of files)
    for (const arrow of arrowsOf(file)) {
      arrows.push(arrow)
      if (/^renderer\/.*\.tsx?$/.test(arrow.to)) files.add(arrow.to)
    }
  return arrows
}

it('checks nothing with a schema before the first screen: zod would be a tenth of what is loaded', () => {
  const arrows = firstLoad()
  expect(arrows.map(({ to }) => to)).toContain('renderer/screens/queue/queue-screen.tsx')
  const schemas = arrows.filter(({ to, names }) => to === 'zod' || names.some(name => name.endsWith('Schema')))
  expect(schemas).toEqual([])
})
