import { keepPrivate } from '../../engine/private-files.ts'
import { checkUpdate, updateFromFile, updatesHere } from '../../engine/updates.ts'
import type { FromUpdate, UpdateAsk } from './offer-update.ts'

/** The utility process that verifies and stages a package: hashing and backups are no work for the main process. */
keepPrivate()
const ask = JSON.parse(process.argv[2] ?? '{}') as UpdateAsk
const tell = (message: FromUpdate) => process.parentPort.postMessage(message)

const here = updatesHere(() => Date.now())
const watch = {
  signal: new AbortController().signal,
  onBytes: (done: number) => tell({ kind: 'progress', done }),
}

if (ask.op === 'check') {
  const checked = await checkUpdate(ask.file, here, watch)
  tell(checked.ok ? { kind: 'checked', manifest: checked.value } : { kind: 'failure', failure: checked.error })
} else {
  const dirs = ask.workspace === null ? [] : [ask.workspace]
  const deps = { ...here, workspaces: [...new Set([...here.workspaces, ...dirs])] }
  const updated = await updateFromFile(ask.file, ask.appImage, deps, watch)
  tell(updated.ok ? { kind: 'updated', updated: updated.value } : { kind: 'failure', failure: updated.error })
}
