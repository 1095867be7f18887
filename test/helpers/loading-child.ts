import { startCheckpointer } from '../../main/cache/checkpoint/checkpoint.ts'
import { statement } from '../../main/cache/db.ts'
import { openCache } from '../../main/cache/open.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { unwrap } from '../../shared/result.ts'

/** Loads until checkpoints had to hold it back a few times; nothing but the load keeps the process alive. */
const HELD_TIMES = 3
const { connection, file } = unwrap(openCache(process.argv[2] ?? ''))
const writer = createWriter(connection, file, () => {})
let held = 0
const stop = startCheckpointer(file, {
  hold: on => {
    held += on ? 1 : 0
    writer.hold(on)
  },
})
const page = 'x'.repeat(4_000)
for (let n = 0; held < HELD_TIMES; n++)
  await writer.write('bulk', tx => {
    for (let row = 0; row < 100; row++)
      tx.run(statement('INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)', [`${n}-${row}`, page]))
  })
await stop()
process.stdout.write('finished\n')
