import { type FileHandle, open } from 'node:fs/promises'

/**
 * Flushes a file; who asks while a flush runs gets the next one, because the running one may have begun too early. With
 * `synchronous=FULL` SQLite does the same at each commit, on the thread that commits (sqlite.org/wal.html, 2.4).
 */
export function flusher(path: string): { flush(): Promise<void>; close(): Promise<void> } {
  let handle: Promise<FileHandle> | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const once = async () => {
    // To be written to, because Windows flushes only what one may write.
    handle ??= open(path, 'r+')
    await (await handle).datasync()
  }
  const start = (): Promise<void> => {
    running = once().finally(() => {
      running = null
    })
    return running
  }
  const flush = () => {
    if (!running) return start()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null
        return start()
      })
    return next
  }
  const close = async () => {
    await (next ?? running)?.catch(() => {})
    await handle?.then(opened => opened.close()).catch(() => {})
    handle = null
  }
  return { flush, close }
}
