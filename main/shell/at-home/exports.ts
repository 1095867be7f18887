import { exportName } from '../../../shared/desktop/export-name.ts'

/** A file that a screen exports: what the save dialog calls its kind, and the ending that the dialog keeps. */
export interface PageExport {
  name: string
  ending: string
}

const KINDS: Record<string, { name: string; type: string }> = {
  json: { name: 'JSON', type: 'application/json' },
  csv: { name: 'CSV', type: 'text/csv' },
  html: { name: 'HTML', type: 'text/html' },
}

/** A page can carry a program, so only the review's report may be one. */
const HTML_EXPORTS: ReadonlySet<string> = new Set(['forestall-review.html'])

/** What a download of our own page is, by its name and type; null for one that no screen exports. */
export function pageExport(file: string, type: string): PageExport | null {
  if (exportName(file) !== file) return null
  const ending = /\.(json|csv|html)$/.exec(file)?.[1]
  const kind = ending === undefined ? undefined : KINDS[ending]
  if (ending === undefined || kind?.type !== type) return null
  if (ending === 'html' && !HTML_EXPORTS.has(file)) return null
  return { name: kind.name, ending }
}
