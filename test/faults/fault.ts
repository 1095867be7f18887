/** What a fault did to the product. */
export interface FaultOutcome {
  /** How often it was injected. */
  injected: number
  /** What was acknowledged and is gone without a word. */
  lost: number
  /** What took effect twice. */
  duplicates: number
  /** What else went wrong; empty where the product came through. */
  wrong: readonly string[]
}

/** One of the faults of reliability. */
export interface Fault {
  name: string
  /** What is injected, in a sentence. */
  about: string
  /** `quick`: a few times. Null where this machine cannot inject it. */
  inject(quick: boolean): Promise<FaultOutcome | null>
}

export const addUp = (outcomes: readonly FaultOutcome[]): FaultOutcome => ({
  injected: outcomes.reduce((sum, { injected }) => sum + injected, 0),
  lost: outcomes.reduce((sum, { lost }) => sum + lost, 0),
  duplicates: outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0),
  wrong: outcomes.flatMap(({ wrong }) => wrong),
})

/** Whether the product came through. */
export const isSurvived = ({ injected, lost, duplicates, wrong }: FaultOutcome): boolean =>
  injected > 0 && lost === 0 && duplicates === 0 && wrong.length === 0
