import { rmSync } from 'node:fs'
import { makeFolder } from '../cache/bench-cache.ts'
import type { Suite } from '../figure.ts'
import { arrivalFigures } from './arrivals.ts'
import { bankingFigures } from './banking77.ts'
import { idleFigures } from './idle.ts'
import { largeFigures } from './large.ts'
import { nothingFigures } from './nothing.ts'
import { recallFigures } from './recall.ts'
import { sampleFigures } from './sample.ts'
import { telcoFigures } from './telco.ts'
import { widthFigures } from './widths.ts'

/** Trained risks on real data beside scikit-learn, on data without a signal, and at 100,000 rows; what an idle console costs. */
export const modelSuite: Suite = {
  name: 'model',
  async *run(options) {
    yield* telcoFigures(options)
    yield* bankingFigures(options)
    yield* arrivalFigures(options)
    yield* nothingFigures(options)
    yield* widthFigures(options)
    yield* sampleFigures(options)
    yield* recallFigures(options)
    yield* largeFigures(options)
    const dir = makeFolder()
    try {
      yield* idleFigures(dir, options)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
