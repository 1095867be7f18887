import { toast } from '../parts/toast.tsx'
import { writeJson } from './definition-drafts.ts'

/** Downloads a definition as a file, and copies it to the clipboard where that is allowed. */
export const downloadJson = (definition: { id: string }): void => downloadFile(`${definition.id}.json`, definition)

/** The same under another name. */
export function downloadFile(name: string, content: object): void {
  const text = `${writeJson(content)}\n`
  downloadText(name, text, 'application/json')
  navigator.clipboard?.writeText(text).then(
    () => toast(`Exported as ${name} and copied`),
    () => toast(`Exported as ${name}`),
  )
}

/** Downloads a text as a file. */
export function downloadText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
