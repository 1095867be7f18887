import type { ExportedTable } from './export-rows.ts'

/** What an export is about, for its first lines. */
export interface ExportHead {
  name: string
  workspace: string
  /** Workspace time, UTC ms. */
  at: number
  by: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A moment as everybody reads it; the time zone is part of it, because the page may be read anywhere. */
const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const TIMES = /(^|_)(at|since|until|ends_at)$/

function cell(column: string, value: string | number | null): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number' && TIMES.test(column) && value > 0) return moment(value)
  return escaped(pretty(String(value)))
}

/** JSON on lines of its own, without its marks. */
function pretty(text: string): string {
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
      .replace(/^[[{\]}],?\n?/gm, '')
      .replace(/"/g, '')
  } catch {
    return text
  }
}

/** Columns that say something in at least one row. */
const told = (rows: ExportedTable['rows']): string[] =>
  [...new Set(rows.flatMap(row => Object.keys(row)))].filter(column =>
    rows.some(row => row[column] != null && row[column] !== ''),
  )

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:40px auto;max-width:1100px;padding:0 20px}
h1{font-size:24px}h2{font-size:17px;margin:32px 0 8px}table{border-collapse:collapse;width:100%;font-size:12px}
th,td{border:1px solid #d5d5d5;padding:4px 8px;text-align:left;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}
th{background:#f3f3f3;font-weight:600}nav a{margin-right:12px}.quiet{opacity:.65}@media print{h2{break-after:avoid}}`

/** Everything about a person on one page that needs no program but a browser, and loads nothing from anywhere. */
export function exportPage(head: ExportHead, tables: readonly ExportedTable[]): string {
  const id = ({ table }: ExportedTable, n: number) => `${table}-${n}`
  const section = (one: ExportedTable, n: number) => {
    const columns = told(one.rows)
    const rows = one.rows.map(
      row => `<tr>${columns.map(name => `<td>${cell(name, row[name] ?? null)}</td>`).join('')}</tr>`,
    )
    const title = `${escaped(one.what)} <span class="quiet">(${one.rows.length})</span>`
    return `<h2 id="${id(one, n)}">${title}</h2>
<table><thead><tr>${columns.map(name => `<th>${escaped(name.replaceAll('_', ' '))}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
  }
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(head.name)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>Data about ${escaped(head.name)}</h1>
<p>Exported from the workspace “${escaped(head.workspace)}” on ${moment(head.at)} by ${escaped(head.by)}. The same rows, as they
are stored, are in data.json beside this page.</p>
<nav>${tables.map((one, n) => `<a href="#${id(one, n)}">${escaped(one.what)}</a>`).join('')}</nav>
${tables.map(section).join('\n')}
</body></html>
`
}
