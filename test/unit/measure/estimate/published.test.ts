import { describe, expect, it } from 'vitest'
import { isReproduced, publishedFigures } from '../../../helpers/published-figures.ts'

describe('the estimators reproduce published figures', () => {
  it.each(publishedFigures())('$name: $published', figure => {
    if (!isReproduced(figure)) expect.fail(`${figure.found} instead of ${figure.published} ± ${figure.within}`)
  })

  it('a figure that is off by more than its last digit is not reproduced', () => {
    const figure = { name: 'any', found: 0.5, published: 0.5, within: 0.05 }
    expect([0.46, 0.54, 0.44, 0.56].map(found => isReproduced({ ...figure, found }))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isReproduced({ ...figure, found: Number.NaN })).toBe(false)
  })
})
