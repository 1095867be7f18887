/** An incident that is withdrawn looks for the one that came after it, and SQLite for rows that name it: each read all incidents. */
export const sql = 'CREATE INDEX incident_previous ON incident (previous_id) WHERE previous_id IS NOT NULL'
