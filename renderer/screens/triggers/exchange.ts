import { toast } from '../../parts/toast.tsx'
import { writeJson } from '../../state/definition-drafts.ts'

/** Downloads a definition as a file, and copies it to the clipboard where that is allowed. */
export function downloadJson(definition: { id: string }): void {
  const text = `${writeJson(definition)}\n`
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${definition.id}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  const said = `${definition.id}.json`
  navigator.clipboard?.writeText(text).then(
    () => toast(`Exported as ${said} and copied`),
    () => toast(`Exported as ${said}`),
  )
}

/** An id that is not taken: `usage-down`, `usage-down-2`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const base =
    wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'unnamed'
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`
    if (!taken.has(id)) return id
  }
}
