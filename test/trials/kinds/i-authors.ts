import { type DeskSeen, type DeskTicket, deskTrials } from '../desk.ts'

const TODAY = '2024-07-10T09:04:00Z'

/** Whether a ticket of this morning counts as the customer contacting us, in both checks that ask it. */
const counts = ({ check }: DeskSeen): readonly string[] => [check('open_ticket').status, check('recent_contact').status]
const THEIRS = ['refuse', 'wait']
const NOT_THEIRS = ['pass', 'pass']

const ticket = (
  name: string,
  input: string,
  source: string,
  given: DeskTicket,
  right: typeof THEIRS | typeof NOT_THEIRS,
) => ({ name, input, source, ticket: { status: 'open', created: TODAY, ...given }, look: counts, right })

/** Who began a ticket is one fact, wherever it is asked. */
export const trials = deskTrials('I', [
  ticket(
    'an automatic reply that says so in its header is no contact',
    'Auto-Submitted: auto-replied',
    'RFC 3834',
    { subject: 'Your order', header: 'auto-replied' },
    NOT_THEIRS,
  ),
  ticket(
    'an answer from a holiday is not counted before a person has said so',
    'Abwesenheitsnotiz',
    'helpdesk forum: “out-of-office replies reopen tickets”',
    { subject: 'Abwesenheitsnotiz: Ihre Nachricht' },
    NOT_THEIRS,
  ),
  ticket(
    'a message that could not be delivered is no contact before a person has said so',
    'Undeliverable: …',
    'own',
    { subject: 'Undeliverable: Is everything working?' },
    NOT_THEIRS,
  ),
  ticket(
    'a person who writes about an automatic reply has written',
    'Auto-Submitted: no',
    'own',
    { subject: 'Automatic reply: please stop sending them', header: 'no' },
    THEIRS,
  ),
  ticket(
    'a ticket that an agent opened is not theirs',
    'author agent',
    'Zendesk, submitter is not the requester',
    { author: 'agent' },
    NOT_THEIRS,
  ),
  ticket(
    'a ticket that an integration opened is not theirs',
    'author Integration',
    'own',
    { author: 'Integration' },
    NOT_THEIRS,
  ),
  ticket('a ticket of an end user is theirs', 'author End-User', 'own', { author: 'End-User' }, THEIRS),
  ticket('a ticket of which nobody says who began it is theirs', 'no author', 'own', {}, THEIRS),
  ticket(
    'vacation as a subject is theirs where a person asks about it',
    'Question about our vacation plan',
    'own',
    { subject: 'Question about our vacation plan' },
    THEIRS,
  ),
])
