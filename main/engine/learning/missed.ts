import type { Period } from '../../../shared/period.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { threadOnDemand } from '../../cache/thread.ts'
import type { Workspace } from '../open/open.ts'
import type { MissedQuestion, MissedReply } from './missed-worker.ts'

/** What the console missed, judged in a thread of its own. */
export interface Missed {
  figures(period: Period): Promise<RecallFigures>
  /** The tickets and cancellations behind the figures, in order of time. */
  tickets(period: Period): Promise<MissedTrouble[]>
  close(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './missed-worker.ts' : './missed-worker.js', import.meta.url)

/** The thread starts with the first question. */
export function createMissed({ file, clock }: Pick<Workspace, 'file' | 'clock'>): Missed {
  const thread = threadOnDemand<MissedQuestion, MissedReply>(WORKER, { file })
  const ask = (what: MissedQuestion['ask'], period: Period) => thread.ask({ ask: what, period, now: clock.now() })
  return {
    figures: async period => {
      const reply = await ask('figures', period)
      if (reply.reply !== 'figures') throw new Error('the thread answered another question')
      return reply.figures
    },
    tickets: async period => {
      const reply = await ask('tickets', period)
      if (reply.reply !== 'tickets') throw new Error('the thread answered another question')
      return reply.tickets
    },
    close: thread.stop,
  }
}
