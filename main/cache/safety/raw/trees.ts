import type { RawPages } from './page-file.ts'
import { parseTreePage, type RawRow, rowsOf, type TreePage } from './tree-page.ts'

/** The trees of a file, put together from its pages without the page that lists them. */
export interface Trees {
  /** Pages that no readable page points to, and the kind of each: whole trees, and what is left of damaged ones. */
  roots: Map<number, TreePage['kind']>
  /** The readable pages of a tree, from its first page down, and whether all that it points to could be read. */
  below(root: number): { pages: number[]; whole: boolean }
  /** The rows of a page. */
  rows(page: number): RawRow[]
  /** A page as part of a tree; null where it is none. */
  at(page: number): TreePage | null
}

/** Reads every page once. Inner pages are kept in memory, one in some hundreds; leaves are read again when wanted. */
export function findTrees(pages: RawPages): Trees {
  const inner = new Map<number, TreePage>()
  const leaves = new Map<number, TreePage['kind']>()
  const pointedTo = new Set<number>()
  for (let number = 1; number <= pages.count; number++) {
    const bytes = pages.read(number)
    const page = bytes ? parseTreePage(bytes, number, pages.count) : null
    if (!page) continue
    if (page.leaf) leaves.set(number, page.kind)
    else inner.set(number, page)
    for (const child of page.children) pointedTo.add(child)
  }
  const kindOf = (page: number) => inner.get(page)?.kind ?? leaves.get(page)
  const roots = new Map<number, TreePage['kind']>()
  for (const number of [...inner.keys(), ...leaves.keys()]) {
    const kind = kindOf(number)
    if (kind && !pointedTo.has(number)) roots.set(number, kind)
  }
  const at = (number: number) => {
    const bytes = pages.read(number)
    return bytes ? parseTreePage(bytes, number, pages.count) : null
  }
  return {
    roots,
    at,
    below: root => {
      const found: number[] = []
      const seen = new Set<number>()
      const kind = kindOf(root)
      let whole = true
      const visit = (number: number) => {
        // A page of another kind was overwritten by something; one that was met before would go round for ever.
        if (kindOf(number) !== kind || kind === undefined || seen.has(number)) {
          whole = false
          return
        }
        seen.add(number)
        found.push(number)
        for (const child of inner.get(number)?.children ?? []) visit(child)
      }
      visit(root)
      return { pages: found, whole }
    },
    rows: number => {
      const bytes = pages.read(number)
      const page = bytes ? parseTreePage(bytes, number, pages.count) : null
      return bytes && page ? rowsOf(pages, bytes, page) : []
    },
  }
}
