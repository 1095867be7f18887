import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ListFile } from '../../shared/bridge.ts'
import { listCsv } from '../../shared/desk/list/list-csv.ts'
import { type ListAsk, type ListCalls, readList } from '../../shared/desk/list/list-rows.ts'
import { FailureError, fail, ok, type Result } from '../../shared/result.ts'

/** How the file is called where it is dropped. */
export const LIST_FILE = 'forestall-queue.csv'

/** Writes rows of the list as CSV into a folder of their own within `folder`, for the user alone. */
export async function writeListFile(folder: string, calls: ListCalls, list: ListAsk): Promise<Result<ListFile>> {
  try {
    const rows = await readList(calls, list)
    if (rows.length === 0)
      return fail(
        'not_found',
        'There is nothing to drag out.',
        'The list no longer holds these issues.',
        'Refresh the queue with r, and select again.',
      )
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(mkdtempSync(join(folder, 'list-')), LIST_FILE)
    writeFileSync(path, listCsv(rows), { mode: 0o600, flag: 'wx' })
    return ok({ path, rows: rows.length })
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined) throw error
    return fail(
      'io',
      'The list could not be dragged out.',
      `The operating system reported ${code} while the file was written.`,
      'Free some space, or save the list with Shift E.',
    )
  }
}
