import { commandsByName } from '../cache/journal.ts'
import { interventionCommands } from '../intervention/commands.ts'
import { incidentCommands } from '../issue/incident-commands.ts'
import { outboxCommands } from '../outbox/commands.ts'
import { outcomeCommands } from '../outcome/commands.ts'
import { queueCommands } from '../queue/commands.ts'
import { triggerCommands } from '../signal/commands.ts'
import { sourceCommands } from '../sync/commands.ts'
import { identityCommands } from './identity.ts'
import { workspaceCommands } from './workspace.ts'

/** Every decision that can be journalled, undone and replayed. */
export const commands = commandsByName([
  ...workspaceCommands,
  ...sourceCommands,
  ...identityCommands,
  ...triggerCommands,
  ...incidentCommands,
  ...queueCommands,
  ...interventionCommands,
  ...outboxCommands,
  ...outcomeCommands,
])
