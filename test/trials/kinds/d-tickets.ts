import { type DeskSeen, type DeskTicket, deskTrials } from '../desk.ts'

const OPEN_SINCE = '2024-06-03T09:00:00Z'

/** Whether an open ticket holds a message back. */
const held = ({ check }: DeskSeen): string => check('open_ticket').status
const fact = ({ check }: DeskSeen): string => check('open_ticket').fact

const ticket = (name: string, input: string, source: string, given: DeskTicket, right: 'pass' | 'refuse') => ({
  name,
  input,
  source,
  ticket: { created: OPEN_SINCE, ...given },
  look: held,
  right,
})

/** Tickets of which the state says more than the dates, or the dates nothing. */
export const trials = deskTrials('D', [
  ticket(
    'a solved ticket without a date of closing is closed',
    'status solved, created only',
    'export of a helpdesk without “closed at”',
    { status: 'solved' },
    'pass',
  ),
  {
    ...ticket(
      'an open ticket with an unreadable date is open since an unknown moment',
      'status open, created “31/31/2024”',
      'export with a damaged date',
      { status: 'open', created: '31/31/2024' },
      'refuse',
    ),
    look: fact,
    right: '1 ticket of this account is open; answer in the ticket.',
    says: /created.*31\/31\/2024/,
  },
  {
    ...ticket(
      'the first second of 1970 is no date of closing',
      'Closed, resolved 1970-01-01T00:00:00Z',
      'Request Tracker, “Resolved: 1970-01-01T00:00:00Z”',
      { status: 'Closed', closed: '1970-01-01T00:00:00Z' },
      'pass',
    ),
    look: ({ check, timeline }) => [
      check('open_ticket').status,
      timeline.some(({ at }) => at < Date.parse('2000-01-01')),
    ],
    right: ['pass', false],
  },
  ticket(
    'an open ticket whose system writes the first second of 1970 as its end is open',
    'open, resolved 1970-01-01T00:00:00Z',
    'Request Tracker, “Resolved: 1970-01-01T00:00:00Z”',
    { status: 'open', closed: '1970-01-01T00:00:00Z' },
    'refuse',
  ),
  ticket(
    'a pending ticket whose end is the year one is open',
    'pending, closed 0001-01-01T00:00:00Z',
    '.NET, DateTime.MinValue',
    { status: 'pending', closed: '0001-01-01T00:00:00Z' },
    'refuse',
  ),
  ticket(
    'a ticket that was opened again is open, although its old date of closing is still there',
    'Re-opened, closed in June',
    'own',
    { status: 'Re-opened', closed: '2024-06-09T09:00:00Z' },
    'refuse',
  ),
  ticket('a ticket on hold is open', 'On Hold', 'own', { status: 'On Hold' }, 'refuse'),
  ticket('a ticket that is closed in German is closed', 'Gelöst', 'own', { status: 'Gelöst' }, 'pass'),
  ticket('a cancelled ticket needs no answer', 'cancelled', 'own', { status: 'cancelled' }, 'pass'),
  ticket(
    'a ticket in a state of nobody’s knowing goes by its date of closing',
    'Tier 3, closed in June',
    'own',
    { status: 'Tier 3', closed: '2024-06-09T09:00:00Z' },
    'pass',
  ),
  ticket(
    'a ticket in a state of nobody’s knowing and without an end is open',
    'Tier 3, no date of closing',
    'own',
    { status: 'Tier 3' },
    'refuse',
  ),
  {
    ...ticket(
      'a solved ticket with an unreadable date of closing is closed',
      'solved, closed “yesterday”',
      'own',
      { status: 'solved', closed: 'yesterday' },
      'pass',
    ),
    says: /closed.*yesterday/,
  },
  ticket(
    'a ticket that is closed for a reason is closed',
    'status “Closed - won’t fix”, created only',
    'own: states with their reason behind a dash',
    { status: 'Closed - won’t fix' },
    'pass',
  ),
  ticket(
    'a ticket that is resolved with words in brackets is closed',
    'status “Resolved (no reply)”',
    'own',
    { status: 'Resolved (no reply)' },
    'pass',
  ),
  ticket(
    'a ticket that waits for something is open, whatever else its state says',
    'status “Pending: closed order”',
    'own',
    { status: 'Pending: closed order' },
    'refuse',
  ),
])
