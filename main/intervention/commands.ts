import { removePlaybook, savePlaybook } from './playbooks.ts'
import { recall, recallIntervention } from './recall.ts'
import { finishTask, runCommands, stopRun } from './run-commands.ts'
import { setGuardrails, setSmtp, suppress, unsuppress } from './settings.ts'
import { startIntervention } from './start.ts'

export { finishTask, recall, savePlaybook, setGuardrails, setSmtp, startIntervention, stopRun, suppress }

/** Every decision of this stage. */
export const interventionCommands = [
  savePlaybook,
  removePlaybook,
  startIntervention,
  ...runCommands,
  recallIntervention,
  recall,
  setGuardrails,
  setSmtp,
  suppress,
  unsuppress,
]
