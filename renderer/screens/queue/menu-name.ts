/** The menu of the side panel that is open. */
export type MenuName = 'snooze' | 'dismiss' | null
