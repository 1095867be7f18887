import type { Leaf } from './leaves.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that is nothing but text in a page. */
export const escapedText = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign)

function cell(value: Leaf): string {
  if (typeof value !== 'number') return `<td>${escapedText(String(value ?? ''))}</td>`
  return `<td class="number">${Number.isInteger(value) ? value : Number(value.toPrecision(6))}</td>`
}

/** A table of a page, with its columns named. */
export function htmlTable(columns: readonly string[], rows: readonly (readonly Leaf[])[]): string {
  const head = columns.map(column => `<th>${escapedText(column)}</th>`).join('')
  const body = rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`
}
