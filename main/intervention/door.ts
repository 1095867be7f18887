/** What the engine and the router may use of this stage; everything else in it is its own business. */

export {
  approve,
  decline,
  finishTask,
  interventionCommands,
  recallMessage,
  savePlaybook,
  setConsent,
  setGuardrails,
  setRoles,
  startIntervention,
  stopRun,
  suppress,
  unsuppress,
} from './commands.ts'
export { listApprovals } from './guard/approval-view.ts'
export { armFor } from './guard/arms/arms.ts'
export { isGhostDue, lookAtGhosts } from './guard/arms/ghosts.ts'
export { rememberBounce } from './guard/bounce.ts'
export { consentsOfAccount, listSuppressions } from './guard/consent.ts'
export { suppressionOf } from './guard/contact-rows.ts'
export { heldGuardrails, holdPolicy } from './guard/held.ts'
export { preflightsOf } from './guard/ledger.ts'
export { recheck } from './guard/recheck.ts'
export { autopilotAllowed, guardrailsOf } from './guard/settings.ts'
export { acceptUnsent } from './guard/unsent/accept.ts'
export { countUnsent, listUnsent } from './guard/unsent/unsent.ts'
export { actionSetting, outboxKey } from './message/actions.ts'
export { type MovedInterventions, moveInterventions, moveInterventionsBack } from './move.ts'
export { templateProblems } from './playbook/check.ts'
export { languageGaps } from './playbook/check-languages.ts'
export { FIELDS, OBJECT_FIELDS } from './playbook/fields.ts'
export { figuresFor } from './playbook/figures.ts'
export { getPlaybook, listPlaybooks, listVersions, seedPlaybooks } from './playbook/playbooks.ts'
export { written } from './playbook/program.ts'
export { misfits, trialIssue } from './playbook/written-for.ts'
export { dryRun } from './run/dry-run.ts'
export { carryOn } from './run/run.ts'
export { stopBroken } from './run/run-end.ts'
export { SECOND_THOUGHTS } from './run/run-facts.ts'
export { listTasks, runView } from './run/run-view.ts'
export { runsBegunLater, runsDue, runsToLookAt } from './run/runs.ts'
export { stopReason } from './start/autopilot.ts'
export {
  type AutopilotRow,
  autopilotRows,
  cardOf,
  flying,
  freshIssues,
  setAutopilot,
  startAutopilot,
  startedSince,
  stopAutopilot,
} from './start/autopilot-store.ts'
export {
  batchOf,
  finishBatch,
  recallMany,
  startMany,
  startSome,
  takeBackSome,
  unfinishedBatches,
} from './start/bulk.ts'
export { count, emptyTally, issuesOf, ownPlaybooksOf, summaryOf } from './start/bulk-plan.ts'
export { oneAtATime, quietOverride, quietRefusal } from './start/bulk-words.ts'
export { inOneGo, planMany } from './start/plan.ts'
export { previewOutreach } from './start/preview-start.ts'
export { reachMany } from './start/reach.ts'
export { judgeResolution, setAction } from './start/resolution-commands.ts'
export { hashOfRule, ruleReason, stopRuleOf, stopRuleView } from './start/stop-rule-store.ts'
