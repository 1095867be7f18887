import { activityKinds } from './event-words.ts'

/** Stands for any sign that an account uses the product, whatever its sources call that: a trigger's `kind` may say it. */
export const ACTIVITY = 'activity'

const ANY = [ACTIVITY, ...activityKinds]

/** The kinds of events that a trigger's `kind` looks at: itself, or every kind that is activity. */
export const kindsOf = (kind: string): readonly string[] => (kind === ACTIVITY ? ANY : [kind])
