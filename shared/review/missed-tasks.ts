/** What the replay of what was missed is called among the tasks; its screen shows how far it is. */
export const REPLAYING_TRIGGERS = 'Replaying triggers before each ticket'

/** The same of the comparison that follows it. */
export const COMPARING_UNSEEN = 'Comparing accounts that no trigger looked at'
