import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'

/**
 * One exported name, one thing. A second thing of the same name makes a search, an automatic import and a conversation
 * ambiguous. `names.json` lists the names that occur more than once today; a line may be removed, none may be added.
 */
const root = resolve(import.meta.dirname, '..')
const ALLOWED: readonly string[] = JSON.parse(readFileSync(join(import.meta.dirname, 'names.json'), 'utf8'))

/** Folders whose files answer one another name by name: a call and its contract, a measure's words and its computation. */
const PAIRED: readonly (readonly string[])[] = [
  ['main/api', 'shared/contract'],
  ['main/api/desk', 'shared/contract/desk'],
  ['main/api/fix', 'shared/contract/fix'],
  ['main/api/learning', 'shared/contract/learning'],
  ['main/signal/measures', 'shared/trigger/measures'],
  // A migration exports its statements, and nothing else.
  ['main/cache/migrations'],
]

type Declared = { declaration?: { id?: { name: string } | null; declarations?: { id: { name?: string } }[] } | null }

/** The names that a source declares and exports itself; what it passes on from elsewhere is not its own. */
function exportedIn(file: string, source: string): string[] {
  const { program } = parseSync(file, source)
  return program.body.flatMap(node => {
    if (node.type !== 'ExportNamedDeclaration') return []
    const { declaration } = node as Declared
    const ids = declaration?.declarations?.map(({ id }) => id) ?? [declaration?.id]
    return ids.flatMap(id => id?.name ?? [])
  })
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))
const arePaired = (files: readonly string[]): boolean =>
  PAIRED.some(folders => files.every(file => folders.includes(folderOf(file))))

/** Names that several files export, but for pairs, in alphabetical order. */
function clashes(sources: Readonly<Record<string, string>>): string[] {
  const files = new Map<string, string[]>()
  for (const [file, source] of Object.entries(sources))
    for (const name of new Set(exportedIn(file, source))) files.set(name, [...(files.get(name) ?? []), file])
  return [...files].flatMap(([name, found]) => (found.length > 1 && !arePaired(found) ? [name] : [])).sort()
}

const sourcesIn = (folder: string): [string, string][] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .map(file => [file, readFileSync(join(root, file), 'utf8')])

describe('exported names', () => {
  const found = clashes(Object.fromEntries(['main', 'preload', 'renderer', 'shared'].flatMap(sourcesIn)))

  it('belong to one thing each: name a new one by what it is', () => {
    expect(found.filter(name => !ALLOWED.includes(name))).toEqual([])
  })

  it('that belong to one thing by now are off the list of exceptions', () => {
    expect(ALLOWED.filter(name => !found.includes(name))).toEqual([])
  })

  it('clash where two files declare them, not where one passes on what is another’s', () => {
    const sources = {
      'main/a.ts': 'export interface Read { n: number }\nexport const one = 1, two = 2\nconst inner = 3',
      'main/b.ts': 'export type Read = string\nexport function two() {}\nconst inner = 4',
      'main/door.ts': "export { one } from './a.ts'\nexport type { Read } from './a.ts'",
      'main/api/queue.ts': 'export const queue = 1',
      'shared/contract/queue.ts': 'export const queue = 2',
    }
    expect(clashes(sources)).toEqual(['Read', 'two'])
    expect(clashes({ ...sources, 'main/queue.ts': 'export const queue = 3' })).toEqual(['Read', 'queue', 'two'])
  })
})
