import { clock } from './clock.ts'
import type { Run } from './command.ts'
import { showDay } from './desk/day.ts'
import { healthCommand } from './desk/health.ts'
import { assignCommand, noteCommand } from './desk/notes.ts'
import { similarCommand } from './desk/similar.ts'
import { doctor } from './doctor.ts'
import { evaluate } from './evaluate.ts'
import { advice } from './experiment/advice.ts'
import { analyse } from './experiment/analyse.ts'
import { arms } from './experiment/arms.ts'
import { report, verifyReportFile } from './experiment/report.ts'
import { showReview } from './experiment/review.ts'
import { importFiles } from './import/import.ts'
import { incidents } from './incidents.ts'
import { manifest } from './manifest.ts'
import { outageCommand } from './outage.ts'
import { outbox } from './outbox.ts'
import { erase } from './person/erase.ts'
import { exportPersonTo } from './person/export-person.ts'
import { retention } from './person/retention.ts'
import { evaluateTable } from './predict/evaluate-table.ts'
import { missed } from './predict/missed.ts'
import { modelCommand } from './predict/model.ts'
import { ticketsCommand } from './predict/tickets.ts'
import { pushdown } from './pushdown.ts'
import { queue } from './queue.ts'
import { rates } from './rates.ts'
import { reference } from './reference.ts'
import { suppressions } from './suppressions.ts'
import { sync } from './sync.ts'
import { verify } from './verify.ts'

/** The commands on top of the contract. `init` and `call` need no client of an open workspace and live in cli.ts. */
export const commands: Record<string, Run> = {
  import: importFiles,
  sync,
  evaluate,
  queue,
  incidents,
  day: showDay,
  note: noteCommand,
  assign: assignCommand,
  similar: similarCommand,
  health: healthCommand,
  advice,
  analyse,
  arms,
  'evaluate-table': evaluateTable,
  model: modelCommand,
  missed,
  tickets: ticketsCommand,
  doctor,
  outage: outageCommand,
  outbox,
  reference,
  clock,
  pushdown,
  rates,
  review: showReview,
  report,
  'verify-report': verifyReportFile,
  suppressions,
  manifest,
  verify,
  erase,
  'export-person': exportPersonTo,
  retention,
}
