/** What is used of the package, which brings no types. */
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix'

  class LogisticRegression {
    constructor(options: { numSteps: number; learningRate: number })
    readonly classifiers: { testScores(features: Matrix): number[] }[]
    train(features: Matrix, labels: Matrix): void
  }
  export = LogisticRegression
}
