import type { InspectedFile } from '../../../shared/model/source.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { inspectFiles } from '../../source/door.ts'
import { startParser } from '../../sync/door.ts'
import type { Workspace } from '../open/open.ts'

/** Goes through whole files in a thread, as a task that shows how far it is and can be cancelled. Keeps nothing. */
export function inspecting(
  { tasks, dir }: Pick<Workspace, 'tasks' | 'dir'>,
  paths: readonly string[],
  answers: Answers,
): Promise<Result<InspectedFile[]>> {
  const title = paths.length === 1 ? `Inspecting ${paths[0]}` : `Inspecting ${paths.length} files`
  return tasks.run('inspect', title, async task => {
    const parser = startParser(task.signal)
    const onProgress = (path: string, bytes: number) => task.progress(bytes, null, 'bytes', path)
    try {
      return ok(await inspectFiles(paths, dir, { answers, scan: parser.scan, onProgress }))
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, error: error.failure }
      throw error
    } finally {
      await parser.close()
    }
  })
}
