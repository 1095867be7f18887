import { diskFaults } from './disk.ts'
import type { Fault } from './fault.ts'
import { fileFaults } from './file.ts'
import { networkFaults } from './network.ts'
import { outboxFaults } from './outbox.ts'
import { processFaults } from './process.ts'

/** The twenty faults of reliability. */
export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...diskFaults,
  ...fileFaults,
  ...outboxFaults,
  ...networkFaults,
]
