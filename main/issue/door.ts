/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { exchangeCommands, exchangeView, setExchange } from './fold/exchange.ts'
export { foldAndScore } from './fold/fold.ts'
export { modelsInUse } from './fold/models.ts'
export { forgetStandings, oldStandings } from './fold/standing.ts'
export { closeIncident, incidentCommands, putBackIntoIncident, takeOutOfIncident } from './incident/commands.ts'
export { LEARNS } from './incident/incident.ts'
export { contactsOfIncident } from './incident/incident-contacts.ts'
export { findIncidents } from './incident/store.ts'
export { accountsToSettle, accountsWithIssues } from './life/accounts.ts'
export { issueDueAt } from './life/due.ts'
export { type StandingAt, standingAt, standingsOf } from './life/standing-at.ts'
export { type MovedIssues, moveIssues, moveIssuesBack } from './move.ts'
