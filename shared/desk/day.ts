import { z } from 'zod'
import { id, ms, optionalMs, text } from '../model/values.ts'
import { subjectSchema } from './note.ts'
import { promiseSchema } from './promise.ts'
import { returnSchema } from './snooze.ts'

const issueRef = { issueId: id, accountId: id, accountName: text, title: text }

/** An issue that this person has claimed or was given. */
const assignedSchema = z.object({ ...issueRef, dueAt: optionalMs })
/** A note in which a colleague mentions this person, until it is marked as seen. */
const mentionedSchema = z.object({
  ...issueRef,
  issueId: id.nullable(),
  title: text.nullable(),
  noteId: id,
  author: text,
  at: ms,
  text,
})
/** What changed about something that is watched since it was last looked at. */
const watchedChangeSchema = z.object({
  ...issueRef,
  issueId: id.nullable(),
  title: text.nullable(),
  /** How many of each: new signals of a watched issue; new issues and tickets of a watched account; notes of others. */
  signals: z.int(),
  issues: z.int(),
  tickets: z.int(),
  notes: z.int(),
  /** The watched issue was closed meanwhile. */
  closed: z.boolean(),
})
/** An issue that this person snoozed and that returned. */
const returnedSchema = z.object({ ...issueRef, returned: returnSchema })

/** A decision of this person today that still holds. */
const doneSchema = z.object({
  journalId: text,
  at: ms,
  command: text,
  /** The first of its issues. */
  issueId: id.nullable(),
  accountName: text.nullable(),
  issues: z.int(),
})

/** What a person has taken notice of. */
export const seenSchema = z.object({
  notes: z.array(id).max(500).default([]),
  watched: z.array(subjectSchema).max(500).default([]),
  returned: z.array(id).max(500).default([]),
})

/** A person's day: what waits for them, what they promised and what they did. */
export const daySchema = z.object({
  me: text,
  /** The beginning of today by this computer's clock, UTC ms. */
  since: ms,
  promises: z.array(promiseSchema),
  mentioned: z.array(mentionedSchema),
  returned: z.array(returnedSchema),
  watched: z.array(watchedChangeSchema),
  assigned: z.array(assignedSchema),
  done: z.array(doneSchema),
})
export type Day = z.infer<typeof daySchema>
