import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const KIT = resolve('node_modules/@mantine/core/esm/components')
const filesIn = (dir: string, ends: RegExp): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(name => ends.test(name))
    .map(name => join(dir, name))

/** Packages whose parts are made of parts of the kit. */
const builtOnIt = (name: string) => filesIn(resolve('node_modules/@mantine', name, 'esm'), /\.mjs$/)

const taken = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:import|export)\s*\{([^}]*)\}\s*from\s*["']@mantine\/core["']/g)].flatMap(
    ([, names = '']) => names.split(',').map(name => name.replace(/^\s*type\s/, '').trim()),
  )

/** The styles that a file of the kit needs, with those of everything that it imports. */
function stylesOf(file: string, seen: Set<string>): string[] {
  if (seen.has(file) || !existsSync(file)) return []
  seen.add(file)
  return [...readFileSync(file, 'utf8').matchAll(/from\s*["'](\.[^"']+)["']/g)].flatMap(([, path = '']) =>
    path.endsWith('.module.mjs') ? [basename(path).split('.')[0] ?? ''] : stylesOf(resolve(dirname(file), path), seen),
  )
}

/** Files whose parts are not on the first screen, with the sources of what they use: they bring the styles themselves. */
const LATE: Record<string, string[]> = {
  'renderer/theme/controls.ts': ['renderer/theme/controls.ts'],
  'renderer/shell/toasts.tsx': builtOnIt('notifications'),
}
const LAID_OUT_FIRST = ['baseline', 'global']

const importedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/core\/styles\/(\w+)\.css/g)]
    .map(([, name = '']) => name)
    .filter(name => !LAID_OUT_FIRST.includes(name))
const neededBy = (files: readonly string[]): Set<string> => {
  const seen = new Set<string>()
  const parts = new Set(files.flatMap(taken))
  return new Set([...parts].flatMap(part => stylesOf(join(KIT, part, `${part}.mjs`), seen)))
}

it('imports the styles of every part of the kit that the page uses, and of no other', () => {
  const ours = filesIn('renderer', /\.tsx?$/).filter(file => !(file in LATE))
  const first = neededBy([...ours, ...builtOnIt('spotlight'), ...builtOnIt('dates')])
  expect(importedBy('renderer/theme/kit-styles.ts').sort()).toEqual([...first].sort())
  for (const [file, sources] of Object.entries(LATE)) {
    const late = [...neededBy(sources)].filter(name => !first.has(name))
    expect(importedBy(file).sort()).toEqual(late.sort())
  }
})
