import { exportName } from '../../shared/desktop/export-name.ts'
import { toast } from '../parts/toast.tsx'
import { writeJson } from '../state/definition-drafts.ts'
import { hearWindow, inWindow } from './say.ts'

/** Saves a definition as a file, and copies it to the clipboard where that is allowed. */
export const saveDefinition = (definition: { id: string }): Promise<void> =>
  saveJson(`${definition.id}.json`, definition)

/** The same under another name. */
export async function saveJson(name: string, content: object): Promise<void> {
  const text = `${writeJson(content)}\n`
  const copied = navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  const saved = await saveText(name, text, 'application/json')
  if (saved !== null) toast(`Exported as ${saved}${(await copied) ? ' and copied' : ''}`)
}

/**
 * Saves a text as a file, where a person of the desktop app says; a browser saves it as it saves everything. The name of the
 * file; null where the person cancelled or the disk did not take it, which the window says itself.
 */
export async function saveText(name: string, text: string, type: string): Promise<string | null> {
  const file = exportName(name)
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = file
  const ended = inWindow() ? exportEnded(file) : Promise.resolve(true)
  link.click()
  const saved = await ended
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return saved ? file : null
}

const exportEnded = (file: string): Promise<boolean> =>
  new Promise(resolve => {
    const stop = hearWindow(said => {
      if (said.say !== 'export-ended' || said.file !== file) return
      stop()
      resolve(said.saved)
    })
  })
