import { z } from 'zod'
import { moment } from './model/values.ts'

const bound = moment.optional()

/**
 * A period in UTC ms of the workspace: `from` ≤ at < `to`. A bound that is absent does not bound, for every call; a
 * screen that begins with the last 30 days says so in its request.
 */
export const periodSchema = z.object({ from: bound, to: bound })
export type Period = z.infer<typeof periodSchema>
