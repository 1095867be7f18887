import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter, type Writer } from '../../main/cache/writer.ts'
import { syncFresh, syncHistory } from '../../main/sync/pages/sync-pages.ts'
import { unwrap } from '../../shared/result.ts'
import type { CrashPoint } from './crash.ts'
import { openFlaky } from './flaky-source.ts'
import { pagesDeps } from './scripted-source.ts'
import { NOW } from './synced-folder.ts'

/** Syncs from the flaky server once, and ends as by a power cut at a transaction, where it is told to. */
const [dir = '', port = '', crashText = 'null'] = process.argv.slice(2)
const crash = JSON.parse(crashText) as CrashPoint | null
const { connection, reader, file } = unwrap(openCache(dir))

const die = () => process.kill(process.pid, 'SIGKILL')
let jobs = 0
const real = createWriter(connection, file, () => {})
const writer: Writer = {
  ...real,
  write: (priority, work) =>
    real.write(priority, tx => {
      jobs++
      const value = work(tx)
      if (crash?.job === jobs && !crash.committed) die()
      // Runs before anything else can, once the transaction of this job is through.
      if (crash?.job === jobs) process.nextTick(die)
      return value
    }),
}

const time = { now: NOW }
const connected = openFlaky(Number(port), time)
// Fewer rows than a page has, so that there are moments in the middle of a page.
const deps = pagesDeps({ writer, read: readDb(reader) }, connected, {
  now: () => time.now,
  wall: () => time.now,
  batch: 2,
})
const { historyLeft } = await syncFresh(deps)
if (historyLeft) await syncHistory(deps, () => false)
await connected.close()
process.stdout.write(JSON.stringify({ jobs }))
process.exit(0)
