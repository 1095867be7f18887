/** What helpdesks call a ticket that nobody has to answer any longer. In lower case, without what joins words. */
const CLOSED: ReadonlySet<string> = new Set([
  ...['solved', 'resolved', 'closed', 'done', 'complete', 'completed', 'finished', 'fixed'],
  ...['cancelled', 'canceled', 'rejected', 'deleted', 'merged', 'spam', 'archived', 'duplicate', 'wontfix', 'invalid'],
  ...['gelöst', 'geschlossen', 'erledigt', 'abgeschlossen', 'résolu', 'fermé', 'clos', 'resuelto', 'cerrado'],
])

/** … and one that somebody has to. */
const OPEN: ReadonlySet<string> = new Set([
  ...['new', 'open', 'opened', 'reopened', 'pending', 'waiting', 'onhold', 'hold', 'stalled', 'active', 'assigned'],
  ...['inprogress', 'started', 'snoozed', 'unresolved', 'escalated', 'offen', 'neu', 'ouvert', 'abierto'],
])

/** Whether a ticket in a state is over; null for a word that is not known. */
export function ticketIsClosed(state: string | null): boolean | null {
  const word = (state ?? '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s_’'-]+/g, '')
  if (CLOSED.has(word)) return true
  return OPEN.has(word) ? false : null
}
