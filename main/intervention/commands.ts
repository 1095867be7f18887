import { setConsent } from './guard/consent.ts'
import { holdPolicy } from './guard/held.ts'
import { setRoles } from './guard/roles.ts'
import { setGuardrails, suppress, unsuppress } from './guard/settings.ts'
import { unsentCommands } from './guard/unsent/accept.ts'
import { removePlaybook, savePlaybook } from './playbook/playbooks.ts'
import { finishTask, runCommands, stopRun } from './run/run-commands.ts'
import { approvalCommands, approve, decline, hold } from './start/approve.ts'
import { autopilotCommands } from './start/autopilot-store.ts'
import { bulkCommands } from './start/bulk.ts'
import { recallIntervention, recallMessage } from './start/recall.ts'
import { resolutionCommands } from './start/resolution-commands.ts'
import { startIntervention } from './start/start.ts'
import { unsettle } from './start/unsettle.ts'

export {
  approve,
  decline,
  finishTask,
  hold,
  recallMessage,
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
  recallMessage,
  unsettle,
  ...bulkCommands,
  ...unsentCommands,
  ...autopilotCommands,
  ...approvalCommands,
  ...resolutionCommands,
  setRoles,
  setConsent,
  setGuardrails,
  holdPolicy,
  suppress,
  unsuppress,
]
