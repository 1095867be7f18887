import { migrations } from '../../migrations/index.ts'
import { fitsTree, type KnownTree, layoutOf } from './layout.ts'
import type { RawPages } from './page-file.ts'
import type { Trees } from './trees.ts'

/** What a file's trees are, as far as that can be told. */
export interface NamedTrees {
  version: number
  layout: Map<string, KnownTree>
  /** First pages by the name of their table or index. */
  roots: Map<string, number>
  /** What is left of damaged trees, by the table that its rows fit alone. */
  pieces: Map<string, number[]>
}

interface Entry {
  name: string
  root: number
}

/** Rows of a page that are looked at to tell what it holds. */
const LOOKED_AT = 40

/**
 * Names trees, most certain first: by what is left of the list of tables itself; by where a file made or vacuumed in one go
 * has them, if all that can be read agrees with that; by the only table without a tree, or with a damaged one, that the rows fit.
 * Null where nothing in the file is Forestall's.
 */
export function nameTrees(pages: RawPages, trees: Trees): NamedTrees | null {
  const listed = listedTrees(trees)
  const version = versionIn(pages, listed)
  const layout = layoutOf(version)
  const known = listed.filter(({ name, root }) => layout.has(name) && trees.at(root)?.kind === layout.get(name)?.kind)
  const roots = new Map(known.map(({ name, root }) => [name, root]))
  const way = ([0, 1] as const).find(way => isUsual(trees, layout, roots, way))
  if (way !== undefined)
    for (const { name, usualRoots } of layout.values()) if (trees.at(usualRoots[way])) roots.set(name, usualRoots[way])
  const named = { version, layout, roots, pieces: new Map<string, number[]>() }
  placePieces(trees, named)
  const holdsRows = [...named.roots, ...named.pieces].some(([name]) => layout.get(name)?.table === 'journal')
  return holdsRows || known.length > 0 ? named : null
}

const CREATE = /^CREATE (TABLE|INDEX|UNIQUE INDEX|VIRTUAL TABLE|TRIGGER)/i

/** What can be read of the list of tables: a table itself, of five columns, whose texts are like no others. */
function listedTrees(trees: Trees): Entry[] {
  const found: Entry[] = []
  for (const root of trees.roots.keys())
    for (const page of trees.below(root).pages)
      for (const { rowid, values } of trees.rows(page)) {
        const [type, name, of, rootPage, sql] = values
        if (rowid === null || values.length !== 5 || (type !== 'table' && type !== 'index')) break
        if (typeof name !== 'string' || typeof of !== 'string' || typeof rootPage !== 'number' || rootPage < 2) continue
        if (sql === null || (typeof sql === 'string' && CREATE.test(sql))) found.push({ name, root: rootPage })
      }
  return found
}

/** The header says it; where that is lost, the newest layout that has most of the listed trees. */
function versionIn(pages: RawPages, listed: readonly Entry[]): number {
  const header = pages.read(1)
  const said = header?.toString('latin1', 0, 15) === 'SQLite format 3' ? header.readUInt32BE(60) : 0
  if (said >= 1 && said <= migrations.length) return said
  let best = { version: migrations.length, lacking: Number.POSITIVE_INFINITY }
  for (let version = migrations.length; version >= 1 && best.lacking > 0; version--) {
    const layout = layoutOf(version)
    const lacking = listed.filter(({ name }) => !layout.has(name)).length
    if (lacking < best.lacking) best = { version, lacking }
  }
  return best.version
}

/** Whether everything that can still be read lies where a file that was made, or vacuumed, in one go has it. */
function isUsual(trees: Trees, layout: Map<string, KnownTree>, roots: Map<string, number>, way: 0 | 1): boolean {
  return [...layout.values()].every(tree => {
    const root = tree.usualRoots[way]
    if ((roots.get(tree.name) ?? root) !== root) return false
    if (roots.has(tree.name) || trees.at(root) === null) return true
    return trees.roots.get(root) === tree.kind && rowsFit(trees, trees.below(root).pages, tree)
  })
}

function rowsFit(trees: Trees, pages: readonly number[], tree: KnownTree): boolean {
  let looked = 0
  for (const page of pages)
    for (const { rowid, values } of trees.rows(page)) {
      if (!fitsTree(tree, rowid, values)) return false
      if (++looked >= LOOKED_AT) return true
    }
  return true
}

/** Gives what has no name to the one tree that lacks something and whose rows are like these. */
function placePieces(trees: Trees, { layout, roots, pieces }: NamedTrees): void {
  const taken = new Set(roots.values())
  const lacking = [...layout.values()].filter(({ name }) => {
    const root = roots.get(name)
    return root === undefined || !trees.below(root).whole
  })
  for (const root of trees.roots.keys()) {
    if (taken.has(root) || root === 1) continue
    const below = trees.below(root).pages
    if (below.every(page => trees.rows(page).length === 0)) continue
    const suiting = lacking.filter(tree => rowsFit(trees, below, tree))
    const [only] = suiting
    if (!only || suiting.length > 1 || only.table === null) continue
    pieces.set(only.name, [...(pieces.get(only.name) ?? []), ...below])
  }
}
