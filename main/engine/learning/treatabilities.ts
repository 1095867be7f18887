import { z } from 'zod'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { createReviewThread, keepTreatabilities } from '../../measure/door.ts'

const MEASURED_AT = 'measure.treatability'

/** Without an assignment there is nothing to measure. */
const anyAssigned = query<{ any: 1 }>('SELECT 1 AS "any" FROM exposure LIMIT 1')

/** What acting takes away of risks is measured once a day of the workspace's clock, in a thread, and when somebody asks. */
export function createTreatabilities(of: {
  file: string
  read: ReadDb
  writer: Writer
}): (now: number, again: boolean) => Promise<void> {
  const { file, read, writer } = of
  return async (now, again) => {
    const last = getSetting(read, MEASURED_AT, z.int()) ?? Number.NEGATIVE_INFINITY
    if ((!again && Math.abs(now - last) < DAY) || !read.get(anyAssigned)) return
    const review = createReviewThread(file)
    const found = await review.treatabilities(now).finally(review.close)
    await writer.write('bulk', tx => {
      keepTreatabilities(tx, found, now)
      putSetting(tx, MEASURED_AT, now)
    })
  }
}
