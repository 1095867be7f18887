import { toast } from '../parts/toast.tsx'
import { writeJson } from './definition-drafts.ts'

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
