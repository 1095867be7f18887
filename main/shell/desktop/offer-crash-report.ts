import { mkdirSync } from 'node:fs'
import { app, crashReporter, dialog, shell } from 'electron'
import { dumpsFolder, gatherReport, pruneDumps, writeReport } from '../../engine/crash-report.ts'
import { tell } from './tell.ts'

/** Has crashes written to the user-data folder. They are uploaded nowhere. Must run before the app is ready. */
export function keepDumps(userData: string, wall: number): void {
  mkdirSync(dumpsFolder(userData), { recursive: true })
  pruneDumps(userData, wall)
  app.setPath('crashDumps', dumpsFolder(userData))
  crashReporter.start({ uploadToServer: false })
}

/** Help → Crash report …: shows what a report would hold, then writes it where the person says. */
export async function offerCrashReport(userData: string, wall: () => number): Promise<void> {
  const at = wall()
  const whole = gatherReport(userData, true, at)
  const names = whole.files.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join('\n')
  const hasDumps = whole.files.some(({ content }) => 'dump' in content)
  const { response, checkboxChecked } = await tell({
    message: 'Write a crash report?',
    detail: `${names}\n\nThe log has no field for personal data. Memory dumps may hold personal data. Nothing is sent anywhere.`,
    buttons: ['Choose folder …', 'Cancel'],
    ...(hasDumps && { checkboxLabel: 'Include memory dumps' }),
  })
  if (response !== 0) return
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] })
  const [dir] = filePaths
  if (dir === undefined) return
  const report = gatherReport(userData, hasDumps && checkboxChecked, at)
  const written = writeReport(report, dir, at)
  if (written.ok) shell.showItemInFolder(written.value)
  else await tell({ type: 'error', message: written.error.what, detail: `${written.error.why}\n${written.error.todo}` })
}
