import { statSync } from 'node:fs'
import { BrowserWindow, dialog, shell, utilityProcess } from 'electron'
import type { Failure } from '../../../shared/result.ts'
import type { ReleaseNotes } from '../../engine/release-notes.ts'
import type { checkUpdate, Updated } from '../../engine/updates.ts'
import { ownAppImage } from '../../engine/version.ts'
import { excerpt } from '../excerpt.ts'
import { tell } from './tell.ts'

type Checked = Extract<Awaited<ReturnType<typeof checkUpdate>>, { ok: true }>['value']

/** What the update's process is asked, as JSON in its first argument. */
export type UpdateAsk =
  | { op: 'check'; file: string }
  | { op: 'stage'; file: string; appImage: string | null; workspace: string | null }

/** What the update's process answers: how far it is, then one of the others. */
export type FromUpdate =
  | { kind: 'progress'; done: number }
  | { kind: 'checked'; manifest: Checked }
  | { kind: 'updated'; updated: Updated }
  | { kind: 'failure'; failure: Failure }
type Answer = Exclude<FromUpdate, { kind: 'progress' }>

const ENDED: Failure = {
  kind: 'unavailable',
  what: 'Forestall was not updated.',
  why: 'The process that verifies the package stopped.',
  todo: 'The installed version is unchanged. Try again.',
}

/**
 * Help → Update from a file …: a person chooses a package, sees what it is and decides. `entry`: the built entry of the
 * update's process; `workspace`: one chosen by `--workspace`, which is backed up too.
 */
export async function offerUpdate(entry: string, workspace: string | null): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog({
    properties: ['openFile'],
    filters: [{ name: 'Forestall packages', extensions: ['AppImage', 'deb', 'dmg', 'exe'] }],
  })
  const [file] = filePaths
  if (file === undefined) return
  const checked = await inProcess(entry, { op: 'check', file })
  if (checked.kind === 'failure') return sayFailure(checked.failure)
  if (checked.kind !== 'checked') return
  const { version, notes } = checked.manifest
  const detail =
    `${excerpt(notes)}\n\nThe package is signed by the publisher. Your workspaces are backed up first.`.trim()
  const message = `Update Forestall to version ${version}?`
  if ((await tell({ type: 'question', message, detail, buttons: ['Update', 'Cancel'] })).response !== 0) return
  const appImage = ownAppImage(process.env, process.execPath)
  const done = await inProcess(entry, { op: 'stage', file, appImage, workspace })
  if (done.kind === 'failure') return sayFailure(done.failure)
  if (done.kind === 'updated') await sayUpdated(done.updated)
}

/** The notes of the version that runs for the first time. */
export async function showReleaseNotes({ version, notes }: ReleaseNotes): Promise<void> {
  await tell({ message: `Forestall was updated to version ${version}.`, detail: excerpt(notes) })
}

async function sayUpdated({ version, staged, replaced, todo }: Updated): Promise<void> {
  const message = `Version ${version} is ${replaced ? 'installed' : 'ready to install'}.`
  const buttons = replaced ? ['OK'] : ['Show in folder', 'OK']
  const { response } = await tell({ message, detail: todo, buttons })
  if (buttons[response] === 'Show in folder') shell.showItemInFolder(staged)
}

async function sayFailure({ what, why, todo }: Failure): Promise<void> {
  await tell({ type: 'error', message: what, detail: `${why}\n${todo}` })
}

/** Runs one step in a process of its own. One that ends without an answer is a failure. */
function inProcess(entry: string, ask: UpdateAsk): Promise<Answer> {
  const size = statSync(ask.file, { throwIfNoEntry: false })?.size ?? 0
  return new Promise(resolve => {
    const child = utilityProcess.fork(entry, [JSON.stringify(ask)], { serviceName: 'Forestall update' })
    const end = (answer: Answer) => {
      showProgress(-1)
      resolve(answer)
      child.kill()
    }
    child.on('message', (message: FromUpdate) =>
      message.kind === 'progress' ? showProgress(message.done / Math.max(size, 1)) : end(message),
    )
    child.once('exit', () => end({ kind: 'failure', failure: ENDED }))
  })
}

function showProgress(share: number): void {
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share)
}
