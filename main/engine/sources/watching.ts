import type { Timer } from '../../../shared/clock.ts'
import { filesConfigSchema } from '../../../shared/source/mapping.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type FileWatch, watchFiles } from '../../source/door.ts'

export interface Watching {
  /** Looks which sources are to be watched now. */
  refresh(): void
  close(): Promise<void>
}

const watched = query<{ id: number; config: string }>(
  `SELECT id, config FROM source WHERE kind = 'files' AND paused = 0 AND json_extract(config, '$.watch') = 1 ORDER BY id`,
)

/** Reads a source of files again when one of them has changed, for as long as the engine runs in the background. */
export function createWatching(deps: {
  read: ReadDb
  dir: string
  /** Only one process of a workspace answers to changes. */
  lead(): Promise<boolean>
  sync(sourceId: number): Promise<unknown>
  timer: Timer
}): Watching {
  const { read, dir, lead, sync, timer } = deps
  const open = new Map<string, FileWatch>()
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const onChange = async (id: number) => {
    if (!closed && (await lead())) await sync(id)
  }
  const adjust = async () => {
    const wanted = closed ? [] : read.all(watched)
    const keys = new Set(wanted.map(source => JSON.stringify(source)))
    for (const [key, watch] of open)
      if (!keys.has(key)) {
        open.delete(key)
        await watch.close()
      }
    for (const source of wanted) {
      const key = JSON.stringify(source)
      if (open.has(key)) continue
      const { streams } = filesConfigSchema.parse(JSON.parse(source.config))
      open.set(key, await watchFiles(streams, dir, () => void onChange(source.id).catch(() => {}), timer))
    }
  }
  // One after the other: a change of the settings while the last one is carried out must not watch anything twice.
  const refresh = () => {
    last = last.then(adjust).catch(() => {})
  }
  refresh()
  return {
    refresh,
    close: async () => {
      closed = true
      refresh()
      await last
    },
  }
}
