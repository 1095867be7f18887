/** The trigger that sees declared outages. */
export const DECLARED_OUTAGE = 'declared-outage'
