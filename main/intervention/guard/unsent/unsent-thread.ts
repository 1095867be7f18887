import type { Unsent, UnsentCounts, UnsentFilter } from '../../../../shared/intervention/unsent.ts'
import type { Period } from '../../../../shared/period.ts'
import { threadOnDemand } from '../../../cache/thread.ts'
import type { UnsentAsk, UnsentReply } from './unsent-worker.ts'

/** What did not leave, counted away from the engine's thread: a million messages take half a second. */
export interface UnsentThread {
  count(period: Period): Promise<UnsentCounts>
  list(wanted: UnsentFilter & { offset: number; limit: number }): Promise<Unsent[]>
  close(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './unsent-worker.ts' : './unsent-worker.js', import.meta.url)

/** The thread starts with the first question. */
export function createUnsentThread(file: string): UnsentThread {
  const { ask, stop } = threadOnDemand<UnsentAsk, UnsentReply>(WORKER, { file })
  return {
    count: async period => (await ask({ ask: 'count', period })) as UnsentCounts,
    list: async wanted => (await ask({ ask: 'list', wanted })) as Unsent[],
    close: stop,
  }
}
