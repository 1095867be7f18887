/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { closeIncident, incidentCommands, putBackIntoIncident, takeOutOfIncident } from './incident/commands.ts'
export { LEARNS } from './incident/incident.ts'
export { findIncidents } from './incident/store.ts'
export { type MovedIssues, moveIssues, moveIssuesBack } from './move.ts'
export { foldAndScore, issuesDue } from './store.ts'
