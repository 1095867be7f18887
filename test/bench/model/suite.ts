import type { Suite } from '../figure.ts'
import { largeFigures } from './large.ts'
import { nothingFigures } from './nothing.ts'
import { sampleFigures } from './sample.ts'
import { telcoFigures } from './telco.ts'
import { widthFigures } from './widths.ts'

/** Trained risks on real data beside scikit-learn, on data without a signal, and at 100,000 rows. */
export const modelSuite: Suite = {
  name: 'model',
  async *run(options) {
    yield* telcoFigures(options)
    yield* nothingFigures(options)
    yield* widthFigures(options)
    yield* sampleFigures(options)
    yield* largeFigures(options)
  },
}
