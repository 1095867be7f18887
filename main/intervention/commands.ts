import { approvalCommands, approve, decline, hold } from './approve.ts'
import { autopilotCommands } from './autopilot-store.ts'
import { bulkCommands } from './bulk.ts'
import { setConsent } from './consent.ts'
import { removePlaybook, savePlaybook } from './playbooks.ts'
import { recall, recallIntervention } from './recall.ts'
import { resolutionCommands } from './resolution-commands.ts'
import { setRoles } from './roles.ts'
import { finishTask, runCommands, stopRun } from './run-commands.ts'
import { setGuardrails, suppress, unsuppress } from './settings.ts'
import { startIntervention } from './start.ts'
import { unsettle } from './unsettle.ts'

export {
  approve,
  decline,
  finishTask,
  hold,
  recall,
  savePlaybook,
  setConsent,
  setGuardrails,
  setRoles,
  startIntervention,
  stopRun,
  suppress,
  unsettle,
  unsuppress,
}

/** Every decision of this stage. */
export const interventionCommands = [
  savePlaybook,
  removePlaybook,
  startIntervention,
  ...runCommands,
  recallIntervention,
  recall,
  unsettle,
  ...bulkCommands,
  ...autopilotCommands,
  ...approvalCommands,
  ...resolutionCommands,
  setRoles,
  setConsent,
  setGuardrails,
  suppress,
  unsuppress,
]
