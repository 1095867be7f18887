/**
 * SQL: the moment at which the first message or fix of intervention `i` left, UTC ms; NULL while nothing has. The one
 * definition of an intervention that happened: outcomes, the review and what is proposed ask here.
 */
export const LEFT_AT = `(SELECT min(l.sent_at) FROM outbox l WHERE l.intervention_id = i.id AND l.state = 'sent')`
