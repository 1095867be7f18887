import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const KIT = resolve('node_modules/@mantine/core/esm/components')
/** Packages whose parts are made of parts of the kit. */
const BUILT_ON_IT = ['spotlight', 'dates', 'notifications'].map(name => resolve('node_modules/@mantine', name, 'esm'))

const filesIn = (dir: string, ends: RegExp): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(name => ends.test(name))
    .map(name => join(dir, name))

const taken = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/import\s*\{([^}]*)\}\s*from\s*["']@mantine\/core["']/g)].flatMap(
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

it('imports the styles of every part of the kit that the page uses, and of no other', () => {
  const parts = new Set(
    [...filesIn('renderer', /\.tsx?$/), ...BUILT_ON_IT.flatMap(dir => filesIn(dir, /\.mjs$/))].flatMap(taken),
  )
  const seen = new Set<string>()
  const needed = new Set([...parts].flatMap(part => stylesOf(join(KIT, part, `${part}.mjs`), seen)))
  const imported = readFileSync('renderer/theme/kit-styles.ts', 'utf8').matchAll(/styles\/(\w+)\.css/g)
  const base = ['baseline', 'global']
  expect(
    [...imported]
      .map(([, name]) => name)
      .filter(name => !base.includes(name ?? ''))
      .sort(),
  ).toEqual([...needed].sort())
})
