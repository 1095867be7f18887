import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { circles, filesOf, PLACES, readImports } from '../imports.ts'
import type { Found, Measure } from './ceilings.ts'
import { unusedExports } from './unused-exports.ts'

/** A file may be this long before it is counted. */
const LONG = 300
/** Released migrations are never edited and never go away, so their folder may grow. */
const MIGRATIONS = 'main/cache/migrations'
// Only as a comment: the name of a suppression within a text suppresses nothing.
const SUPPRESSION = /(?:\/\/|\/\*)\s*(?:biome-ignore|@ts-expect-error|@ts-ignore|@ts-nocheck|eslint-disable)/g
const CODE = ['.ts', '.tsx', '.css', '.html']

/** Folders below `place` with the number of files that stand directly in each, the fullest first. */
export function folders(root: string, place: string): Found[] {
  const byFolder = Map.groupBy(filesOf(root, place, ['']), dirname)
  byFolder.delete(MIGRATIONS)
  return [...byFolder].map(([folder, files]) => ({ place: folder, count: files.length })).sort(most)
}

/** Code files of the product with their lines, the longest first. */
const lines = (root: string): Found[] =>
  PLACES.flatMap(place => filesOf(root, place))
    .map(file => ({ place: file, count: read(root, file).split('\n').length - 1 }))
    .sort(most)

/** Circles of imports, each as one place. */
const importCircles = (root: string): Found[] =>
  circles(readImports(root)).map(files => ({ place: files.join(' ⇄ '), count: 1 }))

/** Files in which a check is switched off, tests included. */
const suppressions = (root: string): Found[] =>
  [...PLACES, 'test']
    .flatMap(place => filesOf(root, place, CODE))
    .map(file => ({ place: file, count: read(root, file).match(SUPPRESSION)?.length ?? 0 }))
    .filter(({ count }) => count > 0)

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')
const most = (a: Found, b: Found): number => b.count - a.count || a.place.localeCompare(b.place)

/** All that `test/house.json` holds a ceiling over. */
export const HOUSE: readonly Measure[] = [
  { name: 'files in a folder of main', of: 'worst', target: 25, find: root => folders(root, 'main') },
  { name: 'files in a folder of renderer', of: 'worst', target: 25, find: root => folders(root, 'renderer') },
  { name: 'files in a folder of shared', of: 'worst', target: 25, find: root => folders(root, 'shared') },
  { name: 'lines in a file', of: 'worst', find: lines },
  {
    name: `files above ${LONG} lines`,
    of: 'all',
    find: root => lines(root).flatMap(({ place, count }) => (count > LONG ? [{ place, count: 1 }] : [])),
  },
  { name: 'circles of imports', of: 'all', find: importCircles },
  { name: 'suppressed checks', of: 'all', find: suppressions },
  { name: 'exports and files used nowhere', of: 'all', find: unusedExports },
]
