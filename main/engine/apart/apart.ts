import { threadOnDemand } from '../../cache/thread.ts'
import type { ApartAnswer, ApartAsk, ApartInput, ApartName } from './apart-reads.ts'

/** Answers long reads away from the engine's thread, one after the other. */
export interface Apart {
  ask<Name extends ApartName>(name: Name, input: ApartInput<Name>): Promise<ApartAnswer<Name>>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './apart-worker.ts' : './apart-worker.js', import.meta.url)

/** The thread starts with the first question. */
export function createApart(file: string): Apart & { close(): Promise<void> } {
  const thread = threadOnDemand<ApartAsk, ApartAnswer<ApartName>>(WORKER, { file })
  return {
    ask: async <Name extends ApartName>(name: Name, input: ApartInput<Name>) =>
      (await thread.ask({ name, input })) as ApartAnswer<Name>,
    close: thread.stop,
  }
}
