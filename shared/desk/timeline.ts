/** What a timeline can be filtered by: what customers did, what sources know, what we did, what followed, what we wrote. */
export const TIMELINE_GROUPS = ['events', 'records', 'acts', 'outcomes', 'notes'] as const
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number]
