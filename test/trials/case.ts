/** The kinds of wrong values that practice has brought so far. A kind is what gets mended; a trial is one instance. */
export const TRIAL_KINDS = {
  A: 'meaning taken from the runtime',
  B: 'a guess from a sample decides for the whole',
  C: 'the first line, the encoding, the shape',
  D: 'state known by dates alone',
  E: 'one thing in several spellings, one fact read in two ways',
  F: 'names',
  G: 'a mapping that says less than the trade needs',
  H: 'triggers',
  I: 'suspected first, then tried',
} as const
export type TrialKind = keyof typeof TRIAL_KINDS

/** What the product made of the input, and every sentence that it said about it. */
export interface Outcome {
  got: unknown
  said: readonly string[]
}

/** A small input with the value that a person of the trade would write down. */
export interface Trial {
  kind: TrialKind
  /** A behaviour, as a test is named. */
  name: string
  /** The public thread, file or data set that the input stands for; nothing of it is copied. */
  source: string
  /** The input in a line, for the table. */
  input: string
  /** The right value: plain data that `got` must equal. */
  right: unknown
  /** Where something is left out, set aside or asked: the words that are due. */
  says?: RegExp
  /** Takes the input through the real path, as a user would, and reads the answer through the contract. */
  run(): Promise<Outcome>
}

/** How a trial ended. `wrong`: another value, or not the words that are due. `silent`: a value was lost without a word. */
export interface Verdict extends Outcome {
  wrong: boolean
  silent: boolean
}
