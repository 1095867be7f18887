import type { Day } from '../../../shared/desk/day.ts'
import { returnSchema } from '../../../shared/desk/snooze.ts'
import type { ReadDb } from '../../cache/db.ts'
import { promisesOfOwner } from '../promise/promise-store.ts'
import { assignedTo, returnedTo, unseenMentions, watchedChanges } from './day-queries.ts'

/** What waits for a person, and what they promised. */
export const waitingFor = (db: ReadDb, me: string, now: number): Omit<Day, 'me' | 'since' | 'done'> => ({
  promises: db.all(promisesOfOwner(me)),
  mentioned: db.all(unseenMentions(me)),
  returned: db.all(returnedTo(me)).map(row => ({ ...row, returned: returnSchema.parse(JSON.parse(row.returned)) })),
  watched: db.all(watchedChanges(me, now)).map(row => ({ ...row, closed: row.closed === 1 })),
  assigned: db.all(assignedTo(me)),
})
