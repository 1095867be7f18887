import { commandsByName } from '../cache/journal.ts'
import { interventionCommands } from '../intervention/door.ts'
import { exchangeCommands, incidentCommands } from '../issue/door.ts'
import { adviceCommands } from '../measure/door.ts'
import { outageCommands } from '../outage/door.ts'
import { outboxCommands } from '../outbox/door.ts'
import { outcomeCommands } from '../outcome/door.ts'
import { retrainingCommands, topicCommands } from '../predict/door.ts'
import { privacyCommands } from '../privacy/door.ts'
import { queueCommands } from '../queue/door.ts'
import { triggerCommands } from '../signal/door.ts'
import { sourceCommands } from '../sync/door.ts'
import { identityCommands } from './learning/identity.ts'
import { workspaceCommands } from './open/workspace.ts'

/** Every decision that can be journalled, undone and replayed. */
export const commands = commandsByName([
  ...workspaceCommands,

  ...sourceCommands,
  ...identityCommands,
  ...triggerCommands,
  ...incidentCommands,
  ...exchangeCommands,
  ...queueCommands,
  ...interventionCommands,
  ...outageCommands,
  ...outboxCommands,
  ...outcomeCommands,
  ...adviceCommands,
  ...topicCommands,
  ...retrainingCommands,
  ...privacyCommands,
])
